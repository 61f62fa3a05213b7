package org.ringlab.netfilter.packet;

import org.jspecify.annotations.Nullable;

/**
 * An IPv4 packet (RFC 791) without options.
 *
 * @param source source address
 * @param destination destination address
 * @param ttl time to live, 0 to 255
 * @param tos the type of service byte: DSCP in the upper six bits, ECN in the lower two
 * @param id identification, 0 to 65535
 * @param dontFragment the DF flag
 * @param payload what it carries; in a fragment, what the whole packet carries
 * @param fragment which piece of the payload a fragment carries; null where the packet is whole
 */
public record Packet(
        Ipv4Address source,
        Ipv4Address destination,
        int ttl,
        int tos,
        int id,
        boolean dontFragment,
        Payload payload,
        @Nullable Fragment fragment) {
    /** Bytes of an IPv4 header without options. */
    public static final int HEADER_LENGTH = 20;

    /** A whole packet. */
    public Packet(
            Ipv4Address source,
            Ipv4Address destination,
            int ttl,
            int tos,
            int id,
            boolean dontFragment,
            Payload payload) {
        this(source, destination, ttl, tos, id, dontFragment, payload, null);
    }

    /** A packet with a fresh header: TOS 0, id 0, DF set. */
    public static Packet of(Ipv4Address source, Ipv4Address destination, int ttl, Payload payload) {
        return new Packet(source, destination, ttl, 0, 0, true, payload);
    }

    /** Total length in bytes, header included: what counters count. */
    public int length() {
        return HEADER_LENGTH + (fragment == null ? payload.length() : fragment.length());
    }

    /** The same packet with another time to live. */
    public Packet withTtl(int newTtl) {
        return new Packet(source, destination, newTtl, tos, id, dontFragment, payload, fragment);
    }

    /** The same packet with another type of service byte. */
    public Packet withTos(int newTos) {
        return new Packet(source, destination, ttl, newTos, id, dontFragment, payload, fragment);
    }

    /** The same packet with another source address. */
    public Packet withSource(Ipv4Address newSource) {
        return new Packet(newSource, destination, ttl, tos, id, dontFragment, payload, fragment);
    }

    /** The same packet with another destination address. */
    public Packet withDestination(Ipv4Address newDestination) {
        return new Packet(source, newDestination, ttl, tos, id, dontFragment, payload, fragment);
    }

    /** The same packet with another payload. */
    public Packet withPayload(Payload newPayload) {
        return new Packet(source, destination, ttl, tos, id, dontFragment, newPayload, fragment);
    }

    /** The same packet with DF or without. */
    public Packet withDontFragment(boolean set) {
        return new Packet(source, destination, ttl, tos, id, set, payload, fragment);
    }

    /** One piece of this packet; pieces of one packet share an id. */
    public Packet piece(Fragment piece, int pieceId) {
        return new Packet(source, destination, ttl, tos, pieceId, dontFragment, payload, piece);
    }

    /** The packet this is a fragment of, or itself. */
    public Packet whole() {
        return fragment == null ? this : new Packet(source, destination, ttl, tos, id, dontFragment, payload);
    }

    /** Whether it is a fragment that doesn't begin at offset 0: no ports can be seen in it. */
    public boolean isLaterFragment() {
        return fragment != null && fragment.offset() > 0;
    }

    /** {@code source > destination: payload}, as tcpdump orders it. */
    @Override
    public String toString() {
        if (fragment == null) {
            return text();
        }
        String piece = " (bytes " + fragment.offset() + " to " + (fragment.end() - 1)
                + (fragment.more() ? ", more" : "") + ")";
        return (fragment.offset() == 0 ? text() : source + " > " + destination + ": protocol " + payload.protocol())
                + piece;
    }

    private String text() {
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
