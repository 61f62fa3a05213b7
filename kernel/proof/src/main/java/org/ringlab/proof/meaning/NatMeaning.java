package org.ringlab.proof.meaning;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.NatRange;
import org.ringlab.netfilter.rules.NatTarget;
import org.ringlab.netfilter.rules.PortRange;
import org.ringlab.netfilter.rules.RejectWith;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.TableName;
import org.ringlab.netfilter.stack.InterfaceAddress;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.proof.bdd.Bdd;
import org.ringlab.proof.bdd.Words;

/**
 * Address translation for all packets at once. The nat table is asked about a connection's first packet; later packets
 * of its direction are translated alike. Ports are taken to stay where no rule changes them, as they do unless another
 * connection has them; choices out of a range are not decided.
 */
final class NatMeaning {
    private static final int ADDRESS = 32;
    private static final int PORT = 16;
    private static final int FIRST_RANDOM_PORT = 1024;

    private final NetStack stack;
    private final Surroundings host;

    NatMeaning(NetStack stack, Surroundings host) {
        this.stack = stack;
        this.host = host;
    }

    /** Whether a rule here translates. */
    boolean translates() {
        return stack.ruleSet()
                .table(TableName.NAT)
                .map(table -> table.chains().stream()
                        .flatMap(chain -> chain.rules().stream())
                        .anyMatch(rule -> rule.target() instanceof NatTarget))
                .orElse(false);
    }

    /** Translates destinations; the packets that end here. An answer goes back to who began its connection. */
    int destination(Hook hook, SymbolicPacket packet, int where, List<Ending> endings) {
        int known = Connections.known(packet);
        packet.setWhere(known, Field.DESTINATION, packet.get(Field.ORIGINAL_SOURCE));
        packet.setWhere(known, Field.DESTINATION_PORT, packet.get(Field.ORIGINAL_SOURCE_PORT));
        return ask(hook, packet, where, null, endings);
    }

    /** Translates sources; the packets that end here. An answer comes from whom its connection was begun with. */
    int source(Hook hook, SymbolicPacket packet, int where, Ways.@Nullable Way way, List<Ending> endings) {
        int known = Connections.known(packet);
        packet.setWhere(known, Field.SOURCE, packet.get(Field.ORIGINAL_DESTINATION));
        packet.setWhere(known, Field.SOURCE_PORT, packet.get(Field.ORIGINAL_DESTINATION_PORT));
        return ask(hook, packet, where, way, endings);
    }

    private int ask(Hook hook, SymbolicPacket p, int where, Ways.@Nullable Way way, List<Ending> endings) {
        Table table = stack.ruleSet().table(TableName.NAT).orElse(null);
        if (table == null || where == Bdd.FALSE) {
            return Bdd.FALSE;
        }
        Bdd bdd = p.space().bdd();
        int established = p.is(Field.STATE, PacketSpace.stateNumber(ConnectionState.ESTABLISHED));
        int fresh = p.is(Field.STATE, PacketSpace.stateNumber(ConnectionState.NEW));
        int forth = bdd.and(where, bdd.minus(bdd.or(fresh, established), p.is(Field.REPLY, 1)));
        SymbolicPacket first = p.copy();
        first.set(Field.STATE, PacketSpace.stateNumber(ConnectionState.NEW));
        first.setWhere(established, Field.FLAGS, Words.constant(Field.FLAGS.width(), TcpSegment.SYN));
        ChainMeaning chains = ChainMeaning.run(table, hook, first, forth, host);
        int ended = chains.dropped();
        end(new Fate.Dropped(stack.name()), chains.dropped(), p, endings);
        for (var rejected : chains.rejected().entrySet()) {
            RejectWith with = rejected.getKey();
            ended = bdd.or(ended, rejected.getValue());
            end(new Fate.Rejected(stack.name(), with), rejected.getValue(), p, endings);
        }
        for (ChainMeaning.Translation translation : chains.translations()) {
            ended = bdd.or(ended, translate(hook, translation, p, way, endings));
        }
        return ended;
    }

    private static void end(Fate fate, int where, SymbolicPacket packet, List<Ending> endings) {
        if (where != Bdd.FALSE) {
            endings.add(new Ending(fate, where, packet));
        }
    }

    /** Carries out what a rule says; the packets for which that can't be done. */
    private int translate(
            Hook hook,
            ChainMeaning.Translation translation,
            SymbolicPacket p,
            Ways.@Nullable Way way,
            List<Ending> endings) {
        int where = translation.where();
        if (translation.target() instanceof NatTarget.Masquerade) {
            // Who has no address yet keeps none (nf_nat_masquerade_ipv4).
            where = p.space().bdd().minus(where, p.is(Field.SOURCE, 0));
        }
        boolean source = hook == Hook.POSTROUTING || hook == Hook.INPUT;
        switch (translation.target()) {
            case NatTarget.Snat t -> apply(p, where, true, chosen(p, t.range(), t.text()), t.range(), t.text());
            case NatTarget.Dnat t -> apply(p, where, false, chosen(p, t.range(), t.text()), t.range(), t.text());
            case NatTarget.Masquerade t -> {
                int[] address = addressOf(stack, way == null ? "" : way.iface(), way == null ? null : way.gateway(), p);
                apply(p, where, true, address, t.range(), t.text());
            }
            case NatTarget.Redirect t -> apply(p, where, false, here(hook, p), t.range(), t.text());
            case NatTarget.Netmap t -> {
                int[] old = p.get(source ? Field.SOURCE : Field.DESTINATION);
                int[] host = Words.and(old, ~Integer.toUnsignedLong(t.mask().bits()));
                int[] mapped = p.space().words().xor(host, Words.constant(ADDRESS, MatchMeaning.number(t.network())));
                apply(p, where, source, mapped, NatRange.NONE, t.text());
            }
        }
        int nowhere = p.space().bdd().and(where, p.is(source ? Field.SOURCE : Field.DESTINATION, 0));
        end(new Fate.Lost(stack.name(), DropReason.NAT_IMPOSSIBLE), nowhere, p, endings);
        return nowhere;
    }

