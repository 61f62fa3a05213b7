package org.ringlab.netfilter.packet;

/** Packets as the bytes a wire carries: what ICMP errors quote and capture files hold. */
public final class Wire {
    private Wire() {}

    /** The packet's bytes from its IPv4 header on, checksums filled in; its timestamps are 0. */
    public static Bytes encode(Packet packet) {
        return encode(packet, 0, 0);
    }

    /**
     * The packet's bytes from its IPv4 header on, checksums filled in. A segment knows how long its options are and which
     * MSS it announces; what else stands there is what Linux writes (net/ipv4/tcp_output.c).
     *
     * @param timestamp the sender's clock in a segment's timestamps
     * @param echo the other side's clock there
     */
    public static Bytes encode(Packet packet, int timestamp, int echo) {
        Fragment piece = packet.fragment();
        if (piece == null) {
            return whole(packet, packet.dontFragment() ? 0x4000 : 0, timestamp, echo);
        }
        // Checksums are those of the whole; the header is the fragment's own.
        Bytes whole = whole(packet.whole(), 0, timestamp, echo);
        int flags = (packet.dontFragment() ? 0x4000 : 0) | (piece.more() ? 0x2000 : 0) | piece.offset() / 8;
        Writer ip = new Writer(packet.length());
        header(ip, packet, flags);
        ip.bytes(whole.part(Packet.HEADER_LENGTH + piece.offset(), Packet.HEADER_LENGTH + piece.end()));
        return Bytes.of(ip.data);
    }

    /** A frame's bytes from its Ethernet header on, without checksum and padding. */
    public static Bytes encode(Frame frame) {
        Writer w = new Writer(frame.length());
        mac(mac(w, frame.destination()), frame.source());
        if (frame.vlan() != 0) {
            w.u16(0x8100).u16(frame.vlan());
        }
        switch (frame.content()) {
            case Frame.Ip ip -> w.u16(0x0800).bytes(encode(ip.packet()));
            case Frame.Arp arp -> {
                ArpPacket a = arp.arp();
                w.u16(0x0806).u16(1).u16(0x0800).u8(6).u8(4).u16(a.request() ? 1 : 2);
                mac(w, a.senderMac()).u32(a.senderAddress().bits());
                mac(w, a.targetMac()).u32(a.targetAddress().bits());
            }
            case Frame.Stp stp -> w.u16(Bpdu.LLC_LENGTH + stp.bpdu().length()).bytes(encode(stp.bpdu()));
        }
        return Bytes.of(w.data);
    }

    /** A bridge's message, its LLC header in front. */
    public static Bytes encode(Bpdu bpdu) {
        Writer w = new Writer(Bpdu.LLC_LENGTH + bpdu.length());
        w.u16(0x4242).u8(3).u16(0).u8(0); // unnumbered information of the spanning tree, version 0
        switch (bpdu) {
            case Bpdu.Config c -> {
                w.u8(0).u8((c.topologyChange() ? 1 : 0) | (c.acknowledged() ? 0x80 : 0));
                mac(w.u16(c.root().priority()), c.root().mac()).u32(c.rootPathCost());
                mac(w.u16(c.bridge().priority()), c.bridge().mac()).u16(c.port());
                w.u16(c.messageAge()).u16(c.maxAge()).u16(c.helloTime()).u16(c.forwardDelay());
            }
            case Bpdu.TopologyChange t -> w.u8(0x80);
        }
        return Bytes.of(w.data);
    }

    private static Writer mac(Writer w, MacAddress mac) {
        return w.u16((int) (mac.bits() >>> 32)).u32((int) mac.bits());
    }

    private static void header(Writer ip, Packet packet, int flags) {
        ip.u8(0x45).u8(packet.tos()).u16(packet.length());
        ip.u16(packet.id()).u16(flags);
        ip.u8(packet.ttl()).u8(packet.payload().protocol()).u16(0);
        ip.u32(packet.source().bits()).u32(packet.destination().bits());
        ip.patch16(10, checksum(ip.data, 0, Packet.HEADER_LENGTH, 0));
    }

