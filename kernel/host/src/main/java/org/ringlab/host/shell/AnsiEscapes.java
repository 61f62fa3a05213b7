package org.ringlab.host.shell;

/** The backslash escapes of {@code $'…'} and {@code echo -e}. */
public final class AnsiEscapes {
    private AnsiEscapes() {}

    /** The inside of {@code $'…'}: everything behind a NUL is cut off. */
    static String quoted(String text) {
        String decoded = decode(text, false);
        int nul = decoded.indexOf('\0');
        return nul < 0 ? decoded : decoded.substring(0, nul);
    }

    /** The escapes of {@code printf %b}: those of {@code echo -e}, and octal numbers without a zero. */
    public static String escaped(String text) {
        return decode(text.replaceAll("(?<!\\\\)((?:\\\\\\\\)*\\\\)([1-7])", "$10$2"), true);
    }

    /** {@code text} with its escapes replaced; unknown ones stay as they are. */
    public static String decode(String text) {
        return decode(text, true);
    }

    /**
     * The same.
     *
     * @param zero whether an octal number begins with a zero, as for {@code echo -e}, so that others aren't one
     */
    public static String decode(String text, boolean zero) {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                s.append(c);
                continue;
            }
            char e = text.charAt(++i);
            switch (e) {
                case 'n' -> s.append('\n');
                case 't' -> s.append('\t');
                case 'r' -> s.append('\r');
                case 'a' -> s.append('\u0007');
                case 'b' -> s.append('\b');
                case 'e' -> s.append('\u001b');
                case 'E' -> s.append('\u001b');
                case 'f' -> s.append('\f');
                case 'v' -> s.append('\u000b');
                case '\\' -> s.append(e);
                case '\'', '"', '?' -> s.append(zero ? "\\" : "").append(e);
                case 'u' -> i = unicode(text, i + 1, 4, s);
                case 'U' -> i = unicode(text, i + 1, 8, s);
                case 'x' -> i = number(text, i + 1, 16, 2, s);
                case '0' -> i = number(text, i, 8, zero ? 4 : 3, s);
                case '1', '2', '3', '4', '5', '6', '7' -> {
                    if (zero) {
                        s.append('\\').append(e);
                    } else {
                        i = number(text, i, 8, 3, s);
                    }
                }
                default -> s.append('\\').append(e);
            }
        }
        return s.toString();
    }

    private static int unicode(String text, int from, int digits, StringBuilder into) {
        int end = from;
        while (end < text.length() && end < from + digits && Character.digit(text.charAt(end), 16) >= 0) {
            end++;
        }
        int code = end == from ? -1 : (int) Long.parseLong(text.substring(from, end), 16);
        into.append(Character.isValidCodePoint(code) ? Character.toString(code) : text.substring(from - 2, end));
        return end - 1;
    }

    /** Appends the character whose code stands at {@code from}; the index of its last digit. */
    private static int number(String text, int from, int radix, int digits, StringBuilder into) {
        int value = 0;
        int i = from;
        while (i < text.length() && i < from + digits && Character.digit(text.charAt(i), radix) >= 0) {
            value = value * radix + Character.digit(text.charAt(i), radix);
            i++;
        }
        if (i > from) {
            into.append((char) value);
        }
        return i - 1;
    }
}
