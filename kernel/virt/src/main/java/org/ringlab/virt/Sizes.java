package org.ringlab.virt;

import java.util.Locale;
import java.util.Optional;

/** Sizes as libvirt reads and shows them (virScaleInteger, vshPrettyCapacity). */
public final class Sizes {
    private static final String UNITS = "KMGTPE";

    private Sizes() {}

    /** A number without sign; empty where the text is none, or too large. */
    public static Optional<Long> number(String text) {
        String digits = text.strip();
        if (digits.isEmpty() || digits.length() > 19 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(digits));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    /**
     * Bytes.
     *
     * @param unit {@code KiB}, {@code MB}, {@code G} …; where empty, {@code scale} bytes
     */
    public static long bytes(long value, String unit, long scale) throws VirError {
        long factor = scale;
        if (!unit.isEmpty()) {
            String lower = unit.toLowerCase(Locale.ROOT);
            int power = UNITS.toLowerCase(Locale.ROOT).indexOf(lower.charAt(0)) + 1;
            String rest = lower.substring(1);
            boolean binary = rest.isEmpty() || rest.equals("ib");
            if (lower.equals("b") || lower.equals("byte") || lower.equals("bytes")) {
                factor = 1;
            } else if (power == 0 || !binary && !rest.equals("b")) {
                throw new VirError(VirError.Code.ARGUMENT, "unknown suffix '" + unit + "'");
            } else {
                factor = 1;
                for (int i = 0; i < power; i++) {
                    factor *= binary ? 1024 : 1000;
                }
            }
        }
        if (value != 0 && factor > Long.MAX_VALUE / value) {
            throw new VirError(VirError.Code.OVERFLOW, "value too large: " + value + unit);
        }
        return value * factor;
    }

    /** Bytes out of a number with a unit behind it, {@code 10M}; empty where that makes no sense. */
    public static Optional<Long> scaled(String text, long scale) throws VirError {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        Optional<Long> value = number(text.substring(0, end));
        return value.isEmpty()
                ? Optional.empty()
                : Optional.of(bytes(value.get(), text.substring(end).strip(), scale));
    }

    /** {@code 1.00 GiB}. */
    public static String pretty(long bytes) {
        double value = bytes;
        String unit = "B";
        for (int i = 0; i < UNITS.length() && value >= 1024; i++) {
            value /= 1024;
            unit = UNITS.charAt(i) + "iB";
        }
        return String.format(Locale.ROOT, "%.2f %s", value, unit);
    }
}
