package org.ringlab.netfilter.packet;

import java.util.Locale;
import java.util.Optional;

/**
 * An Ethernet address.
 *
 * @param bits the six bytes in order of transmission, the first in bits 47 to 40
 */
public record MacAddress(long bits) {
    /** ff:ff:ff:ff:ff:ff. */
    public static final MacAddress BROADCAST = new MacAddress(0xFFFF_FFFF_FFFFL);

    /** 00:00:00:00:00:00, the address of loopback. */
    public static final MacAddress ZERO = new MacAddress(0);

    /** An address from six pairs of hex digits joined by colons. */
    public static Optional<MacAddress> parse(String text) {
        if (!text.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}")) {
            return Optional.empty();
        }
        return Optional.of(new MacAddress(Long.parseLong(text.replace(":", ""), 16)));
    }

    /** Whether the group bit is set (broadcast is a group too). */
    public boolean isGroup() {
        return (bits >>> 40 & 1) == 1;
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        for (int shift = 40; shift >= 0; shift -= 8) {
            s.append(String.format(Locale.ROOT, shift == 40 ? "%02x" : ":%02x", bits >>> shift & 255));
        }
        return s.toString();
    }
}
