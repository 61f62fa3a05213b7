package org.ringlab.netfilter.rules;

import java.util.Arrays;
import java.util.Collection;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;

/**
 * The exact values that a packet must have to match a rule, as far as they show in the rule's first conditions: what a
 * long chain is indexed by ({@link ChainIndex}).
 *
 * <p>Only conditions that remember nothing are read, and only up to the first of another kind: a rule that isn't asked
 * must not miss a packet which it would have counted on.
 */
final class AskedValues {
    /** Rules that list many values (ports times states) fill the index; beyond this their ports don't count. */
    private static final int MOST_COMBINATIONS = 64;

    private static final Field[] FIELDS = Field.values();

    private static final int ALL_BITS = -1;

    private final int[] masks = new int[FIELDS.length];
    private final int[][] values = new int[FIELDS.length][];

    private AskedValues() {}

    /** A value that packets have. */
    enum Field {
        SOURCE,
        DESTINATION,
        PROTOCOL,
        SOURCE_PORT,
        DESTINATION_PORT,
        IN,
        OUT,
        STATE;

        /** What a packet has there; names count by their hashes. */
        int of(PacketContext context) {
            Packet packet = context.packet();
            return switch (this) {
                case SOURCE -> packet.source().bits();
                case DESTINATION -> packet.destination().bits();
                case PROTOCOL -> packet.payload().protocol();
                case SOURCE_PORT ->
                    packet.payload() instanceof TcpSegment tcp
                            ? tcp.sourcePort()
                            : packet.payload() instanceof UdpDatagram udp ? udp.sourcePort() : -1;
                case DESTINATION_PORT ->
                    packet.payload() instanceof TcpSegment tcp
                            ? tcp.destinationPort()
                            : packet.payload() instanceof UdpDatagram udp ? udp.destinationPort() : -1;
                case IN -> context.inInterface().hashCode();
                case OUT -> context.outInterface().hashCode();
                case STATE -> context.connectionState().ordinal();
            };
        }
    }

    /** What a rule asks for. */
    static AskedValues of(Rule rule) {
        AskedValues asked = new AskedValues();
        for (Match match : rule.matches()) {
            if (!asked.read(match)) {
                break;
            }
        }
        asked.bound();
        return asked;
    }

    /** Which bits of each field it asks for; all 0 where any packet may match. */
    int[] masks() {
        return masks;
    }

    /** The values of a field that pass; of no use where its mask is 0. */
    int[] values(Field field) {
        return values[field.ordinal()];
    }

    /** Notes what a condition asks for; false where nothing may be told from those behind it. */
    private boolean read(Match match) {
        switch (match) {
            case AddressMatch a -> {
                if (!a.inverted()) {
                    Field field = a.source() ? Field.SOURCE : Field.DESTINATION;
                    ask(field, a.mask().bits(), a.address().bits());
                }
            }
            case ProtocolMatch p -> {
                if (!p.inverted()) {
                    ask(Field.PROTOCOL, ALL_BITS, p.protocol());
                }
            }
            case InterfaceMatch i -> {
                if (!i.inverted() && !i.wildcard()) {
                    ask(i.in() ? Field.IN : Field.OUT, ALL_BITS, i.name().hashCode());
                }
            }
            case TcpMatch t -> {
                port(Field.SOURCE_PORT, t.source());
                port(Field.DESTINATION_PORT, t.destination());
            }
            case UdpMatch u -> {
                port(Field.SOURCE_PORT, u.source());
                port(Field.DESTINATION_PORT, u.destination());
            }
            case MultiportMatch m -> ports(m);
            case StateMatch s -> {
                if (!s.inverted()) {
                    states(s.states());
                }
            }
            case ConntrackMatch c -> c.tests().forEach(this::read);
            case FragmentMatch f -> {}
            case IcmpMatch i -> {}
            case CommentMatch c -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    private void read(ConntrackTest test) {
        if (test instanceof ConntrackTest.State s && !s.inverted() && !s.snat() && !s.dnat()) {
            states(s.states());
        }
    }

    private void port(Field field, PortTest test) {
        if (test.first() == test.last() && !test.inverted()) {
            ask(field, ALL_BITS, test.first());
        }
    }

    /** Of other protocols the ports aren't among the values, so the rule must be for one of these. */
    private void ports(MultiportMatch match) {
        boolean known = masks[Field.PROTOCOL.ordinal()] != 0
                && (values(Field.PROTOCOL)[0] == TcpSegment.PROTOCOL
                        || values(Field.PROTOCOL)[0] == UdpDatagram.PROTOCOL);
        boolean single = match.ports().stream().allMatch(range -> range.first() == range.last());
        if (!known || !single || match.inverted() || match.side() == MultiportMatch.Side.EITHER) {
            return;
        }
        Field field = match.side() == MultiportMatch.Side.SOURCE ? Field.SOURCE_PORT : Field.DESTINATION_PORT;
        ask(
                field,
                ALL_BITS,
                match.ports().stream().mapToInt(PortRange::first).distinct().toArray());
    }

    private void states(Collection<ConnectionState> states) {
        ask(Field.STATE, ALL_BITS, states.stream().mapToInt(Enum::ordinal).toArray());
    }

    /** The first condition about a field is the one it is found by. */
    private void ask(Field field, int mask, int... passing) {
        int i = field.ordinal();
        if (masks[i] == 0) {
            masks[i] = mask;
            values[i] = passing;
        }
    }

    private void bound() {
        long combinations = Arrays.stream(FIELDS)
                .filter(f -> masks[f.ordinal()] != 0)
                .mapToLong(f -> values(f).length)
                .reduce(1, (a, b) -> a * b);
        if (combinations > MOST_COMBINATIONS) {
            masks[Field.SOURCE_PORT.ordinal()] = 0;
            masks[Field.DESTINATION_PORT.ordinal()] = 0;
        }
    }
}
