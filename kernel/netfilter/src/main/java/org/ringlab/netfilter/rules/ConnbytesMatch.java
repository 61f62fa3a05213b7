package org.ringlab.netfilter.rules;

import java.util.Locale;

/**
 * {@code -m connbytes} (net/netfilter/xt_connbytes.c): how much a connection has carried so far. Connections are counted
 * that began after the first rule of this kind was added.
 *
 * @param first unsigned 64 bits; above {@code last} the range is inverted
 * @param last unsigned 64 bits
 * @param measure what is counted
 * @param direction of which packets
 */
public record ConnbytesMatch(long first, long last, Measure measure, Direction direction) implements Match {
    private static final long NO_END = -1;

    /** What is counted. */
    public enum Measure {
        /** Packets. */
        PACKETS,
        /** Bytes. */
        BYTES,
        /** Bytes in a packet, on the average. */
        AVGPKT
    }

    /** Packets of which direction. */
    public enum Direction {
        /** Of the connection's first packet. */
        ORIGINAL,
        /** Of the answers. */
        REPLY,
        /** Of both. */
        BOTH
    }

    @Override
    public boolean matches(PacketContext packet) {
        return packet.connection()
                .filter(ConnectionView::isCounted)
                .filter(c -> accepts(value(c)))
                .isPresent();
    }

    private boolean accepts(long value) {
        return isInverted()
                ? Long.compareUnsigned(value, last) < 0 || Long.compareUnsigned(value, first) > 0
                : Long.compareUnsigned(value, first) >= 0 && Long.compareUnsigned(value, last) <= 0;
    }

    private long value(ConnectionView connection) {
        long packets = 0;
        long bytes = 0;
        if (direction != Direction.REPLY) {
            packets += connection.packets(false);
            bytes += connection.bytes(false);
        }
        if (direction != Direction.ORIGINAL) {
            packets += connection.packets(true);
            bytes += connection.bytes(true);
        }
        return switch (measure) {
            case PACKETS -> packets;
            case BYTES -> bytes;
            case AVGPKT -> packets == 0 ? 0 : bytes / packets;
        };
    }

    @Override
    public boolean needsConntrack() {
        return true;
    }

    @Override
    public boolean needsAccounting() {
        return true;
    }

    private boolean isInverted() {
        return Long.compareUnsigned(first, last) > 0;
    }

    private String range() {
        long from = isInverted() ? last : first;
        long to = isInverted() ? first : last;
        return Long.toUnsignedString(from) + (to == NO_END || to == 0 ? "" : ":" + Long.toUnsignedString(to));
    }

    @Override
    public String text() {
        return "-m connbytes " + Texts.not(isInverted()) + "--connbytes " + range() + " --connbytes-mode "
                + measure.name().toLowerCase(Locale.ROOT) + " --connbytes-dir "
                + direction.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String listing(boolean numeric) {
        return Texts.not(isInverted()) + "connbytes " + range() + " connbytes mode "
                + measure.name().toLowerCase(Locale.ROOT) + " connbytes direction "
                + direction.name().toLowerCase(Locale.ROOT);
    }
}
