package org.ringlab.host.command;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Orders of {@code sort} that look into the text: {@code -V} and {@code -h}. */
final class SortOrders {
    private static final Pattern HUMAN = Pattern.compile("\\s*(-?[0-9]+(?:\\.[0-9]+)?)([KMGTPEZY]?).*", Pattern.DOTALL);

    private SortOrders() {}

    /** Versions: runs of digits count as numbers, a tilde comes before everything. */
    static int versions(String left, String right) {
        int i = 0;
        int j = 0;
        while (i < left.length() || j < right.length()) {
            while (i < left.length() && !isDigit(left, i) || j < right.length() && !isDigit(right, j)) {
                int order = Integer.compare(weight(left, i), weight(right, j));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
            int from = i;
            int to = j;
            while (i < left.length() && isDigit(left, i)) {
                i++;
            }
            while (j < right.length() && isDigit(right, j)) {
                j++;
            }
            String one = left.substring(from, i).replaceFirst("^0+", "");
            String other = right.substring(to, j).replaceFirst("^0+", "");
            int order = one.length() == other.length()
                    ? one.compareTo(other)
                    : Integer.compare(one.length(), other.length());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static boolean isDigit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** Letters come before other characters, the end and digits before both. */
    private static int weight(String text, int at) {
        if (at >= text.length() || isDigit(text, at)) {
            return 0;
        }
        char c = text.charAt(at);
        return c == '~' ? -1 : Character.isLetter(c) ? c : c + 256;
    }

    /** Sizes with their units: first by the unit, then by the number. */
    static BigDecimal human(String text) {
        Matcher m = HUMAN.matcher(text);
        if (!m.matches()) {
            return BigDecimal.ZERO;
        }
        BigDecimal number = new BigDecimal(m.group(1));
        int unit = m.group(2).isEmpty() ? 0 : "KMGTPEZY".indexOf(m.group(2)) + 1;
        return number.multiply(BigDecimal.TEN.pow(20 * unit));
    }
}
