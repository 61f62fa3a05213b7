package org.ringlab.proof;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.Payload;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.proof.meaning.Field;
import org.ringlab.proof.meaning.PacketSpace;
import org.ringlab.proof.meaning.SymbolicPacket;

/**
 * One packet out of all.
 *
 * @param packet itself
 * @param state its connection's state
 * @param reply whether it goes in the reply direction
 * @param in the interface it comes by; empty where it is made there
 * @param out the interface it leaves by, where that is looked at; else empty
 * @param mac whom it comes from on the link
 * @param fields all that was decided about it
 */
public record Witness(
        Packet packet,
        ConnectionState state,
        boolean reply,
        String in,
        String out,
        MacAddress mac,
        Map<Field, Long> fields) {
    private static final int WORD = 4;
    private static final int ID = 1000;
    private static final long LOCALLY_ADMINISTERED = 0x0200_0000_00FEL;

    /** Copies the map. */
    public Witness {
        fields = Map.copyOf(fields);
    }

    /** The packet where exactly these variables are set. */
    static Witness of(SymbolicPacket start, BitSet set) {
        PacketSpace space = start.space();
        Map<Field, Long> fields = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            fields.put(field, space.words().value(start.get(field), set));
        }
        int state = number(fields, Field.STATE);
        long mac = fields.getOrDefault(Field.MAC, 0L);
        return new Witness(
                packet(fields),
                PacketSpace.STATES.get(Math.min(state, PacketSpace.STATES.size() - 1)),
                number(fields, Field.REPLY) == 1,
                name(space, number(fields, Field.IN)),
                name(space, number(fields, Field.OUT)),
                new MacAddress(mac == 0 ? LOCALLY_ADMINISTERED : mac),
                fields);
    }

    private static String name(PacketSpace space, int number) {
        return number < space.interfaces().size() ? space.interfaces().get(number) : "";
    }

    private static int number(Map<Field, Long> fields, Field field) {
        return (int) (long) fields.getOrDefault(field, 0L);
    }

    private static Packet packet(Map<Field, Long> fields) {
        int length = Math.max(0, number(fields, Field.LENGTH) - Packet.HEADER_LENGTH);
        int sport = number(fields, Field.SOURCE_PORT);
        int dport = number(fields, Field.DESTINATION_PORT);
        int options = WORD * number(fields, Field.OPTIONS);
        Payload payload = switch (number(fields, Field.PROTOCOL)) {
            case TcpSegment.PROTOCOL ->
                new TcpSegment(
                        sport,
                        dport,
                        0,
                        0,
                        number(fields, Field.FLAGS),
                        options,
                        number(fields, Field.MSS),
                        zeros(length - Packet.HEADER_LENGTH - options));
            case UdpDatagram.PROTOCOL -> new UdpDatagram(sport, dport, zeros(length - 2 * WORD));
            case IcmpMessage.PROTOCOL ->
                new IcmpMessage(
                        number(fields, Field.TYPE), number(fields, Field.CODE), ID, 1, zeros(length - 2 * WORD), null);
            default -> new OtherPayload(number(fields, Field.PROTOCOL), withPorts(sport, dport, length));
        };
        return new Packet(
                new Ipv4Address(number(fields, Field.SOURCE)),
                new Ipv4Address(number(fields, Field.DESTINATION)),
                number(fields, Field.TTL),
                number(fields, Field.TOS),
                0,
                true,
                payload);
    }

    private static Bytes zeros(int length) {
        return Bytes.filled(Math.max(0, length), 0);
    }

    /** Bytes of a protocol whose ports, if it has any, come first. */
    private static Bytes withPorts(int sport, int dport, int length) {
        byte[] data = new byte[Math.max(WORD, length)];
        data[0] = (byte) (sport >>> 8);
        data[1] = (byte) sport;
        data[2] = (byte) (dport >>> 8);
        data[3] = (byte) dport;
        return Bytes.of(data);
    }

    /** {@code NEW 10.0.0.1.40000 > 10.0.0.2.80: TCP SYN in by eth0}. */
    @Override
    public String toString() {
        return state + " " + packet + (in.isEmpty() ? "" : " in by " + in) + (out.isEmpty() ? "" : " out by " + out);
    }
}
