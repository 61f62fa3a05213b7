package org.ringlab.netfilter.route;

import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/**
 * A rule of policy routing: which table is asked about which packets (net/ipv4/fib_rules.c).
 *
 * @param priority less is asked first
 * @param inverted {@code not}: for packets that don't fit
 * @param from source addresses; null for any
 * @param to destination addresses; null for any
 * @param iif the interface they come by; {@code lo} for packets made here; empty for any
 * @param oif the interface a program bound itself to; empty for any
 * @param mark the mark they must have in the bits of {@code mask}
 * @param mask the bits of the mark that count; 0 for none
 * @param action what is done
 * @param table the table that is asked, for {@link Action#LOOKUP}
 */
public record RoutingRule(
        int priority,
        boolean inverted,
        @Nullable Ipv4Prefix from,
        @Nullable Ipv4Prefix to,
        String iif,
        String oif,
        int mark,
        int mask,
        Action action,
        int table) {
    /** What a rule does with its packets. */
    public enum Action {
        /** Asks a table. */
        LOOKUP,
        /** Network unreachable: unlike a route of that name. */
        UNREACHABLE,
        /** Administratively prohibited. */
        PROHIBIT,
        /** Silence. */
        BLACKHOLE
    }

    /** The rule for all packets. */
    public static RoutingRule forAll(int priority, int table) {
        return new RoutingRule(priority, false, null, null, "", "", 0, 0, Action.LOOKUP, table);
    }

    /** Whether it is for packets of that kind. */
    public boolean covers(Flow flow) {
        boolean fits = (from == null || from.contains(flow.source()))
                && (to == null || to.contains(flow.destination()))
                && (iif.isEmpty() || iif.equals(flow.iif()))
                && (oif.isEmpty() || oif.equals(flow.oif()))
                && ((flow.mark() ^ mark) & mask) == 0;
        return fits != inverted;
    }

    /**
     * Whether it has all that {@code words} name, for {@code ip rule del}; what they don't name, and {@code not}, don't
     * count ({@code rule_find}, {@code fib4_rule_compare}).
     */
    public boolean has(RoutingRule words, boolean anyPriority, boolean anyTarget) {
        return (anyPriority || priority == words.priority)
                && (anyTarget || action == words.action && (words.table == 0 || table == words.table))
                && (words.from == null || words.from.equals(from))
                && (words.to == null || words.to.equals(to))
                && (words.iif.isEmpty() || words.iif.equals(iif))
                && (words.oif.isEmpty() || words.oif.equals(oif))
                && (words.mark == 0 || words.mark == mark)
                && (words.mask == 0 || words.mask == mask);
    }

    /** The same rule at another place. */
    public RoutingRule withPriority(int other) {
        return new RoutingRule(other, inverted, from, to, iif, oif, mark, mask, action, table);
    }

    /**
     * As {@code ip rule} prints it behind the priority.
     *
     * @param tableName its table's
     * @param isThere whether there is an interface of that name
     */
    public String text(String tableName, Predicate<String> isThere) {
        StringBuilder s = new StringBuilder(inverted ? "not from " : "from ");
        s.append(from == null ? "all" : prefix(from));
        if (to != null) {
            s.append(" to ").append(prefix(to));
        }
        if (mask != 0) {
            s.append(" fwmark 0x").append(Integer.toHexString(mark));
            s.append(mask == -1 ? "" : "/0x" + Integer.toHexString(mask));
        }
        if (!iif.isEmpty()) {
            s.append(" iif ").append(iif).append(isThere.test(iif) ? "" : " [detached]");
        }
        if (!oif.isEmpty()) {
            s.append(" oif ").append(oif).append(isThere.test(oif) ? "" : " [detached]");
        }
        return s
                + (action == Action.LOOKUP
                        ? " lookup " + tableName
                        : " " + action.name().toLowerCase(Locale.ROOT));
    }

    private static String prefix(Ipv4Prefix p) {
        return p.length() == 32 ? p.address().toString() : p.toString();
    }
}
