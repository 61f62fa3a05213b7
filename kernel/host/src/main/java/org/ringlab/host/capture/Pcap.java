package org.ringlab.host.capture;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
        byte[] out = new byte[length];
        int at = words(out, 0, MAGIC, 4 << 16 | 2, 0, 0, snapLength, link.number());
        for (CapturedPacket packet : packets) {
            int size = packet.data().length();
            int second = (int) (packet.micros() / 1_000_000);
            at = words(out, at, second, (int) (packet.micros() % 1_000_000), size, size);
            System.arraycopy(packet.data().toArray(), 0, out, at, size);
            at += size;
        }
        return out;
    }

    /** Writes words, the lowest byte first; the place behind them. */
    private static int words(byte[] out, int from, int... words) {
        int at = from;
        for (int word : words) {
            for (int shift = 0; shift < 32; shift += 8) {
                out[at++] = (byte) (word >>> shift);
            }
        }
        return at;
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
        boolean bigEnd = word(bytes, 0, true) == MAGIC;
        if (word(bytes, 0, bigEnd) != MAGIC) {
            return new Read.Failed("unknown file format");
        }
        if (bytes.length < FILE_HEADER) {
            return new Read.Failed("truncated dump file; tried to read " + (FILE_HEADER - 4)
                    + " file header bytes, only got " + (bytes.length - 4));
        }
        int number = word(bytes, 20, bigEnd) & 0x03FF_FFFF;
        Optional<LinkType> link = LinkType.of(number);
        if (link.isEmpty()) {
            return new Read.Failed("not simulated: captures of link type " + number);
        }
        return packets(bytes, bigEnd, link.get());
    }

    private static int word(byte[] bytes, int at, boolean bigEnd) {
        int word = 0;
        for (int i = 0; i < 4; i++) {
            word = word << 8 | bytes[bigEnd ? at + i : at + 3 - i] & 255;
        }
        return word;
    }

    private static Read packets(byte[] bytes, boolean bigEnd, LinkType link) {
        List<CapturedPacket> packets = new ArrayList<>();
        Optional<String> truncated = Optional.empty();
        int at = FILE_HEADER;
        while (at < bytes.length) {
            if (bytes.length - at < PACKET_HEADER) {
                truncated = Optional.of(tooShort(PACKET_HEADER, "header", bytes.length - at));
                break;
            }
            long seconds = word(bytes, at, bigEnd) & 0xFFFF_FFFFL;
            long micros = seconds * 1_000_000 + (word(bytes, at + 4, bigEnd) & 0xFFFF_FFFFL);
            int kept = word(bytes, at + 8, bigEnd);
            at += PACKET_HEADER;
            if (kept < 0 || kept > SNAP_LENGTH) {
                truncated = Optional.of("invalid packet capture length " + Integer.toUnsignedString(kept)
                        + ", bigger than maximum of " + SNAP_LENGTH);
                break;
            }
            if (bytes.length - at < kept) {
                truncated = Optional.of(tooShort(kept, "captured", bytes.length - at));
                break;
            }
            packets.add(new CapturedPacket(micros, "", Bytes.of(Arrays.copyOfRange(bytes, at, at + kept))));
            at += kept;
        }
        return new Read.Ok(new Pcap(link, word(bytes, 16, bigEnd), List.copyOf(packets), truncated));
    }

    private static String tooShort(int wanted, String what, int got) {
        return "truncated dump file; tried to read " + wanted + " " + what + " bytes, only got " + got;
    }
}
