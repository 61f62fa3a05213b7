package org.ringlab.netfilter.packet;

import org.jspecify.annotations.Nullable;

/**
 * A UDP datagram (RFC 768).
 *
 * @param sourcePort 0 to 65535
 * @param destinationPort 0 to 65535
 * @param data what it carries
 * @param carried the Ethernet frame a VXLAN datagram carries, whole; null in all else
 */
public record UdpDatagram(
        int sourcePort,
        int destinationPort,
        Bytes data,
        @Nullable Frame carried) implements Payload {
    /** UDP's protocol number. */
    public static final int PROTOCOL = 17;

    /** A datagram of a program's. */
    public UdpDatagram(int sourcePort, int destinationPort, Bytes data) {
        this(sourcePort, destinationPort, data, null);
    }

    /** The same datagram between other ports. */
    public UdpDatagram withPorts(int newSource, int newDestination) {
        return new UdpDatagram(newSource, newDestination, data, carried);
    }

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
