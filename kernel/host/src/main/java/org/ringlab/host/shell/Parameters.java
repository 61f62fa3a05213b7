package org.ringlab.host.shell;

import java.util.List;
import java.util.Locale;

/** What <code>${x…}</code> does with a value: pieces, patterns, letters. */
final class Parameters {
    private Parameters() {}

    /** Without the shortest or longest beginning or end that matches. */
    static String trimmed(String value, String pattern, boolean end, boolean longest) {
        for (int i = 0; i <= value.length(); i++) {
            int length = longest ? value.length() - i : i;
            int cut = end ? value.length() - length : length;
            if (Glob.matches(pattern, end ? value.substring(cut) : value.substring(0, cut))) {
                return end ? value.substring(0, cut) : value.substring(cut);
            }
        }
        return value;
    }

    /** With matches replaced, the longest one at each place; {@code where} as in {@link Word.Operation.Replace}. */
    static String replaced(String value, String pattern, String with, char where) {
        if (pattern.isEmpty()) {
            return where == '#' ? with + value : where == '%' ? value + with : value;
        }
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (at <= value.length()) {
            int end = where == '%'
                    ? Glob.matches(pattern, value.substring(at)) ? value.length() : -1
                    : longest(value, pattern, at);
            if (end > at || end == at && where != '1' && where != '/') {
                result.append(with);
                at = end;
                if (where != '/' || at == value.length()) {
                    return result.append(value.substring(at)).toString();
                }
                continue;
            }
            if (at == value.length() || where == '#') {
                return result.append(value.substring(at)).toString();
            }
            result.append(value.charAt(at++));
        }
        return result.toString();
    }

    private static int longest(String value, String pattern, int from) {
        for (int end = value.length(); end >= from; end--) {
            if (Glob.matches(pattern, value.substring(from, end))) {
                return end;
            }
        }
        return -1;
    }

    /** A piece of a text, of {@code size} elements in all; negative numbers count from the end. */
    static int[] slice(int size, long offset, long length, boolean hasLength, String said) throws ExpansionException {
        long from = offset < 0 ? offset + size : offset;
        if (from < 0 || from > size) {
            return new int[] {0, 0};
        }
        long to = !hasLength ? size : length < 0 ? size + length : Math.min(size, from + length);
        if (to < from) {
            throw new ExpansionException(said + ": substring expression < 0", false);
        }
        return new int[] {(int) from, (int) to};
    }

    /** Letters that match a pattern, the first one or all, in upper or lower case; no pattern matches any. */
    static String letters(String value, boolean upper, boolean all, String pattern) {
        StringBuilder changed = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            String c = value.substring(i, i + 1);
            boolean meant = (all || i == 0) && (pattern.isEmpty() || Glob.matches(pattern, c));
            changed.append(!meant ? c : upper ? c.toUpperCase(Locale.ROOT) : c.toLowerCase(Locale.ROOT));
        }
        return changed.toString();
    }

    /** Several parameters as one text: {@code "$*"}. */
    static String joined(List<String> values, String separators) {
        return String.join(separators.isEmpty() ? "" : separators.substring(0, 1), values);
    }
}
