package org.ringlab.virt.image;

import java.math.BigDecimal;
import java.util.OptionalLong;

/** Sizes as QEMU's tools read them ({@code qemu_strtosz}): a number, maybe a fraction, and a letter. */
final class Sizes {
    private static final String UNITS = "BKMGTPE";

    private Sizes() {}

    /** Bytes; empty where it is no size below 2^63. */
    static OptionalLong parse(String text) {
        if (!text.matches("[0-9]{1,20}(\\.[0-9]{0,20})?[bBkKmMgGtTpPeE]?")) {
            return OptionalLong.empty();
        }
        char last = Character.toUpperCase(text.charAt(text.length() - 1));
        int unit = Math.max(0, UNITS.indexOf(last));
        String number = Character.isDigit(last) || last == '.' ? text : text.substring(0, text.length() - 1);
        BigDecimal bytes = new BigDecimal(number.endsWith(".") ? number + "0" : number)
                .multiply(BigDecimal.valueOf(1L << 10 * unit));
        return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? OptionalLong.empty()
                : OptionalLong.of(bytes.longValue());
    }
}
