package org.ringlab.virt.image;

import java.util.Locale;

/** Which QEMU's texts and rules hold. */
public enum QemuVersion {
    /** CentOS 7's: a backing format may be left out, no locks, no shrinking, sizes as {@code 10G}. */
    V1_5_3,
    /** Debian 12's. */
    V7_2;

    /** As {@code --version} prints it. */
    String text() {
        return switch (this) {
            case V1_5_3 -> "1.5.3";
            case V7_2 -> "7.2.15";
        };
    }

    /** A size for people, such as {@code 10 GiB}. */
    String size(long bytes) {
        return switch (this) {
            case V1_5_3 -> old(bytes);
            case V7_2 -> {
                int power = 0;
                double value = bytes;
                while (value >= 1000 && power < 6) {
                    value /= 1024;
                    power++;
                }
                yield threeDigits(value) + " " + (power == 0 ? "" : "KMGTPE".charAt(power - 1) + "i") + "B";
            }
        };
    }

    private static String old(long bytes) {
        if (bytes <= 999) {
            return String.valueOf(bytes);
        }
        long base = 1024;
        for (int i = 0; ; i++, base *= 1024) {
            if (bytes < 10 * base) {
                return String.format(Locale.ROOT, "%.1f%c", (double) bytes / base, "KMGT".charAt(i));
            }
            if (bytes < 1000 * base || i == 3) {
                return (bytes + (base >> 1)) / base + "" + "KMGT".charAt(i);
            }
        }
    }

    /** {@code %0.3g} of a number below 1024. */
    private static String threeDigits(double value) {
        int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.9995 || value == 0 ? 2 : 3;
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceFirst("0+$", "").replaceFirst("\\.$", "") : text;
    }
}
