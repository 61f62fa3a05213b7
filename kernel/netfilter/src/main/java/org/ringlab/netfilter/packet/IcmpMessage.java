package org.ringlab.netfilter.packet;

import org.jspecify.annotations.Nullable;

/**
 * An ICMP message (RFC 792).
 *
 * @param type 8 echo request, 0 echo reply, 3 destination unreachable, 11 time exceeded, …
 * @param code what of the type
 * @param id identifier of a query, 0 in errors
 * @param sequence sequence number of a query; in a fragmentation-needed error the next hop's MTU. In a redirect both
 *     together are the next hop's address
 * @param data bytes after the header: a query's payload; in an error the bytes quoted (possibly cut short)
 * @param quoted in an error, the packet it is about, whole; null in queries and where nothing sensible was quoted
 */
public record IcmpMessage(
        int type,
        int code,
        int id,
        int sequence,
        Bytes data,
        @Nullable Packet quoted) implements Payload {
    /** ICMP's protocol number. */
    public static final int PROTOCOL = 1;

    /** Echo reply. */
    public static final int ECHO_REPLY = 0;

    /** Destination unreachable. */
    public static final int UNREACHABLE = 3;

    /** Redirect: another router is nearer. */
    public static final int REDIRECT = 5;

    /** Redirects of this code are about one destination. */
    public static final int REDIRECT_HOST = 1;

    /** Echo request: ping. */
    public static final int ECHO = 8;

    /** Timestamp reply. */
    public static final int TIMESTAMP_REPLY = 14;

    /** Time exceeded: the time to live ran out. */
    public static final int TIME_EXCEEDED = 11;

    @Override
    public int protocol() {
        return PROTOCOL;
    }

    @Override
    public int length() {
        return 8 + data.length();
    }

    /** Whether it reports an error about another packet (RFC 1122 3.2.2). */
    public boolean isError() {
        return type == UNREACHABLE || type == 4 || type == REDIRECT || type == TIME_EXCEEDED || type == 12;
    }

    /** Where a redirect points to. */
    public Ipv4Address gateway() {
        return new Ipv4Address(id << 16 | sequence);
    }

    /** The same query with another identifier. */
    public IcmpMessage withId(int newId) {
        return new IcmpMessage(type, code, newId, sequence, data, quoted);
    }

    @Override
    public String toString() {
        return switch (type) {
            case ECHO -> "ICMP echo request, id " + id + ", seq " + sequence;
            case ECHO_REPLY -> "ICMP echo reply, id " + id + ", seq " + sequence;
            case UNREACHABLE -> "ICMP destination unreachable, code " + code;
            case REDIRECT -> "ICMP redirect to " + gateway() + ", code " + code;
            case TIME_EXCEEDED -> "ICMP time exceeded, code " + code;
            default -> "ICMP type " + type + ", code " + code;
        };
    }
}
