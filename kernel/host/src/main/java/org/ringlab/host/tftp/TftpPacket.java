package org.ringlab.host.tftp;

import java.util.Optional;
import org.ringlab.netfilter.packet.Bytes;

/** A packet of TFTP (RFC 1350 section 5). */
sealed interface TftpPacket {
    /** The port that servers listen on. */
    int PORT = 69;

    /** Bytes of a block; a shorter one is the last. */
    int BLOCK = 512;

    /** Nobody has such a file. */
    int NOT_FOUND = 1;

    /** It may not be read. */
    int DENIED = 2;

    /** Something that isn't understood. */
    int ILLEGAL = 4;

    /** Send me this file. */
    record Read(String file) implements TftpPacket {}

    /** A piece of it; blocks are counted from 1, and round at 65,536. */
    record Data(int block, Bytes data) implements TftpPacket {}

    /** A piece has come. */
    record Ack(int block) implements TftpPacket {}

    /** That is the end of it. */
    record Error(int code, String text) implements TftpPacket {}

    /** Reads one; empty where it is none of these. */
    static Optional<TftpPacket> parse(Bytes bytes) {
        if (bytes.length() < 4) {
            return Optional.empty();
        }
        int number = bytes.at(2) << 8 | bytes.at(3);
        return switch (bytes.at(0) << 8 | bytes.at(1)) {
            case 1 -> text(bytes, 2).map(Read::new);
            case 3 -> Optional.of(new Data(number, bytes.part(4, bytes.length())));
            case 4 -> Optional.of(new Ack(number));
            case 5 -> text(bytes, 4).map(text -> new Error(number, text));
            default -> Optional.empty();
        };
    }

    private static Optional<String> text(Bytes bytes, int from) {
        int end = from;
        while (end < bytes.length() && bytes.at(end) != 0) {
            end++;
        }
        return end == bytes.length()
                ? Optional.empty()
                : Optional.of(bytes.part(from, end).utf8());
    }

    /** As sent. */
    default Bytes encode() {
        return switch (this) {
            case Read read -> numbers(1).plus(Bytes.utf8(read.file() + "\0octet\0"));
            case Data data -> numbers(3, data.block()).plus(data.data());
            case Ack ack -> numbers(4, ack.block());
            case Error error -> numbers(5, error.code()).plus(Bytes.utf8(error.text() + "\0"));
        };
    }

    private static Bytes numbers(int... values) {
        byte[] bytes = new byte[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[2 * i] = (byte) (values[i] >>> 8);
            bytes[2 * i + 1] = (byte) values[i];
        }
        return Bytes.of(bytes);
    }
}
