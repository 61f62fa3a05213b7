package org.ringlab.proof.meaning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.event.PacketEvent.RouteDecision;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.SocketOwner;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.PacketKind;
import org.ringlab.netfilter.rules.RejectWith;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.TableName;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.proof.bdd.Bdd;
import org.ringlab.proof.bdd.Words;

/**
 * The path through one host, for all packets at once: it follows {@code PacketPath} and {@code HookChains} step by step.
 *
 * <p>Answers of translated connections (and what is RELATED to one) are taken as they are once NAT has put them back,
 * for PREROUTING too: to what they belong isn't shown by the packet.
 */
final class HostMeaning {
    private static final long FIRST_BYTE = 0xFF00_0000L;

    private final NetStack stack;
    private final HostSurroundings host;
    private final Bdd bdd;
    private final NatMeaning nat;
    private final List<Ending> endings = new ArrayList<>();
    private final List<Standing> standings = new ArrayList<>();
    private final List<Ending> begun;

    private HostMeaning(NetStack stack, PacketSpace space, List<Ending> begun) {
        this.stack = stack;
        this.begun = begun;
        host = new HostSurroundings(stack);
        bdd = space.bdd();
        nat = new NatMeaning(stack, host);
    }

    /** What becomes of packets that come in by an interface; which one says their field IN. */
    static HostMeaning received(NetStack stack, SymbolicPacket packet, int where) {
        return received(stack, packet, where, List.of());
    }

    /** The same for answers: {@code begun} is how the packets ended here that began their connections. */
    static HostMeaning received(NetStack stack, SymbolicPacket packet, int where, List<Ending> begun) {
        HostMeaning meaning = new HostMeaning(stack, packet.space(), begun);
        meaning.receive(packet.copy(), where);
        return meaning;
    }

    /** What becomes of packets that a program of this host sends; their source is chosen. */
    static HostMeaning sent(NetStack stack, SymbolicPacket packet, int where) {
        return sent(stack, packet, where, List.of());
    }

    /** The same for answers. */
    static HostMeaning sent(NetStack stack, SymbolicPacket packet, int where, List<Ending> begun) {
        HostMeaning meaning = new HostMeaning(stack, packet.space(), begun);
        meaning.send(packet.copy(), where);
        return meaning;
    }

    /** How all of them end here. */
    List<Ending> endings() {
        return endings;
    }

    /** Where they stood before chains of the filter table. */
    List<Standing> standings() {
        return standings;
    }

    private void end(Fate fate, int where, SymbolicPacket packet) {
        if (where != Bdd.FALSE) {
            endings.add(new Ending(fate, where, packet));
        }
    }

    private int lose(DropReason reason, int where, SymbolicPacket packet) {
        end(new Fate.Lost(stack.name(), reason), where, packet);
        return where;
    }

    /** Asks one table; the packets that go on. */
    private int table(TableName name, Hook hook, SymbolicPacket packet, int where) {
        Table table = stack.ruleSet().table(name).orElse(null);
        if (table == null || where == Bdd.FALSE) {
            return where;
        }
        ChainMeaning chains = ChainMeaning.run(table, hook, packet, where, host);
        end(new Fate.Dropped(stack.name()), chains.dropped(), packet);
        for (Map.Entry<RejectWith, Integer> rejected : chains.rejected().entrySet()) {
            end(new Fate.Rejected(stack.name(), rejected.getKey()), rejected.getValue(), packet);
        }
        return chains.accepted();
    }

    /** Raw, where no connection is known yet, and then connection tracking. */
    private int trackAndRaw(Hook hook, SymbolicPacket packet, int where) {
        int[] state = packet.get(Field.STATE);
        int invalid = PacketSpace.stateNumber(ConnectionState.INVALID);
        packet.set(Field.STATE, invalid);
        int on = table(TableName.RAW, hook, packet, where);
        int exempt = packet.is(Field.STATE, PacketSpace.stateNumber(ConnectionState.UNTRACKED));
        int[] tracked = stack.tracks() ? state : Words.constant(state.length, invalid);
        packet.set(Field.STATE, packet.space().words().ite(exempt, packet.get(Field.STATE), tracked));
        Connections.track(packet, nat.translates());
        for (Ending first : begun) {
            Connections.answers(packet, bdd.minus(stack.tracks() ? first.where() : Bdd.FALSE, exempt), first.packet());
        }
        return on;
    }

