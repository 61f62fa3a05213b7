package org.ringlab.host.compare;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the commands that show a host's network print, read: {@code iptables-save} (or {@code -S}), {@code ip route},
 * {@code ip addr}, {@code sysctl net.ipv4.ip_forward}. Each part is there where it was printed.
 *
 * @param forwards {@code ip_forward}
 * @param cards interfaces by name, in order, {@code lo} left out
 * @param routes the main table, in the order printed
 * @param tables the tables of iptables by name, chains by name in the order printed
 * @param unread lines that are none of this
 */
public record HostDump(
        Optional<Boolean> forwards,
        Optional<Map<String, Card>> cards,
        Optional<List<RouteLine>> routes,
        Optional<Map<String, Map<String, ChainDump>>> tables,
        List<String> unread) {
    /**
     * An interface.
     *
     * @param up whether it is switched on
     * @param addresses {@code a.b.c.d/len}, in order
     */
    public record Card(boolean up, List<String> addresses) {}

    /**
     * A route.
     *
     * @param to a prefix, or {@code default}
     * @param kind {@code unicast}, {@code blackhole}, {@code unreachable} …
     * @param via the gateway; empty where the network is at the interface
     * @param dev the interface; empty where there is none
     */
    public record RouteLine(String to, String kind, String via, String dev) {}

    /**
     * A chain.
     *
     * @param policy empty for a chain of the user's
     * @param rules in order
     */
    public record ChainDump(String policy, List<RuleLine> rules) {}

    /**
     * A rule.
     *
     * @param printed as the machine printed it, without counters and chain
     * @param meaning the same for all rules that mean the same
     */
    public record RuleLine(String printed, String meaning) {}

    /** Reads pasted text, prompts and headings between the parts included. */
    public static HostDump read(String text) {
        return new DumpReader().read(text);
    }

    /** Whether anything was recognised. */
    public boolean isEmpty() {
        return forwards.isEmpty() && cards.isEmpty() && routes.isEmpty() && tables.isEmpty();
    }
}
