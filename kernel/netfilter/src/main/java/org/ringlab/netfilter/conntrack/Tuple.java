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
 * @param zone the zone a rule put it into, 0 without one: tuples of different zones have nothing in common
 */
public record Tuple(
        Ipv4Address source, Ipv4Address destination, int protocol, int sourceKey, int destinationKey, int zone) {
    /** The tuple of a packet, in zone 0. */
    public static Tuple of(Packet packet) {
        return of(packet, 0);
    }

    /** The tuple of a packet. */
    public static Tuple of(Packet packet, int zone) {
        return switch (packet.payload()) {
            case TcpSegment t -> of(packet, t.sourcePort(), t.destinationPort(), zone);
            case UdpDatagram u -> of(packet, u.sourcePort(), u.destinationPort(), zone);
            case IcmpMessage i -> of(packet, i.id(), i.type() << 8 | i.code(), zone);
            case OtherPayload o -> of(packet, 0, 0, zone);
        };
    }

    private static Tuple of(Packet packet, int sourceKey, int destinationKey, int zone) {
        return new Tuple(
                packet.source(), packet.destination(), packet.payload().protocol(), sourceKey, destinationKey, zone);
    }

    /** The tuple of the answers; empty for ICMP messages that have none. */
    public Optional<Tuple> inverse() {
        if (protocol != IcmpMessage.PROTOCOL) {
            return Optional.of(new Tuple(destination, source, protocol, destinationKey, sourceKey, zone));
        }
        int answer = answerType(icmpType());
        return answer < 0
                ? Optional.empty()
                : Optional.of(new Tuple(destination, source, protocol, sourceKey, answer << 8 | icmpCode(), zone));
    }

    /** The port (or ICMP part) of one end. */
    public int key(Manip end) {
        return end == Manip.SOURCE ? sourceKey : destinationKey;
    }

    /** The same tuple with another port, or ICMP identifier, at one end. */
    public Tuple withKey(Manip end, int key) {
        return end == Manip.SOURCE
                ? new Tuple(source, destination, protocol, key, destinationKey, zone)
                : new Tuple(source, destination, protocol, sourceKey, key, zone);
    }

    /** The same tuple with another address at one end. */
    public Tuple withAddress(Manip end, Ipv4Address address) {
        return end == Manip.SOURCE
                ? new Tuple(address, destination, protocol, sourceKey, destinationKey, zone)
                : new Tuple(source, address, protocol, sourceKey, destinationKey, zone);
    }

    /** The same tuple towards the destination of another one. */
    public Tuple withDestinationOf(Tuple other) {
        return new Tuple(source, other.destination, protocol, sourceKey, other.destinationKey, zone);
    }

    /** The same tuple in another zone. */
    public Tuple inZone(int otherZone) {
        return zone == otherZone
                ? this
                : new Tuple(source, destination, protocol, sourceKey, destinationKey, otherZone);
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
            case OtherPayload.GRE -> ends + " srckey=0x0 dstkey=0x0";
            default -> ends;
        };
    }
}
