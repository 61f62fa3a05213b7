package org.ringlab.netfilter.stack;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.TableName;

/**
 * Who is asked at the hooks, with Linux's priorities: the lower number first (enum nf_ip_hook_priorities in
 * include/uapi/linux/netfilter_ipv4.h).
 */
enum HookStep {
    RAW(-300, TableName.RAW.hooks()),
    CONNTRACK(-200, List.of(Hook.PREROUTING, Hook.OUTPUT)),
    MANGLE(-150, TableName.MANGLE.hooks()),
    DESTINATION_NAT(-100, List.of(Hook.PREROUTING, Hook.OUTPUT)),
    FILTER(0, TableName.FILTER.hooks()),
    SECURITY(50, TableName.SECURITY.hooks()),
    SOURCE_NAT(100, List.of(Hook.INPUT, Hook.POSTROUTING)),
    CONFIRM(Integer.MAX_VALUE, List.of(Hook.INPUT, Hook.POSTROUTING));

    private final int priority;
    private final List<Hook> hooks;

    HookStep(int priority, List<Hook> hooks) {
        this.priority = priority;
        this.hooks = hooks;
    }

    /** The steps at a hook in the order they are asked. */
    static HookStep[] at(Hook hook) {
        return Arrays.stream(values())
                .filter(step -> step.hooks.contains(hook))
                .sorted(Comparator.comparingInt(step -> step.priority))
                .toArray(HookStep[]::new);
    }
}
