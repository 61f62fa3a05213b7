package org.ringlab.virt;

import java.util.Locale;
import java.util.Optional;

/** UUIDs and Ethernet addresses of guests, read and made. */
public final class Identity {
    private Identity() {}

    /** A UUID of the shape that libvirt makes, version 4. */
    public static String uuid(VirtHost host) {
        long high = host.chance() & ~0xF000L | 0x4000L;
        long low = host.chance() & 0x3FFF_FFFF_FFFF_FFFFL | Long.MIN_VALUE;
        String hex = String.format(Locale.ROOT, "%016x%016x", high, low);
        return dashed(hex);
    }

    private static String dashed(String hex) {
        return String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20),
                hex.substring(20));
    }

    /** A UUID as libvirt prints it; empty where the text is none. */
    public static Optional<String> uuid(String text) {
        String hex = text.strip().replace("-", "").toLowerCase(Locale.ROOT);
        boolean good = hex.length() == 32 && hex.chars().allMatch(c -> Character.digit(c, 16) >= 0);
        return good ? Optional.of(dashed(hex)) : Optional.empty();
    }

    /** An address of QEMU's, {@code 52:54:00:…}. */
    public static String mac(VirtHost host) {
        long chance = host.chance();
        return String.format(
                Locale.ROOT, "52:54:00:%02x:%02x:%02x", chance >>> 16 & 255, chance >>> 8 & 255, chance & 255);
    }

    /** An Ethernet address as libvirt prints it; empty where the text is none ({@code virMacAddrParse}). */
    public static Optional<String> mac(String text) {
        String[] bytes = text.split(":", -1);
        if (bytes.length != 6) {
            return Optional.empty();
        }
        StringBuilder mac = new StringBuilder();
        for (String b : bytes) {
            if (b.isEmpty() || b.length() > 2 || !b.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
                return Optional.empty();
            }
            mac.append(mac.isEmpty() ? "" : ":")
                    .append(b.length() == 1 ? "0" : "")
                    .append(b.toLowerCase(Locale.ROOT));
        }
        return Optional.of(mac.toString());
    }

    /** Whether an address is a group's. */
    public static boolean isMulticast(String mac) {
        return (Character.digit(mac.charAt(1), 16) & 1) == 1;
    }
}
