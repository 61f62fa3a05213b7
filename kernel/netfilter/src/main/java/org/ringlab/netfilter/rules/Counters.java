package org.ringlab.netfilter.rules;

/** Exact counts of packets and their bytes (IPv4 headers included), unsigned 64 bits. */
public final class Counters {
    private long packets;
    private long bytes;

    /** Counters that begin with these values. */
    public Counters(long packets, long bytes) {
        set(packets, bytes);
    }

    /** Packets. */
    public long packets() {
        return packets;
    }

    /** Their bytes. */
    public long bytes() {
        return bytes;
    }

    /** One packet more, of {@code length} bytes. */
    public void count(int length) {
        packets++;
        bytes += length;
    }

    /** Sets both. */
    public void set(long newPackets, long newBytes) {
        packets = newPackets;
        bytes = newBytes;
    }

    /** Counters of their own with the same values. */
    public Counters copy() {
        return new Counters(packets, bytes);
    }

    /** {@code [packets:bytes]}, as {@code iptables-save} prints them. */
    @Override
    public String toString() {
        return "[" + Long.toUnsignedString(packets) + ":" + Long.toUnsignedString(bytes) + "]";
    }
}
