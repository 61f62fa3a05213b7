package org.ringlab.host.capture;

import java.util.HashMap;
import java.util.Map;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.link.FrameLog;
import org.ringlab.netfilter.packet.ArpPacket;
import org.ringlab.netfilter.packet.Bpdu;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.Wire;

/**
 * Turns the frames of one capture into bytes, in their order. It remembers the timestamps of TCP's two sides, which the
 * simulated segments don't carry, so that each side echoes the other's.
 */
public final class FrameEncoder {
    private static final int IPV4 = 0x0800;
    private static final int ARP = 0x0806;
    /** What Linux calls frames with an LLC header where it shows no length ({@code ETH_P_802_2}). */
    private static final int LLC = 0x0004;
    /** Where every host's TCP clock stands at boot, in milliseconds. */
    private static final int CLOCK_BASE = 1_000_000;

    private final LinkType link;
    private final Map<Side, Integer> clocks = new HashMap<>();

    /** One side of a conversation. */
    private record Side(int source, int destination, int sourcePort, int destinationPort) {}

    /** For a capture of that type. */
    public FrameEncoder(LinkType link) {
        this.link = link;
    }

    /** The next frame. */
    public CapturedPacket encode(FrameLog.Entry entry) {
        Bytes content = switch (entry.frame().content()) {
            case Frame.Ip ip -> packet(ip.packet(), entry.nanos());
            case Frame.Arp arp -> arp(arp.arp());
            case Frame.Stp stp -> Wire.encode(stp.bpdu());
        };
        long micros = SimClock.BOOT_EPOCH_SECONDS * 1_000_000 + entry.nanos() / 1000;
        return new CapturedPacket(micros, entry.iface(), header(entry).plus(content));
    }

    private Bytes packet(Packet packet, long nanos) {
        if (!(packet.payload() instanceof TcpSegment t)) {
            return Wire.encode(packet);
        }
        int source = packet.source().bits();
        int destination = packet.destination().bits();
        int clock = CLOCK_BASE + (int) (nanos / SimClock.MILLI);
        clocks.put(new Side(source, destination, t.sourcePort(), t.destinationPort()), clock);
        int echo = t.has(TcpSegment.ACK)
                ? clocks.getOrDefault(new Side(destination, source, t.destinationPort(), t.sourcePort()), 0)
                : 0;
        return Wire.encode(packet, clock, echo);
    }

    private static Bytes arp(ArpPacket arp) {
        return shorts(1, IPV4, 0x0604, arp.request() ? 1 : 2)
                .plus(mac(arp.senderMac()))
                .plus(word(arp.senderAddress().bits()))
                .plus(mac(arp.targetMac()))
                .plus(word(arp.targetAddress().bits()));
    }

    private Bytes header(FrameLog.Entry entry) {
        Frame frame = entry.frame();
        int type = switch (frame.content()) {
            case Frame.Ip ip -> IPV4;
            case Frame.Arp arp -> ARP;
            case Frame.Stp stp ->
                link == LinkType.ETHERNET ? Bpdu.LLC_LENGTH + stp.bpdu().length() : LLC;
        };
        int way = switch (entry.way()) {
            case IN -> 0;
            case BROADCAST -> 1;
            case MULTICAST -> 2;
            case OTHER -> 3;
            case OUT -> 4;
        };
        int hardware = entry.iface().equals("lo") ? 772 : entry.header() == FrameLog.Header.NONE ? 776 : 1;
        return switch (link) {
            case ETHERNET ->
                mac(frame.destination())
                        .plus(mac(frame.source()))
                        .plus(frame.vlan() == 0 ? shorts(type) : shorts(0x8100, frame.vlan(), type));
            case RAW -> Bytes.EMPTY;
            case COOKED -> shorts(way, hardware, 6).plus(mac(frame.source())).plus(shorts(0, type));
            case COOKED2 ->
                shorts(type, 0)
                        .plus(word(entry.index()))
                        .plus(shorts(hardware, way << 8 | 6))
                        .plus(mac(frame.source()))
                        .plus(shorts(0));
        };
    }

    private static Bytes mac(MacAddress mac) {
        return shorts((int) (mac.bits() >>> 32), (int) (mac.bits() >>> 16), (int) mac.bits());
    }

    private static Bytes word(int value) {
        return shorts(value >>> 16, value);
    }

    private static Bytes shorts(int... values) {
        byte[] bytes = new byte[values.length * 2];
        for (int i = 0; i < values.length; i++) {
            bytes[2 * i] = (byte) (values[i] >>> 8);
            bytes[2 * i + 1] = (byte) values[i];
        }
        return Bytes.of(bytes);
    }
}
