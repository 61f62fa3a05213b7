package org.ringlab.proof.meaning;

import java.util.List;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.SocketOwner;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.proof.bdd.Bdd;
import org.ringlab.proof.bdd.Words;

/** Which combinations of fields a packet can have: a proof about packets that can't be would be none. */
final class Possible {
    private static final List<Integer> QUERIES = List.of(8, 13, 15, 17);
    private static final List<Integer> REPLIES = List.of(0, 14, 16, 18);
    private static final List<Integer> ERRORS = List.of(3, 4, 5, 11, 12);
    private static final int HEADER = 20;
    private static final int MOST_OPTIONS = 10;

    private final SymbolicPacket packet;
    private final Bdd bdd;
    private final Words words;

    private Possible(SymbolicPacket packet) {
        this.packet = packet;
        bdd = packet.space().bdd();
        words = packet.space().words();
    }

    /**
     * The packets that can come to a hook.
     *
     * @param tracks whether connections are tracked there; where not, every packet is INVALID
     * @param untracked whether rules exempt packets
     * @param announced whether a helper may announce connections: without one only ICMP errors are RELATED
     */
    static int at(Hook hook, SymbolicPacket packet, boolean tracks, boolean untracked, boolean announced) {
        Possible possible = new Possible(packet);
        int all = possible.place(hook);
        all = possible.bdd.and(all, possible.sizes());
        return possible.bdd.and(all, possible.connections(tracks, untracked, announced));
    }

    private int place(Hook hook) {
        boolean comes = hook != Hook.OUTPUT && hook != Hook.POSTROUTING;
        boolean leaves = hook == Hook.FORWARD || hook == Hook.OUTPUT || hook == Hook.POSTROUTING;
        int known = packet.space().interfaces().size() - 1;
        int in = comes
                ? words.between(packet.get(Field.IN), 1, known)
                : hook == Hook.OUTPUT ? packet.is(Field.IN, 0) : words.atMost(packet.get(Field.IN), known);
        int out = leaves ? words.between(packet.get(Field.OUT), 1, known) : packet.is(Field.OUT, 0);
        boolean straight = hook == Hook.FORWARD || hook == Hook.OUTPUT;
        int kind = words.atMost(packet.get(Field.KIND), straight ? 0 : 2);
        int nobody = packet.is(Field.OWNER, SocketOwner.NONE.ordinal());
        int owner = comes ? nobody : words.atMost(packet.get(Field.OWNER), SocketOwner.ROOT.ordinal());
        owner = hook == Hook.OUTPUT ? bdd.minus(owner, nobody) : owner;
        return and(in, out, kind, owner, words.atLeast(packet.get(Field.TTL), 1));
    }

    private int sizes() {
        int options = words.atMost(packet.get(Field.OPTIONS), MOST_OPTIONS);
        int tcp = Bdd.TRUE;
        for (int i = 0; i <= MOST_OPTIONS; i++) {
            tcp = and(
                    tcp,
                    implies(packet.is(Field.OPTIONS, i), words.atLeast(packet.get(Field.LENGTH), 2 * HEADER + 4 * i)));
        }
        int syn = bdd.and(
                words.equal(packet.get(Field.FLAGS), TcpSegment.SYN, TcpSegment.SYN),
                words.atLeast(packet.get(Field.OPTIONS), 1));
        int mss = bdd.or(packet.is(Field.MSS, 0), syn);
        int later = packet.is(Field.LATER_FRAGMENT, 1);
        return and(
                options,
                mss,
                words.atLeast(packet.get(Field.LENGTH), HEADER + 4),
                implies(bdd.minus(protocol(TcpSegment.PROTOCOL), later), tcp),
                implies(
                        bdd.minus(bdd.or(protocol(UdpDatagram.PROTOCOL), protocol(IcmpMessage.PROTOCOL)), later),
                        words.atLeast(packet.get(Field.LENGTH), HEADER + 8)));
    }

    private int connections(boolean tracks, boolean untracked, boolean announced) {
        int reply = packet.is(Field.REPLY, 1);
        int invalid = state(ConnectionState.INVALID);
        int exempt = state(ConnectionState.UNTRACKED);
        if (!tracks) {
            return and(untracked ? bdd.or(invalid, exempt) : invalid, bdd.not(reply));
        }
        int fresh = state(ConnectionState.NEW);
        int established = state(ConnectionState.ESTABLISHED);
        int related = state(ConnectionState.RELATED);
        int tcp = protocol(TcpSegment.PROTOCOL);
        int udp = protocol(UdpDatagram.PROTOCOL);
        int icmp = protocol(IcmpMessage.PROTOCOL);
        int flags = plausible();
        int synAck = flags(TcpSegment.SYN | TcpSegment.ACK, TcpSegment.SYN | TcpSegment.ACK);
        int syn = flags(TcpSegment.SYN | TcpSegment.ACK | TcpSegment.RST | TcpSegment.FIN, TcpSegment.SYN);
        return and(
                words.atMost(packet.get(Field.STATE), PacketSpace.STATES.size() - 1L),
                untracked ? Bdd.TRUE : bdd.not(exempt),
                // Pieces are put together before anything is tracked.
                packet.is(Field.LATER_FRAGMENT, 0),
                implies(reply, bdd.or(established, bdd.and(related, icmp))),
                implies(and(fresh, tcp), bdd.minus(flags, synAck)),
                implies(and(established, tcp), flags),
                implies(and(related, tcp), bdd.and(flags, syn)),
                implies(related, announced ? bdd.or(icmp, bdd.or(tcp, udp)) : icmp),
                implies(invalid, bdd.or(tcp, icmp)),
                implies(and(fresh, icmp), types(QUERIES)),
                implies(and(established, icmp), bdd.ite(reply, types(REPLIES), types(QUERIES))),
                implies(and(related, icmp), types(ERRORS)),
                implies(and(invalid, icmp), bdd.not(types(QUERIES))));
    }

    /** {@code tcp_valid_flags}: which may stand together; PSH, ECE and CWR don't matter. */
    private int plausible() {
        int any = Bdd.FALSE;
        int looked = TcpSegment.FIN | TcpSegment.SYN | TcpSegment.RST | TcpSegment.ACK | TcpSegment.URG;
        for (int set : List.of(
                TcpSegment.SYN,
                TcpSegment.SYN | TcpSegment.URG,
                TcpSegment.SYN | TcpSegment.ACK,
                TcpSegment.RST,
                TcpSegment.RST | TcpSegment.ACK,
                TcpSegment.FIN | TcpSegment.ACK,
                TcpSegment.FIN | TcpSegment.ACK | TcpSegment.URG,
                TcpSegment.ACK,
                TcpSegment.ACK | TcpSegment.URG)) {
            any = bdd.or(any, flags(looked, set));
        }
        return any;
    }

    private int flags(int looked, int set) {
        return words.equal(packet.get(Field.FLAGS), looked, set);
    }

    private int types(List<Integer> types) {
        int any = Bdd.FALSE;
        for (int type : types) {
            any = bdd.or(any, packet.is(Field.TYPE, type));
        }
        return any;
    }

    private int state(ConnectionState state) {
        return packet.is(Field.STATE, PacketSpace.stateNumber(state));
    }

    private int protocol(int protocol) {
        return packet.is(Field.PROTOCOL, protocol);
    }

    private int implies(int f, int g) {
        return bdd.ite(f, g, Bdd.TRUE);
    }

    private int and(int... parts) {
        int all = Bdd.TRUE;
        for (int part : parts) {
            all = bdd.and(part, all);
        }
        return all;
    }
}
