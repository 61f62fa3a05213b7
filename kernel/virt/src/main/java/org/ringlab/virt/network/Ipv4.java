package org.ringlab.virt.network;

import java.util.Optional;

/** IPv4 addresses as numbers. */
public final class Ipv4 {
    private Ipv4() {}

    /** The number of an address; empty where the text is none. */
    public static Optional<Long> parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        long number = 0;
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Optional.empty();
            }
            int octet = Integer.parseInt(part);
            if (octet > 255) {
                return Optional.empty();
            }
            number = number << 8 | octet;
        }
        return Optional.of(number);
    }

    /** {@code 192.168.122.0}. */
    public static String text(long number) {
        return (number >>> 24 & 255) + "." + (number >>> 16 & 255) + "." + (number >>> 8 & 255) + "." + (number & 255);
    }

    /** The netmask of a prefix's length. */
    public static long mask(int prefix) {
        return prefix == 0 ? 0 : 0xFFFF_FFFFL << 32 - prefix & 0xFFFF_FFFFL;
    }

    /** How long the prefix of an address's class is (virSocketAddrGetIPPrefix). */
    static int classPrefix(String address) {
        long bits = parse(address).orElse(0L);
        return bits >>> 31 == 0 ? 8 : bits >>> 30 == 2 ? 16 : bits >>> 29 == 6 ? 24 : 0;
    }
}