    private void receive(SymbolicPacket packet, int where) {
        int on = trackAndRaw(Hook.PREROUTING, packet, where);
        on = table(TableName.MANGLE, Hook.PREROUTING, packet, on);
        on = bdd.minus(on, nat.destination(Hook.PREROUTING, packet, on, endings));
        int martian = bdd.and(on, martian(packet));
        on = bdd.minus(on, lose(DropReason.MARTIAN_SOURCE, martian, packet));
        on = bdd.minus(on, lose(DropReason.MARTIAN_SOURCE, bdd.minus(on, believed(packet)), packet));
        int forAll = bdd.or(
                host.isBroadcast(packet.space(), packet.get(Field.DESTINATION)), packet.is(Field.DESTINATION, 0));
        int broadcast = bdd.and(on, forAll);
        input(packet.copy(), broadcast);
        on = bdd.minus(on, broadcast);
        int forwards = packet.space()
                .interfaceIs(
                        packet.get(Field.IN),
                        name -> stack.findInterface(name)
                                .filter(stack.sysctls()::forwards)
                                .isPresent());
        for (Ways.Way way : Ways.of(stack, packet, on, false)) {
            if (way.decision() == RouteDecision.LOCAL) {
                input(packet.copy(), way.where());
                continue;
            }
            lose(DropReason.NOT_FORWARDING, bdd.minus(way.where(), forwards), packet);
            int routed = bdd.and(way.where(), forwards);
            switch (way.decision()) {
                case LOCAL -> {}
                case UNICAST -> forward(packet.copy(), routed, way);
                case NO_ROUTE -> lose(DropReason.NO_ROUTE, routed, packet);
                case UNREACHABLE, PROHIBIT, BLACKHOLE -> lose(DropReason.REFUSED_BY_ROUTE, routed, packet);
            }
        }
    }

    /** {@code Martian.is}, and a source that is this host's own. */
    private int martian(SymbolicPacket p) {
        int[] source = p.get(Field.SOURCE);
        int[] destination = p.get(Field.DESTINATION);
        Words words = p.space().words();
        int any = bdd.or(
                words.equal(source, FIRST_BYTE, 0x7F00_0000L), words.equal(destination, FIRST_BYTE, 0x7F00_0000L));
        any = bdd.or(any, words.equal(source, 0xF000_0000L, 0xE000_0000L));
        any = bdd.or(any, p.is(Field.SOURCE, MatchMeaning.number(Ipv4Address.BROADCAST)));
        int toAll = bdd.or(
                p.is(Field.DESTINATION, MatchMeaning.number(Ipv4Address.BROADCAST)),
                bdd.and(p.is(Field.SOURCE, 0), p.is(Field.DESTINATION, 0)));
        int zero = bdd.or(words.equal(source, FIRST_BYTE, 0), words.equal(destination, FIRST_BYTE, 0));
        any = bdd.or(any, bdd.minus(zero, toAll));
        return bdd.or(any, host.isLocal(p.space(), source));
    }

    /** {@code Routing.sourceIsBelieved}. */
    private int believed(SymbolicPacket packet) {
        SymbolicPacket back = packet.copy();
        back.set(Field.DESTINATION, packet.get(Field.SOURCE));
        back.set(Field.SOURCE, packet.get(Field.DESTINATION));
        back.set(Field.MARK, 0);
        int all = Bdd.TRUE;
        for (NetInterface in : stack.interfaces()) {
            int filter = Math.max(setting("all"), setting(in.name()));
            if (filter == 0) {
                continue;
            }
            int by = packet.space().interfaceIs(packet.get(Field.IN), in.name()::equals);
            int fits = packet.space().words().equal(packet.get(Field.SOURCE), FIRST_BYTE, 0);
            for (Ways.Way way : Ways.of(stack, back, by, false)) {
                boolean leads = way.decision() == RouteDecision.UNICAST
                        && (way.iface().equals(in.name())
                                || filter == 2 && !in.addresses().isEmpty());
                fits = leads ? bdd.or(fits, way.where()) : fits;
            }
            all = bdd.and(all, bdd.ite(by, fits, Bdd.TRUE));
        }
        return all;
    }

    private int setting(String iface) {
        return stack.sysctls().get("net.ipv4.conf." + iface + ".rp_filter").orElse(0);
    }

    private void forward(SymbolicPacket packet, int where, Ways.Way way) {
        int on = where;
        int others = bdd.minus(on, packet.is(Field.KIND, PacketKind.HOST.ordinal()));
        on = bdd.minus(on, lose(DropReason.OTHER_STATION, others, packet));
        on = bdd.minus(
                on,
                lose(
                        DropReason.TTL_EXPIRED,
                        bdd.and(on, packet.space().words().atMost(packet.get(Field.TTL), 1)),
                        packet));
        on = bdd.minus(on, lose(DropReason.TOO_BIG, bdd.minus(on, fits(packet, way)), packet));
        packet.set(
                Field.TTL, packet.space().words().plus(packet.get(Field.TTL), Words.constant(Field.TTL.width(), 255)));
        packet.set(Field.OUT, packet.space().interfaceNumber(way.iface()));
        on = filter(Hook.FORWARD, packet, on);
        leave(packet, on, way);
    }

    /** What fits the way out; packets are taken to forbid fragments, as Linux's are. */
    private int fits(SymbolicPacket packet, Ways.Way way) {
        int mtu = stack.findInterface(way.iface()).map(NetInterface::mtu).orElse(0);
        int most = way.row() != null && way.row().mtu() != 0
                ? Math.min(mtu, way.row().mtu())
                : mtu;
        return packet.space().words().atMost(packet.get(Field.LENGTH), most);
    }

