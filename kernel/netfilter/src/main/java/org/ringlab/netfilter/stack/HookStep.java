package org.ringlab.netfilter.stack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

    /** For every hook the steps in the order they are asked. */
    static Map<Hook, List<HookStep>> byHook() {
        Map<Hook, List<HookStep>> steps = new EnumMap<>(Hook.class);
        for (Hook hook : Hook.values()) {
            List<HookStep> here = new ArrayList<>();
            for (HookStep step : values()) {
                if (step.hooks.contains(hook)) {
                    here.add(step);
                }
            }
            here.sort(Comparator.comparingInt(s -> s.priority));
            steps.put(hook, List.copyOf(here));
        }
        return steps;
    }
}
