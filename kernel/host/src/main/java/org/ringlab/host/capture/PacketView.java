package org.ringlab.host.capture;

import org.ringlab.netfilter.packet.Bytes;

/** A captured packet's bytes, read by header; beyond its end there is {@link #NOTHING}. */
final class PacketView {
    /** What is read beyond the end. */
    static final long NOTHING = -1;

    static final int IPV4 = 0x0800;
    static final int ARP = 0x0806;
    static final int RARP = 0x8035;
    static final int TAGGED = 0x8100;
    /** Cooked captures say so of frames with an LLC header. */
    static final int LLC = 0x0004;

    private static final int LONGEST_802_3 = 1500;

    private final LinkType link;
    private final Bytes data;
    private final int skipped;

    PacketView(LinkType link, Bytes data) {
        this(link, data, 0);
    }

    private PacketView(LinkType link, Bytes data, int skipped) {
        this.link = link;
        this.data = data;
        this.skipped = skipped;
    }

    /** The VLAN number of the tag in front of the network header; -1 where there is none. */
    int vlan() {
        return link == LinkType.ETHERNET && u16(12 + skipped) == TAGGED ? u16(14 + skipped) & 0xFFF : -1;
    }

    /** The same packet behind its tag; itself where it has none. */
    PacketView inside() {
        return vlan() < 0 ? this : new PacketView(link, data, skipped + 4);
    }

    LinkType link() {
        return link;
    }

    Bytes data() {
        return data;
    }

    int length() {
        return data.length();
    }

    /** {@code size} bytes, 1, 2 or 4, as an unsigned number; {@link #NOTHING} where they aren't all there. */
    long read(long at, int size) {
        if (at < 0 || at + size > data.length()) {
            return NOTHING;
        }
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | data.at((int) at + i);
        }
        return value;
    }

    int u8(int at) {
        return (int) Math.max(0, read(at, 1));
    }

    int u16(int at) {
        return (int) Math.max(0, read(at, 2));
    }

    int u32(int at) {
        return (int) Math.max(0, read(at, 4));
    }

    /** Where the network header begins. */
    int network() {
        return link.headerLength() + skipped;
    }

    int etherType() {
        return switch (link) {
            case ETHERNET -> u16(12 + skipped);
            case RAW -> u8(0) >>> 4 == 4 ? IPV4 : 0;
            case COOKED -> u16(14);
            case COOKED2 -> u16(0);
        };
    }

    /** Whether it is a bridge's word about the spanning tree: an LLC header to and from SAP 0x42. */
    boolean isStp() {
        boolean llc = link == LinkType.ETHERNET ? etherType() <= LONGEST_802_3 : etherType() == LLC;
        return link != LinkType.RAW && llc && u16(network()) == 0x4242;
    }

    boolean isIpv4() {
        return etherType() == IPV4;
    }

    /** IPv4's protocol number; only where {@link #isIpv4}. */
    int protocol() {
        return u8(network() + 9);
    }

    /** Where the header behind IPv4's begins. */
    int transport() {
        return network() + (u8(network()) & 15) * 4;
    }

    /** Whether it is a fragment but the first, which has no transport header. */
    boolean isLaterFragment() {
        return (u16(network() + 6) & 0x1FFF) != 0;
    }

    /** The packet type of a cooked capture (0 for us, 4 sent by us); 0 elsewhere. */
    int way() {
        return switch (link) {
            case ETHERNET, RAW -> 0;
            case COOKED -> u16(0);
            case COOKED2 -> u8(10);
        };
    }
}
