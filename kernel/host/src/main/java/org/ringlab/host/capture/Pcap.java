package org.ringlab.host.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.netfilter.packet.Bytes;

/**
 * A capture file in the classic format with microseconds (draft-ietf-opsawg-pcap).
 *
 * @param link what its packets begin with
 * @param snapLength bytes kept of a packet at most
 * @param packets in the order captured
 * @param truncated what tcpdump says about a file that ends too early; empty where it doesn't
 */
public record Pcap(LinkType link, int snapLength, List<CapturedPacket> packets, Optional<String> truncated) {
    /** tcpdump's default. */
    public static final int SNAP_LENGTH = 262_144;

    private static final int MAGIC = 0xA1B2_C3D4;
    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;

    /** A whole file. */
    public Pcap(LinkType link, List<CapturedPacket> packets) {
        this(link, SNAP_LENGTH, packets, Optional.empty());
    }

    /** What came of reading a file. */
    public sealed interface Read {
        /** It is one. */
        record Ok(Pcap pcap) implements Read {}

        /** It is none; {@code message} is libpcap's. */
        record Failed(String message) implements Read {}
    }

    /** The file's bytes. */
    public byte[] toBytes() {
        int length = FILE_HEADER;
        for (CapturedPacket packet : packets) {
            length += PACKET_HEADER + packet.data().length();
        }
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putShort((short) 2).putShort((short) 4);
        out.putInt(0).putInt(0).putInt(snapLength).putInt(link.number());
        for (CapturedPacket packet : packets) {
            int size = packet.data().length();
            out.putInt((int) (packet.micros() / 1_000_000)).putInt((int) (packet.micros() % 1_000_000));
            out.putInt(size).putInt(size).put(packet.data().toArray());
        }
        return out.array();
    }

    /** The bytes as the text that a simulated file holds: one character a byte. */
    public String toText() {
        return new String(toBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Reads what {@link #toText} wrote, or any other file's text. */
    public static Read read(String text) {
        return read(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads a file of either byte order; microseconds only. */
    public static Read read(byte[] bytes) {
        if (bytes.length < 4) {
            return new Read.Failed("truncated dump file; tried to read 4 file header bytes, only got " + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        in.order(in.getInt(0) == MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        if (in.getInt() != MAGIC) {
            return new Read.Failed("unknown file format");
        }
        if (bytes.length < FILE_HEADER) {
            return new Read.Failed("truncated dump file; tried to read " + (FILE_HEADER - 4)
                    + " file header bytes, only got " + (bytes.length - 4));
        }
        int snapLength = in.getInt(16);
        int number = in.getInt(20) & 0x03FF_FFFF;
        Optional<LinkType> link = LinkType.of(number);
        if (link.isEmpty()) {
            return new Read.Failed("not simulated: captures of link type " + number);
        }
        in.position(FILE_HEADER);
        return packets(in, link.get(), snapLength);
    }

    private static Read packets(ByteBuffer in, LinkType link, int snapLength) {
        List<CapturedPacket> packets = new ArrayList<>();
        Optional<String> truncated = Optional.empty();
        while (in.hasRemaining()) {
            if (in.remaining() < PACKET_HEADER) {
                truncated = Optional.of(tooShort(PACKET_HEADER, "header", in.remaining()));
                break;
            }
            long micros = (in.getInt() & 0xFFFF_FFFFL) * 1_000_000 + (in.getInt() & 0xFFFF_FFFFL);
            int kept = in.getInt();
            in.getInt();
            if (kept < 0 || kept > SNAP_LENGTH) {
                truncated = Optional.of("invalid packet capture length " + Integer.toUnsignedString(kept)
                        + ", bigger than maximum of " + SNAP_LENGTH);
                break;
            }
            if (in.remaining() < kept) {
                truncated = Optional.of(tooShort(kept, "captured", in.remaining()));
                break;
            }
            byte[] data = new byte[kept];
            in.get(data);
            packets.add(new CapturedPacket(micros, "", Bytes.of(data)));
        }
        return new Read.Ok(new Pcap(link, snapLength, List.copyOf(packets), truncated));
    }

    private static String tooShort(int wanted, String what, int got) {
        return "truncated dump file; tried to read " + wanted + " " + what + " bytes, only got " + got;
    }
}
