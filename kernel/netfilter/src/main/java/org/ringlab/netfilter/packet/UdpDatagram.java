package org.ringlab.netfilter.packet;

/**
 * A UDP datagram (RFC 768).
 *
 * @param sourcePort 0 to 65535
 * @param destinationPort 0 to 65535
 * @param data what it carries
 */
public record UdpDatagram(int sourcePort, int destinationPort, Bytes data) implements Payload {
    /** UDP's protocol number. */
    public static final int PROTOCOL = 17;

    @Override
    public int protocol() {
        return PROTOCOL;
    }

    @Override
    public int length() {
        return 8 + data.length();
    }

    @Override
    public String toString() {
        return "UDP, length " + data.length();
    }
}