    /** The address a range gives; null where it leaves it alone. */
    private static int @Nullable [] chosen(SymbolicPacket p, NatRange range, String text) {
        NatRange.Addresses addresses = range.addresses();
        if (addresses == null) {
            return null;
        }
        long first = MatchMeaning.number(addresses.first());
        long last = MatchMeaning.number(addresses.last());
        return first == last
                ? Words.constant(ADDRESS, first)
                : p.space().unknownNumber(text + " (address)", ADDRESS, Math.min(first, last), Math.max(first, last));
    }

    /** Where REDIRECT sends: to the first address of the interface a packet came by, or to this host's loopback. */
    private int[] here(Hook hook, SymbolicPacket p) {
        if (hook == Hook.OUTPUT) {
            return Words.constant(ADDRESS, MatchMeaning.number(Ipv4Address.LOOPBACK));
        }
        int[] address = Words.constant(ADDRESS, 0);
        for (NetInterface iface : stack.interfaces()) {
            if (!iface.addresses().isEmpty()) {
                int by = p.space().interfaceIs(p.get(Field.IN), iface.name()::equals);
                long first = MatchMeaning.number(iface.addresses().getFirst().address());
                address = p.space().words().ite(by, Words.constant(ADDRESS, first), address);
            }
        }
        return address;
    }

    /** The address a host shows on an interface towards a next hop, {@code NetStack.addressFor}. */
    static int[] addressOf(NetStack stack, String iface, @Nullable Ipv4Address gateway, SymbolicPacket p) {
        Words words = p.space().words();
        int[] peer = gateway == null ? p.get(Field.DESTINATION) : Words.constant(ADDRESS, MatchMeaning.number(gateway));
        int[] fallback = Words.constant(ADDRESS, 0);
        for (NetInterface other : stack.interfaces().reversed()) {
            if (!other.isLoopback() && !other.addresses().isEmpty()) {
                fallback = Words.constant(
                        ADDRESS,
                        MatchMeaning.number(other.addresses().getFirst().address()));
            }
        }
        List<InterfaceAddress> own = stack.findInterface(iface).map(NetInterface::addresses).orElse(List.of()).stream()
                .filter(a -> !a.secondary() && !a.address().isLoopback())
                .toList();
        int[] address = own.isEmpty()
                ? fallback
                : Words.constant(ADDRESS, MatchMeaning.number(own.getFirst().address()));
        for (InterfaceAddress each : own.reversed()) {
            int near = Ways.in(p, each.prefix().network(), peer);
            address = words.ite(near, Words.constant(ADDRESS, MatchMeaning.number(each.address())), address);
        }
        return address;
    }

    private void apply(
            SymbolicPacket p, int where, boolean source, int @Nullable [] address, NatRange range, String text) {
        PacketSpace space = p.space();
        Bdd bdd = space.bdd();
        Field addressField = source ? Field.SOURCE : Field.DESTINATION;
        Field portField = source ? Field.SOURCE_PORT : Field.DESTINATION_PORT;
        int[] before = p.get(addressField);
        int[] portBefore = p.get(portField);
        if (address != null) {
            p.setWhere(where, addressField, address);
        }
        int ported = Bdd.FALSE;
        for (int protocol : Set.of(TcpSegment.PROTOCOL, UdpDatagram.PROTOCOL)) {
            ported = bdd.or(ported, p.is(Field.PROTOCOL, protocol));
        }
        p.setWhere(bdd.and(where, ported), portField, port(p, portBefore, range, text));
        int moved = bdd.and(
                where,
                bdd.not(bdd.and(
                        space.words().equal(before, p.get(addressField)),
                        space.words().equal(portBefore, p.get(portField)))));

        p.setWhere(moved, source ? Field.SOURCE_TRANSLATED : Field.DESTINATION_TRANSLATED, Words.constant(1, 1));
        p.setWhere(where, source ? Field.REPLY_DESTINATION : Field.REPLY_SOURCE, p.get(addressField));
        p.setWhere(where, source ? Field.REPLY_DESTINATION_PORT : Field.REPLY_SOURCE_PORT, p.get(portField));
    }

    private static int[] port(SymbolicPacket p, int[] before, NatRange range, String text) {
        Words words = p.space().words();
        PortRange ports = range.ports();
        if (ports == null) {
            return range.anyPort()
                    ? p.space().unknownNumber(text + " (port)", PORT, FIRST_RANDOM_PORT, 65_535)
                    : before;
        }
        if (ports.first() == ports.last()) {
            return Words.constant(PORT, ports.first());
        }
        int[] chosen = p.space().unknownNumber(text + " (port)", PORT, ports.first(), ports.last());
        boolean keeps = !range.anyPort() && range.basePort() == NatRange.NO_BASE;
        return keeps ? words.ite(words.between(before, ports.first(), ports.last()), before, chosen) : chosen;
    }
}
