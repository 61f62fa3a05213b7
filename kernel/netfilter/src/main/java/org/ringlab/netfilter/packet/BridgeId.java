package org.ringlab.netfilter.packet;

import java.util.Locale;

/**
 * Who a bridge is in a spanning tree (IEEE 802.1D, 9.2.5); the least of all is the root.
 *
 * @param priority 0 to 65535
 * @param mac its Ethernet address
 */
public record BridgeId(int priority, MacAddress mac) implements Comparable<BridgeId> {
    /** As bridges begin: the middle of all priorities. */
    public static final int DEFAULT_PRIORITY = 0x8000;

    /** The same bridge with another priority. */
    public BridgeId withPriority(int other) {
        return new BridgeId(other, mac);
    }

    /** The same bridge with another address. */
    public BridgeId withMac(MacAddress other) {
        return new BridgeId(priority, other);
    }

    /** The eight bytes that stand on the wire, as a number that orders like them. */
    public long bits() {
        return (long) priority << 48 | mac.bits();
    }

    @Override
    public int compareTo(BridgeId other) {
        return Long.compareUnsigned(bits(), other.bits());
    }

    /** {@code 8000.020000000001}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%04x.%012x", priority, mac.bits());
    }
}
