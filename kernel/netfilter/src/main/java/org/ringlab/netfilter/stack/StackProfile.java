package org.ringlab.netfilter.stack;

import java.util.Map;
import org.ringlab.common.SimClock;

/**
 * What differs between kernels and set-ups.
 *
 * @param arpRetryNanos time between two ARP requests; a neighbour is given up after three
 * @param namespacesInherit whether a new namespace begins with the host's {@code net.ipv4.conf} settings, forwarding
 *     among them (the kernel's {@code devconf_inherit_init_net} 0), or with fresh ones
 * @param sysctls settings that differ from {@link Sysctls}'s own
 */
public record StackProfile(long arpRetryNanos, boolean namespacesInherit, Map<String, Integer> sysctls) {
    /** Linux as it comes: ARP gives up after three seconds. */
    public static final StackProfile LINUX = new StackProfile(SimClock.SECOND, true, Map.of());

    /** The set-up the conformance outcomes were recorded with: ARP gives up after some 50 ms, every namespace begins afresh. */
    public static final StackProfile RECORDED = new StackProfile(
            15 * SimClock.MILLI,
            false,
            Map.of("net.ipv4.tcp_syn_retries", 1, "net.ipv4.tcp_synack_retries", 0, Sysctls.BRIDGE_IPTABLES, 0));
}
