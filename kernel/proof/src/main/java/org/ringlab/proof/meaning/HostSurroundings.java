package org.ringlab.proof.meaning;

import java.util.Optional;
import java.util.Set;
import org.ringlab.netfilter.event.PacketEvent.RouteDecision;
import org.ringlab.netfilter.ipset.IpSets;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.route.RouteType;
import org.ringlab.netfilter.rules.AddressKind;
import org.ringlab.netfilter.rules.RpfilterMatch;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.Routing;
import org.ringlab.proof.bdd.Bdd;

/** A simulated host as rules see it. */
record HostSurroundings(NetStack stack) implements Surroundings {
    private static final long MULTICAST_MASK = 0xF000_0000L;
    private static final long MULTICAST = 0xE000_0000L;

    @Override
    public Optional<Integer> addressKind(PacketSpace space, int[] address, Set<AddressKind> kinds, String iface) {
        return Optional.of(kind(space, address, kinds, iface));
    }

    /** {@link Routing#kindOf}. */
    private int kind(PacketSpace space, int[] address, Set<AddressKind> kinds, String iface) {
        Bdd bdd = space.bdd();
        int any = Bdd.FALSE;
        int open = Bdd.TRUE;
        int unset = space.words().equal(address, 0);
        any = kinds.contains(AddressKind.UNSPEC) ? bdd.or(any, unset) : any;
        open = bdd.minus(open, unset);
        int group = bdd.and(open, space.words().equal(address, MULTICAST_MASK, MULTICAST));
        any = kinds.contains(AddressKind.MULTICAST) ? bdd.or(any, group) : any;
        open = bdd.minus(open, group);
        int everybody = bdd.and(open, space.words().equal(address, MatchMeaning.number(Ipv4Address.BROADCAST)));
        any = kinds.contains(AddressKind.BROADCAST) ? bdd.or(any, everybody) : any;
        open = bdd.minus(open, everybody);
        // The best row decides; one of another interface makes the address nobody's.
        int rest = open;
        for (Route row : stack.routing().local().rows()) {
            int here = bdd.and(rest, in(space, row, address));
            rest = bdd.minus(rest, here);
            boolean counts = iface.isEmpty() || row.iface().equals(iface);
            AddressKind kind = row.type() == RouteType.LOCAL ? AddressKind.LOCAL : AddressKind.BROADCAST;
            any = kinds.contains(counts ? kind : AddressKind.UNICAST) ? bdd.or(any, here) : any;
        }
        return kinds.contains(AddressKind.UNICAST) ? bdd.or(any, rest) : any;
    }

    private static int in(PacketSpace space, Route row, int[] address) {
        long mask = MatchMeaning.number(row.destination().netmask());
        return space.words()
                .equal(address, mask, MatchMeaning.number(row.destination().address()));
    }

    /** Where an address is one of the host's. */
    int isLocal(PacketSpace space, int[] address) {
        return first(space, address, RouteType.LOCAL);
    }

    /** Where an address is a broadcast address here. */
    int isBroadcast(PacketSpace space, int[] address) {
        return space.bdd()
                .or(
                        space.words().equal(address, MatchMeaning.number(Ipv4Address.BROADCAST)),
                        first(space, address, RouteType.BROADCAST));
    }

    private int first(PacketSpace space, int[] address, RouteType type) {
        Bdd bdd = space.bdd();
        int any = Bdd.FALSE;
        int rest = Bdd.TRUE;
        for (Route row : stack.routing().local().rows()) {
            int here = bdd.and(rest, in(space, row, address));
            rest = bdd.minus(rest, here);
            any = row.type() == type ? bdd.or(any, here) : any;
        }
        return any;
    }

    @Override
    public Optional<Integer> plausibleSource(SymbolicPacket packet, RpfilterMatch match) {
        PacketSpace space = packet.space();
        Bdd bdd = space.bdd();
        int[] source = packet.get(Field.SOURCE);
        int looped = space.interfaceIs(packet.get(Field.IN), "lo"::equals);
        int fresh = bdd.and(
                packet.is(Field.SOURCE, 0), packet.is(Field.DESTINATION, MatchMeaning.number(Ipv4Address.BROADCAST)));
        int own = kind(space, source, Set.of(AddressKind.LOCAL), "");
        SymbolicPacket back = packet.copy();
        back.set(Field.DESTINATION, source);
        back.set(Field.SOURCE, 0);
        back.set(Field.MARK, 0);
        int plausible = Bdd.FALSE;
        for (Ways.Way way : Ways.of(stack, back, Bdd.TRUE, true)) {
            boolean leads = way.decision() == RouteDecision.UNICAST || way.decision() == RouteDecision.LOCAL;
            if (leads) {
                int fits = match.loose() ? Bdd.TRUE : space.interfaceIs(packet.get(Field.IN), way.iface()::equals);
                plausible = bdd.or(plausible, bdd.and(way.where(), fits));
            }
        }
        int others = bdd.ite(own, match.acceptLocal() && match.loose() ? Bdd.TRUE : Bdd.FALSE, plausible);
        return Optional.of(bdd.or(looped, bdd.or(fresh, others)));
    }

    @Override
    public Optional<IpSets> sets() {
        return Optional.of(stack.ruleSet().memories().sets());
    }

    @Override
    public boolean changesSet(String name) {
        return ChainMeaning.changesSet(stack.ruleSet().tables(), name);
    }

    @Override
    public boolean withoutBridges() {
        return stack.interfaces().stream().map(NetInterface::device).noneMatch(Bridge.class::isInstance);
    }
}
