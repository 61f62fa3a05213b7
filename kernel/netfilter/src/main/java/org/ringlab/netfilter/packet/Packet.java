package org.ringlab.netfilter.packet;

/**
 * An IPv4 packet (RFC 791) without options.
 *
 * @param source source address
 * @param destination destination address
 * @param ttl time to live, 0 to 255
 * @param tos the type of service byte: DSCP in the upper six bits, ECN in the lower two
 * @param id identification, 0 to 65535
 * @param dontFragment the DF flag
 * @param payload what it carries
 */
public record Packet(
        Ipv4Address source, Ipv4Address destination, int ttl, int tos, int id, boolean dontFragment, Payload payload) {
    /** Bytes of an IPv4 header without options. */
    public static final int HEADER_LENGTH = 20;

    /** A packet with a fresh header: TOS 0, id 0, DF set. */
    public static Packet of(Ipv4Address source, Ipv4Address destination, int ttl, Payload payload) {
        return new Packet(source, destination, ttl, 0, 0, true, payload);
    }

    /** Total length in bytes, header included: what counters count. */
    public int length() {
        return HEADER_LENGTH + payload.length();
    }

    /** The same packet with another time to live. */
    public Packet withTtl(int newTtl) {
        return new Packet(source, destination, newTtl, tos, id, dontFragment, payload);
    }

    /** The same packet with another type of service byte. */
    public Packet withTos(int newTos) {
        return new Packet(source, destination, ttl, newTos, id, dontFragment, payload);
    }

    /** The same packet with another source address. */
    public Packet withSource(Ipv4Address newSource) {
        return new Packet(newSource, destination, ttl, tos, id, dontFragment, payload);
    }

    /** The same packet with another destination address. */
    public Packet withDestination(Ipv4Address newDestination) {
        return new Packet(source, newDestination, ttl, tos, id, dontFragment, payload);
    }

    /** The same packet with another payload. */
    public Packet withPayload(Payload newPayload) {
        return new Packet(source, destination, ttl, tos, id, dontFragment, newPayload);
    }

    /** {@code source > destination: payload}, as tcpdump orders it. */
    @Override
    public String toString() {
        return switch (payload) {
            case TcpSegment t ->
                source + "." + t.sourcePort() + " > " + destination + "." + t.destinationPort() + ": " + t;
            case UdpDatagram u ->
                source + "." + u.sourcePort() + " > " + destination + "." + u.destinationPort() + ": " + u;
            case IcmpMessage i -> source + " > " + destination + ": " + i;
            case OtherPayload o -> source + " > " + destination + ": " + o;
        };
    }
}
