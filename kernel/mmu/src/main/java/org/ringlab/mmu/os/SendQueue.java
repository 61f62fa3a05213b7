package org.ringlab.mmu.os;

import java.util.ArrayDeque;
import java.util.OptionalLong;

/**
 * A network card's send queue: packets of all processes wait in one line, and the wire takes them at its rate.
 *
 * <p>Times are nanoseconds; packets must come in the order of their times.
 */
public final class SendQueue {
    private final long bitsPerSecond;
    private final int capacity;
    private final ArrayDeque<Long> departures = new ArrayDeque<>();
    private long wireFree;
    private long dropped;

    /**
     * An idle card.
     *
     * @param bitsPerSecond the wire's rate, 1,000 to 400,000,000,000
     * @param capacity packets that wait or are being sent, 1 to 1,000,000
     */
    public SendQueue(long bitsPerSecond, int capacity) {
        if (bitsPerSecond < 1_000 || bitsPerSecond > 400_000_000_000L) {
            throw new IllegalArgumentException("the rate must be 1000 to 400000000000 bit/s, got " + bitsPerSecond);
        }
        if (capacity < 1 || capacity > 1_000_000) {
            throw new IllegalArgumentException("the capacity must be 1 to 1000000 packets, got " + capacity);
        }
        this.bitsPerSecond = bitsPerSecond;
        this.capacity = capacity;
    }

    /**
     * A packet is handed over.
     *
     * @param now when, not before the packet before it
     * @param bytes its length on the wire, 1 to 65,535
     * @return when its last bit leaves; empty where the queue was full and it is lost
     */
    public OptionalLong send(long now, int bytes) {
        if (bytes < 1 || bytes > 65_535) {
            throw new IllegalArgumentException("a packet has 1 to 65535 bytes, got " + bytes);
        }
        while (!departures.isEmpty() && departures.peekFirst() <= now) {
            departures.removeFirst();
        }
        if (departures.size() == capacity) {
            dropped++;
            return OptionalLong.empty();
        }
        wireFree = Math.max(wireFree, now) + Math.ceilDiv(bytes * 8L * 1_000_000_000L, bitsPerSecond);
        departures.addLast(wireFree);
        return OptionalLong.of(wireFree);
    }

    /** Packets waiting or being sent at a time. */
    public int waiting(long now) {
        return (int) departures.stream().filter(d -> d > now).count();
    }

    /** Packets that found the queue full. */
    public long dropped() {
        return dropped;
    }
}
