package org.ringlab.netfilter.link;

import org.ringlab.netfilter.packet.ArpPacket;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;

/**
 * An Ethernet frame.
 *
 * @param source who sent it
 * @param destination for whom
 * @param content what it carries
 */
public record Frame(MacAddress source, MacAddress destination, Content content) {
    /** Bytes of an Ethernet header. */
    public static final int HEADER_LENGTH = 14;

    /** What a frame carries. */
    public sealed interface Content {}

    /**
     * An IPv4 packet.
     *
     * @param packet the packet
     * @param packetId its number in the lab's event log
     */
    public record Ip(Packet packet, long packetId) implements Content {}

    /**
     * ARP.
     *
     * @param arp the message
     * @param packetId the packet that waits for the answer, 0 where none
     */
    public record Arp(ArpPacket arp, long packetId) implements Content {}

    /** Length in bytes, Ethernet header included. */
    public int length() {
        return HEADER_LENGTH
                + switch (content) {
                    case Ip ip -> ip.packet().length();
                    case Arp arp -> 28;
                };
    }
}
