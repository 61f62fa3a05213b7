package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * A number as C's library reads one at the beginning of a text ({@code strtoul}, {@code strtoull}, {@code atoi}): blanks and a
 * sign may stand before it, anything behind it.
 *
 * @param value the 64 bits; all ones where the number is too large
 * @param tooLarge whether it was
 * @param end where the number ends; 0 where there is none, and the value is 0 then
 */
record CNumber(long value, boolean tooLarge, int end) {
    private static final String BLANKS = " \t\n\u000B\f\r";

    /**
     * Reads an unsigned number of 64 bits.
     *
     * @param base 10 or 16; 0 for decimal, octal behind {@code 0} and hexadecimal behind {@code 0x}
     */
    static CNumber read(String text, int base) {
        int at = 0;
        while (at < text.length() && BLANKS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        boolean negative = at < text.length() && text.charAt(at) == '-';
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            at++;
        }
        int radix = base;
        if (base != 10 && text.regionMatches(true, at, "0x", 0, 2) && digit(text, at + 2, 16) >= 0) {
            radix = 16;
            at += 2;
        } else if (base == 0) {
            radix = digit(text, at, 10) == 0 ? 8 : 10;
        }
        int first = at;
        long value = 0;
        boolean tooLarge = false;
        for (int digit = digit(text, at, radix); digit >= 0; digit = digit(text, ++at, radix)) {
            tooLarge |= Long.compareUnsigned(value, Long.divideUnsigned(-1 - digit, radix)) > 0;
            value = value * radix + digit;
        }
        if (at == first) {
            return new CNumber(0, false, 0);
        }
        return new CNumber(tooLarge ? -1 : negative ? -value : value, tooLarge, at);
    }

    private static int digit(String text, int at, int radix) {
        return at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), radix) : -1;
    }

    /** {@code atoll}: the signed decimal number a text begins with, as large as it can be, or 0. */
    static long atoll(String text) {
        CNumber number = read(text, 10);
        boolean negative = text.strip().startsWith("-");
        boolean large = number.tooLarge || (negative ? number.value > 0 : number.value < 0);
        return large ? negative ? Long.MIN_VALUE : Long.MAX_VALUE : number.value;
    }

    /** {@code atoi}: the low 32 bits of that. */
    static int atoi(String text) {
        return (int) atoll(text);
    }

    /** The words between separators, empty ones left out, as {@code strtok} finds them. */
    static List<String> tokens(String text, String separators) {
        List<String> words = new ArrayList<>();
        StringTokenizer each = new StringTokenizer(text, separators);
        while (each.hasMoreTokens()) {
            words.add(each.nextToken());
        }
        return words;
    }
}
