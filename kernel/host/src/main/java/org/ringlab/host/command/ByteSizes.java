package org.ringlab.host.command;

import java.util.OptionalLong;

/** Sizes as coreutils read them: {@code 512}, {@code 100k}, {@code 1M}, {@code 1MB}, {@code 2GiB}. */
final class ByteSizes {
    private static final String UNITS = "KMGTP";

    private ByteSizes() {}

    /** Bytes; empty where it is no such size, or one beyond a peta. */
    static OptionalLong parse(String text) {
        if (!text.matches("[0-9]{1,12}(c|w|b|[kKMGTP](B|iB)?)?")) {
            return OptionalLong.empty();
        }
        String digits = text.replaceFirst("[^0-9].*", "");
        String unit = text.substring(digits.length());
        long number = Long.parseLong(digits);
        if (unit.isEmpty() || unit.equals("c")) {
            return OptionalLong.of(number);
        }
        if (unit.equals("w") || unit.equals("b")) {
            return OptionalLong.of(number * (unit.equals("w") ? 2 : 512));
        }
        long base = unit.endsWith("B") && !unit.endsWith("iB") ? 1000 : 1024;
        long bytes = number;
        for (int i = 0; i <= UNITS.indexOf(Character.toUpperCase(unit.charAt(0))); i++) {
            if (bytes > Long.MAX_VALUE / base) {
                return OptionalLong.empty();
            }
            bytes *= base;
        }
        return OptionalLong.of(bytes);
    }
}
