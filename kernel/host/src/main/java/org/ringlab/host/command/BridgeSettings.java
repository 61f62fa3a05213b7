package org.ringlab.host.command;

import java.util.Map;
import java.util.Set;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.NetInterface;

/** What {@code ip link … type bridge} may set. Only the ageing time has an effect; the spanning tree has none. */
final class BridgeSettings {
    /** The options that are taken, each with a value. */
    static final Set<String> KNOWN =
            Set.of("forward_delay", "hello_time", "max_age", "ageing_time", "priority", "stp_state", "mcast_snooping");

    private BridgeSettings() {}

    /** Sets what is given; times are in hundredths of a second. */
    static void apply(NetInterface iface, Map<String, String> options) {
        if (iface.device() instanceof Bridge bridge && options.containsKey("ageing_time")) {
            Texts.number(options.getOrDefault("ageing_time", ""))
                    .ifPresent(t -> bridge.stations().setAgeing(t * 10L * SimClock.MILLI));
        }
    }
}
