package org.ringlab.host.shell;

/** The backslash escapes of {@code $'…'} and {@code echo -e}. */
public final class AnsiEscapes {
    private AnsiEscapes() {}

    /** {@code text} with its escapes replaced; unknown ones stay as they are. */
    public static String decode(String text) {
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
                case '\\', '\'', '"' -> s.append(e);
                case 'x' -> i = number(text, i + 1, 16, 2, s);
                case '0' -> i = number(text, i, 8, 4, s);
                default -> s.append('\\').append(e);
            }
        }
        return s.toString();
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
