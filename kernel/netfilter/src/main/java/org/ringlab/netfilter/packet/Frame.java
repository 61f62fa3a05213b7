package org.ringlab.netfilter.packet;

/**
 * An Ethernet frame.
 *
 * @param source who sent it
 * @param destination for whom
 * @param content what it carries
 * @param vlan the number in its 802.1Q tag, 1 to 4095; 0 where it has none
 */
public record Frame(MacAddress source, MacAddress destination, Content content, int vlan) {
    /** Bytes of a tag (IEEE 802.1Q). */
    public static final int TAG_LENGTH = 4;

    /** Bytes of an Ethernet header. */
    public static final int HEADER_LENGTH = 14;

    /** A frame without a tag. */
    public Frame(MacAddress source, MacAddress destination, Content content) {
        this(source, destination, content, 0);
    }

    /** The same frame with another tag; 0 takes it off. */
    public Frame withVlan(int number) {
        return number == vlan ? this : new Frame(source, destination, content, number);
    }

    /** What a frame carries. */
    public sealed interface Content {}

    /**
     * An IPv4 packet.
     *
     * @param packet the packet
     * @param packetId its number in the lab's event log
     * @param owner by whose socket it is sent, as long as it is on its way out; who receives it knows of none
     */
    public record Ip(Packet packet, long packetId, SocketOwner owner) implements Content {
        /** A packet of nobody's. */
        public Ip(Packet packet, long packetId) {
            this(packet, packetId, SocketOwner.NONE);
        }
    }

    /**
     * ARP.
     *
     * @param arp the message
     * @param packetId the packet that waits for the answer, 0 where none
     */
    public record Arp(ArpPacket arp, long packetId) implements Content {}

    /**
     * A bridge's word about the spanning tree. Such a frame has its length where others have their type (IEEE 802.3).
     *
     * @param bpdu the message
     */
    public record Stp(Bpdu bpdu) implements Content {}

    /** The same frame around another packet: its network address was translated on a bridge. */
    public Frame withPacket(Packet packet) {
        return content instanceof Ip ip
                ? new Frame(source, destination, new Ip(packet, ip.packetId(), ip.owner()), vlan)
                : this;
    }

    /** The same frame for another station. */
    public Frame withDestination(MacAddress newDestination) {
        return new Frame(source, newDestination, content, vlan);
    }

    /** Number of the packet it carries, or of the one an ARP message is sent for; 0 where none. */
    public long packetId() {
        return switch (content) {
            case Ip ip -> ip.packetId();
            case Arp arp -> arp.packetId();
            case Stp stp -> 0;
        };
    }

    /** Length in bytes, Ethernet header included. */
    public int length() {
        return HEADER_LENGTH
                + (vlan == 0 ? 0 : TAG_LENGTH)
                + switch (content) {
                    case Ip ip -> ip.packet().length();
                    case Arp arp -> 28;
                    case Stp stp -> Bpdu.LLC_LENGTH + stp.bpdu().length();
                };
    }
}