    private static Bytes whole(Packet packet, int flags, int timestamp, int echo) {
        Writer ip = new Writer(packet.length());
        header(ip, packet, flags);
        int start = Packet.HEADER_LENGTH;
        switch (packet.payload()) {
            case TcpSegment t -> {
                ip.u16(t.sourcePort())
                        .u16(t.destinationPort())
                        .u32(t.sequence())
                        .u32(t.acknowledgement());
                ip.u8((20 + t.optionsLength()) / 4 << 4)
                        .u8(t.flags())
                        .u16(t.window())
                        .u16(0)
                        .u16(0);
                options(ip, t, timestamp, echo);
                ip.bytes(t.data());
                ip.patch16(start + 16, checksum(ip.data, start, t.length(), pseudoHeader(packet)));
            }
            case UdpDatagram u -> {
                ip.u16(u.sourcePort())
                        .u16(u.destinationPort())
                        .u16(u.length())
                        .u16(0)
                        .bytes(u.data());
                int sum = checksum(ip.data, start, u.length(), pseudoHeader(packet));
                ip.patch16(start + 6, sum == 0 ? 0xFFFF : sum);
            }
            case IcmpMessage i -> {
                ip.u8(i.type())
                        .u8(i.code())
                        .u16(0)
                        .u16(i.id())
                        .u16(i.sequence())
                        .bytes(i.data());
                ip.patch16(start + 2, checksum(ip.data, start, i.length(), 0));
            }
            case OtherPayload o -> ip.bytes(o.data());
        }
        return Bytes.of(ip.data);
    }

    private static void options(Writer ip, TcpSegment t, int timestamp, int echo) {
        int left = t.optionsLength();
        if (t.has(TcpSegment.SYN) && t.mss() > 0 && left >= 4) {
            ip.u8(2).u8(4).u16(t.mss());
            left -= 4;
        }
        if (t.has(TcpSegment.SYN) && left >= 16) {
            ip.u8(4)
                    .u8(2)
                    .u8(8)
                    .u8(10)
                    .u32(timestamp)
                    .u32(echo)
                    .u8(1)
                    .u8(3)
                    .u8(3)
                    .u8(7);
            left -= 16;
        } else if (left >= 12) {
            ip.u8(1).u8(1).u8(8).u8(10).u32(timestamp).u32(echo);
            left -= 12;
        }
        while (left-- > 0) {
            ip.u8(1);
        }
    }

    private static int pseudoHeader(Packet p) {
        int source = p.source().bits();
        int destination = p.destination().bits();
        return (source >>> 16)
                + (source & 0xFFFF)
                + (destination >>> 16)
                + (destination & 0xFFFF)
                + p.payload().protocol()
                + p.payload().length();
    }

    /** The Internet checksum (RFC 1071). */
    /** The Internet checksum of bytes (RFC 1071): 0 where they hold their own. */
    public static int checksum(Bytes data) {
        return checksum(data.toArray(), 0, data.length(), 0);
    }

    private static int checksum(byte[] data, int from, int length, int start) {
        long sum = start;
        for (int i = 0; i < length; i++) {
            int value = data[from + i] & 255;
            sum += (i & 1) == 0 ? value << 8 : value;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (int) (~sum & 0xFFFF);
    }

    private static final class Writer {
        private final byte[] data;
        private int at;

        Writer(int length) {
            data = new byte[length];
        }

        Writer u8(int value) {
            data[at++] = (byte) value;
            return this;
        }

        Writer u16(int value) {
            return u8(value >>> 8).u8(value);
        }

        Writer u32(int value) {
            return u16(value >>> 16).u16(value);
        }

        Writer bytes(Bytes bytes) {
            System.arraycopy(bytes.toArray(), 0, data, at, bytes.length());
            at += bytes.length();
            return this;
        }

        void patch16(int where, int value) {
            data[where] = (byte) (value >>> 8);
            data[where + 1] = (byte) value;
        }
    }
}
