package org.ringlab.netfilter.conntrack;

import java.util.Optional;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;

/**
 * One direction of a connection: what its packets have in common (include/net/netfilter/nf_conntrack_tuple.h).
 *
 * @param source source address
 * @param destination destination address
 * @param protocol IP protocol number
 * @param sourceKey source port; the identifier of an ICMP query; 0 for other protocols
 * @param destinationKey destination port; {@code type << 8 | code} of an ICMP query; 0 for other protocols
 */
public record Tuple(Ipv4Address source, Ipv4Address destination, int protocol, int sourceKey, int destinationKey) {
    /** The tuple of a packet. */
    public static Tuple of(Packet packet) {
        return switch (packet.payload()) {
            case TcpSegment t -> of(packet, t.sourcePort(), t.destinationPort());
            case UdpDatagram u -> of(packet, u.sourcePort(), u.destinationPort());
            case IcmpMessage i -> of(packet, i.id(), i.type() << 8 | i.code());
            case OtherPayload o -> of(packet, 0, 0);
        };
    }

    private static Tuple of(Packet packet, int sourceKey, int destinationKey) {
        return new Tuple(packet.source(), packet.destination(), packet.payload().protocol(), sourceKey, destinationKey);
    }

    /** The tuple of the answers; empty for ICMP messages that have none. */
    public Optional<Tuple> inverse() {
        if (protocol != IcmpMessage.PROTOCOL) {
            return Optional.of(new Tuple(destination, source, protocol, destinationKey, sourceKey));
        }
        int answer = answerType(icmpType());
        return answer < 0
                ? Optional.empty()
                : Optional.of(new Tuple(destination, source, protocol, sourceKey, answer << 8 | icmpCode()));
    }

    /** The ICMP type. */
    public int icmpType() {
        return destinationKey >>> 8;
    }

    /** The ICMP code. */
    public int icmpCode() {
        return destinationKey & 255;
    }

    /** Echo, timestamp, information and address mask go with their replies. */
    private static int answerType(int type) {
        return switch (type) {
            case 8 -> 0;
            case 0 -> 8;
            case 13 -> 14;
            case 14 -> 13;
            case 15 -> 16;
            case 16 -> 15;
            case 17 -> 18;
            case 18 -> 17;
            default -> -1;
        };
    }

    /** As {@code conntrack -L} prints it. */
    @Override
    public String toString() {
        String ends = "src=" + source + " dst=" + destination;
        return switch (protocol) {
            case TcpSegment.PROTOCOL, UdpDatagram.PROTOCOL -> ends + " sport=" + sourceKey + " dport=" + destinationKey;
            case IcmpMessage.PROTOCOL -> ends + " type=" + icmpType() + " code=" + icmpCode() + " id=" + sourceKey;
            default -> ends;
        };
    }
}
