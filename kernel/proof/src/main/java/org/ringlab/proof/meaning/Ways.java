package org.ringlab.proof.meaning;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent.RouteDecision;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.route.RouteType;
import org.ringlab.netfilter.route.RoutingRule;
import org.ringlab.netfilter.route.RoutingTable;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.Routing;
import org.ringlab.proof.bdd.Bdd;

/** Where packets go: {@link Routing#lookup}, for all packets at once. */
final class Ways {
    /**
     * Packets that one row of a table decides about.
     *
     * @param iface by which interface; empty where they don't leave
     * @param gateway the next hop; null for the destination itself
     * @param row the row; null where a rule or the lack of one decided
     */
    record Way(
            RouteDecision decision,
            String iface,
            @Nullable Ipv4Address gateway,
            @Nullable Route row,
            int where) {}

    private final NetStack stack;
    private final SymbolicPacket packet;
    private final Bdd bdd;
    private final boolean madeHere;
    private final List<Way> ways = new ArrayList<>();

    private Ways(NetStack stack, SymbolicPacket packet, boolean madeHere) {
        this.stack = stack;
        this.packet = packet;
        this.madeHere = madeHere;
        bdd = packet.space().bdd();
    }

    /** The ways of the packets of {@code where}; all of them have one, be it that there is no route. */
    static List<Way> of(NetStack stack, SymbolicPacket packet, int where, boolean madeHere) {
        Ways ways = new Ways(stack, packet, madeHere);
        ways.look(where);
        return ways.ways;
    }

    private void look(int where) {
        int open = where;
        for (RoutingRule rule : stack.routing().rules().all()) {
            int covered = bdd.and(open, covers(rule));
            if (covered == Bdd.FALSE) {
                continue;
            }
            switch (rule.action()) {
                case LOOKUP -> open = lookUp(stack.routing().tables().get(rule.table()), covered, open);
                case UNREACHABLE -> open = refuse(RouteDecision.NO_ROUTE, covered, open);
                case PROHIBIT -> open = refuse(RouteDecision.PROHIBIT, covered, open);
                case BLACKHOLE -> open = refuse(RouteDecision.BLACKHOLE, covered, open);
            }
        }
        refuse(RouteDecision.NO_ROUTE, open, open);
    }

    private int refuse(RouteDecision decision, int where, int open) {
        if (where != Bdd.FALSE) {
            ways.add(new Way(decision, "", null, null, where));
        }
        return bdd.minus(open, where);
    }

    private int lookUp(@Nullable RoutingTable table, int covered, int open) {
        if (table == null) {
            return open;
        }
        int left = open;
        int rest = covered;
        for (Route row : table.rows()) {
            int here = bdd.and(rest, in(row.destination(), Field.DESTINATION));
            rest = bdd.minus(rest, here);
            if (here == Bdd.FALSE || row.type() == RouteType.THROW) {
                continue;
            }
            left = bdd.minus(left, here);
            RouteDecision decision = switch (row.type()) {
                case LOCAL -> RouteDecision.LOCAL;
                case UNICAST, BROADCAST -> RouteDecision.UNICAST;
                case UNREACHABLE -> RouteDecision.UNREACHABLE;
                case PROHIBIT -> RouteDecision.PROHIBIT;
                case BLACKHOLE -> RouteDecision.BLACKHOLE;
                case THROW -> RouteDecision.NO_ROUTE;
            };
            String iface = decision == RouteDecision.LOCAL ? "lo" : row.iface();
            ways.add(new Way(decision, iface, row.gateway(), row, here));
        }
        return left;
    }

    private int in(Ipv4Prefix network, Field field) {
        return in(packet, network, packet.get(field));
    }

    /** Where an address is in a network. */
    static int in(SymbolicPacket packet, Ipv4Prefix network, int[] address) {
        long mask = Integer.toUnsignedLong(Ipv4Prefix.mask(network.length()));
        return packet.space().words().equal(address, mask, MatchMeaning.number(network.address()));
    }

    /** {@link RoutingRule#covers}. */
    private int covers(RoutingRule rule) {
        int fits = rule.oif().isEmpty() ? Bdd.TRUE : Bdd.FALSE;
        if (rule.from() != null) {
            fits = bdd.and(fits, in(rule.from(), Field.SOURCE));
        }
        if (rule.to() != null) {
            fits = bdd.and(fits, in(rule.to(), Field.DESTINATION));
        }
        if (!rule.iif().isEmpty()) {
            int by = madeHere
                    ? rule.iif().equals("lo") ? Bdd.TRUE : Bdd.FALSE
                    : packet.space().interfaceIs(packet.get(Field.IN), rule.iif()::equals);
            fits = bdd.and(fits, by);
        }
        long mask = Integer.toUnsignedLong(rule.mask());
        fits = bdd.and(
                fits, packet.space().words().equal(packet.get(Field.MARK), mask, Integer.toUnsignedLong(rule.mark())));
        return rule.inverted() ? bdd.not(fits) : fits;
    }
}
