package org.ringlab.netfilter.packet;

import java.util.Optional;

/**
 * An IPv4 address.
 *
 * @param bits the four bytes in network order, the first in the top byte
 */
public record Ipv4Address(int bits) implements Comparable<Ipv4Address> {
    /** 0.0.0.0, "no address". */
    public static final Ipv4Address ANY = new Ipv4Address(0);

    /** 255.255.255.255. */
    public static final Ipv4Address BROADCAST = new Ipv4Address(-1);

    /** 127.0.0.1. */
    public static final Ipv4Address LOOPBACK = new Ipv4Address(0x7F000001);

    /**
     * An address from dotted decimal that is known to be good.
     *
     * @throws IllegalArgumentException where it isn't; use {@link #parse} for input
     */
    public static Ipv4Address of(String dotted) {
        return parse(dotted).orElseThrow(() -> new IllegalArgumentException("not an IPv4 address: " + dotted));
    }

    /** An address from four decimal numbers of 0 to 255 joined by dots, no leading zeros allowed beyond "0". */
    public static Optional<Ipv4Address> parse(String text) {
        int bits = 0;
        int value = -1;
        int dots = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c >= '0' && c <= '9') {
                if (value == 0) {
                    return Optional.empty();
                }
                value = (value < 0 ? 0 : value * 10) + (c - '0');
                if (value > 255) {
                    return Optional.empty();
                }
            } else if (c == '.' && value >= 0) {
                bits = bits << 8 | value;
                value = -1;
                dots++;
            } else {
                return Optional.empty();
            }
        }
        return dots == 4 ? Optional.of(new Ipv4Address(bits)) : Optional.empty();
    }

    /** 0.0.0.0/8: nobody, or somebody who has no address yet. */
    public boolean isZero() {
        return bits >>> 24 == 0;
    }

    /** Whether it is in 127.0.0.0/8. */
    public boolean isLoopback() {
        return bits >>> 24 == 127;
    }

    /** Whether it is in 224.0.0.0/4. */
    public boolean isMulticast() {
        return bits >>> 28 == 14;
    }

    @Override
    public int compareTo(Ipv4Address other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }
}
