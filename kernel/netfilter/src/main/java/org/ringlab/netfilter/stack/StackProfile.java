package org.ringlab.netfilter.stack;

import java.util.HashMap;
import java.util.Map;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.conntrack.ConntrackSettings.HelperAssignment;
import org.ringlab.netfilter.conntrack.Timeout;

/**
 * What differs between kernels and set-ups.
 *
 * @param arpRetryNanos time between two ARP requests; a neighbour is given up after three
 * @param namespacesInherit whether a new namespace begins with the host's {@code net.ipv4.conf} settings, forwarding
 *     among them (the kernel's {@code devconf_inherit_init_net} 0), or with fresh ones
 * @param postroutingKnowsInterface whether rules at POSTROUTING know by which interface a packet came (since Linux 5.7)
 * @param helperAssignment by which port connections get their helpers
 * @param sysctls settings that differ from {@link Sysctls}'s own
 */
public record StackProfile(
        long arpRetryNanos,
        boolean namespacesInherit,
        boolean postroutingKnowsInterface,
        HelperAssignment helperAssignment,
        Map<String, Integer> sysctls) {
    /** Linux as it comes: ARP gives up after three seconds. */
    public static final StackProfile LINUX = new StackProfile(
            SimClock.SECOND,
            true,
            false,
            HelperAssignment.TRANSLATED_PORT,
            Map.of(
                    Sysctls.CONNTRACK_HELPER,
                    1,
                    Sysctls.CONNTRACK_MAX,
                    65536,
                    Sysctls.CONNTRACK + Timeout.UDP_STREAM.setting(),
                    180));

    /**
     * The set-up the conformance outcomes were recorded with: ARP gives up after some 50 ms, every namespace begins afresh,
     * without redirects.
     */
    public static final StackProfile RECORDED = new StackProfile(
            15 * SimClock.MILLI,
            false,
            true,
            HelperAssignment.FIRST_PORT,
            Map.of(
                    "net.ipv4.tcp_syn_retries",
                    1,
                    "net.ipv4.tcp_synack_retries",
                    0,
                    Sysctls.BRIDGE_IPTABLES,
                    0,
                    Sysctls.CONF + "default.rp_filter",
                    0,
                    Sysctls.CONF + "all." + Sysctls.SEND_REDIRECTS,
                    0,
                    Sysctls.CONF + "default." + Sysctls.SEND_REDIRECTS,
                    0,
                    Sysctls.CONF + "all." + Sysctls.ACCEPT_REDIRECTS,
                    0,
                    Sysctls.CONF + "default." + Sysctls.ACCEPT_REDIRECTS,
                    0));

    /** Whether {@code connlimit} looks after what it counts once a jiffy (since Linux 5.19), or at every packet. */
    boolean countsByMoment() {
        return postroutingKnowsInterface;
    }

    /** What a card costs as a bridge's port: 1 Gbit/s; where outcomes were recorded, cards were virtual cables, 10 Gbit/s. */
    int cardPathCost() {
        return postroutingKnowsInterface ? 2 : 4;
    }

    /** What a tap costs: older kernels call it 10 Mbit/s, newer ones 10 Gbit/s. */
    int tapPathCost() {
        return postroutingKnowsInterface ? 2 : 100;
    }

    /** Size of the hash table of tracked connections ({@code nf_conntrack_buckets}) with a few GiB of memory. */
    int conntrackBuckets() {
        return postroutingKnowsInterface ? 262_144 : 16_384;
    }

    /** The same kernel as it comes: a second between ARP requests, redirects, and TCP's own patience. */
    public StackProfile patient() {
        Map<String, Integer> usual = new HashMap<>(sysctls);
        usual.keySet().removeIf(name -> name.startsWith(Sysctls.CONF) || name.startsWith("net.ipv4.tcp_"));
        return new StackProfile(
                SimClock.SECOND, namespacesInherit, postroutingKnowsInterface, helperAssignment, Map.copyOf(usual));
    }
}