    /** Mangle, filter and security at a hook. */
    private int filter(Hook hook, SymbolicPacket packet, int where) {
        int on = table(TableName.MANGLE, hook, packet, where);
        if (on != Bdd.FALSE) {
            standings.add(new Standing(stack.name(), hook, on, packet.copy()));
        }
        on = table(TableName.FILTER, hook, packet, on);
        return table(TableName.SECURITY, hook, packet, on);
    }

    private void leave(SymbolicPacket packet, int where, Ways.Way way) {
        int on = table(TableName.MANGLE, Hook.POSTROUTING, packet, where);
        on = bdd.minus(on, nat.source(Hook.POSTROUTING, packet, on, way, endings));
        boolean up = stack.findInterface(way.iface()).filter(NetInterface::isUp).isPresent();
        end(
                up
                        ? new Fate.Sent(stack.name(), way.iface(), way.gateway())
                        : new Fate.Lost(stack.name(), DropReason.LINK_DOWN),
                on,
                packet);
    }

    private void input(SymbolicPacket packet, int where) {
        packet.set(Field.OUT, 0);
        int on = filter(Hook.INPUT, packet, where);
        on = bdd.minus(on, nat.source(Hook.INPUT, packet, on, null, endings));
        end(new Fate.Delivered(stack.name()), on, packet);
    }

    private void send(SymbolicPacket packet, int where) {
        packet.set(Field.IN, 0);
        for (Ways.Way way : Ways.of(stack, packet, where, true)) {
            switch (way.decision()) {
                case LOCAL -> end(new Fate.Unproven(stack.name(), "lo"), way.where(), packet);
                case UNICAST -> output(packet.copy(), way.where(), way);
                case NO_ROUTE -> lose(DropReason.NO_ROUTE, way.where(), packet);
                case UNREACHABLE, PROHIBIT, BLACKHOLE -> lose(DropReason.REFUSED_BY_ROUTE, way.where(), packet);
            }
        }
    }

    private void output(SymbolicPacket packet, int where, Ways.Way first) {
        packet.set(Field.OUT, packet.space().interfaceNumber(first.iface()));
        int on = trackAndRaw(Hook.OUTPUT, packet, where);
        on = table(TableName.MANGLE, Hook.OUTPUT, packet, on);
        on = bdd.minus(on, nat.destination(Hook.OUTPUT, packet, on, endings));
        // What OUTPUT changed looks for its way again; what it didn't finds the same.
        for (Ways.Way way : Ways.of(stack, packet, on, true)) {
            if (way.decision() == RouteDecision.LOCAL) {
                end(new Fate.Unproven(stack.name(), "lo"), way.where(), packet);
            } else if (way.decision() != RouteDecision.UNICAST) {
                lose(DropReason.NO_ROUTE, way.where(), packet);
            } else {
                SymbolicPacket leaving = packet.copy();
                leaving.set(Field.OUT, packet.space().interfaceNumber(way.iface()));
                int passed = table(TableName.FILTER, Hook.OUTPUT, stand(leaving, way.where()), way.where());
                leave(leaving, table(TableName.SECURITY, Hook.OUTPUT, leaving, passed), way);
            }
        }
    }

    private SymbolicPacket stand(SymbolicPacket packet, int where) {
        standings.add(new Standing(stack.name(), Hook.OUTPUT, where, packet.copy()));
        return packet;
    }

    /** The source address that packets made here get, by their destination; 0 where there is no way. */
    static int[] chosenSource(NetStack stack, SymbolicPacket packet) {
        Words words = packet.space().words();
        SymbolicPacket unsent = packet.copy();
        unsent.set(Field.SOURCE, 0);
        int[] source = Words.constant(Field.SOURCE.width(), 0);
        for (Ways.Way way : Ways.of(stack, unsent, Bdd.TRUE, true)) {
            Ipv4Address preferred = way.row() == null ? null : way.row().preferredSource();
            int[] chosen = preferred != null
                    ? Words.constant(Field.SOURCE.width(), MatchMeaning.number(preferred))
                    : NatMeaning.addressOf(stack, way.iface(), way.gateway(), packet);
            source = words.ite(way.where(), chosen, source);
        }
        return source;
    }

    /** A packet from one host as it comes in at another. */
    static SymbolicPacket arriving(SymbolicPacket packet, NetInterface from, NetInterface to) {
        SymbolicPacket p = packet.copy();
        p.set(Field.IN, p.space().interfaceNumber(to.name()));
        p.set(Field.OUT, 0);
        p.set(Field.MARK, 0);
        p.set(Field.CONNECTION_MARK, 0);
        p.set(Field.OWNER, SocketOwner.NONE.ordinal());
        p.set(Field.KIND, PacketKind.HOST.ordinal());
        p.set(Field.MAC, from.mac().bits());
        return p;
    }
}
