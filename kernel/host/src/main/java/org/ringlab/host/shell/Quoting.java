package org.ringlab.host.shell;

import java.util.Locale;

/** How bash writes a word so that it could be typed again: in single quotes, double quotes, or with backslashes. */
public final class Quoting {
    /** Characters that mean something to a shell wherever they stand. */
    private static final String META = " \t\n'\"\\|&;()<>!{}*[]?^$`";

    private Quoting() {}

    /** Whether a word would be read as something else without quotes. */
    static boolean needed(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean begins = i == 0 || word.charAt(i - 1) == '=' || word.charAt(i - 1) == ':';
            if (META.indexOf(c) >= 0 || c == '~' && begins || c == '#' && i == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean unprintable(String word) {
        return word.chars().anyMatch(c -> c < ' ' || c == 127);
    }

    /** A word as {@code set -x} shows it: in quotes where it needs them. */
    static String shown(String word) {
        return word.isEmpty() ? "''" : unprintable(word) ? ansi(word) : needed(word) ? single(word) : word;
    }

    /** A word in single quotes, always: <code>${x@Q}</code>. */
    public static String reusable(String word) {
        return unprintable(word) ? ansi(word) : single(word);
    }

    /** A value as {@code set} lists it. */
    public static String listed(String word) {
        return word.isEmpty() ? "" : shown(word);
    }

    /** A value as {@code declare -p} shows it. */
    static String declared(String word) {
        return unprintable(word) ? ansi(word) : "\"" + word.replaceAll("[\\\\\"$`]", "\\\\$0") + "\"";
    }

    /** A word with a backslash before what needs one: {@code printf %q}. */
    public static String escaped(String word) {
        if (word.isEmpty()) {
            return "''";
        }
        if (unprintable(word)) {
            return ansi(word);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean begins = i == 0 || word.charAt(i - 1) == '=' || word.charAt(i - 1) == ':';
            boolean means = META.indexOf(c) >= 0 || c == ',' || c == '~' && begins || c == '#' && i == 0;
            text.append(means ? "\\" : "").append(c);
        }
        return text.toString();
    }

    static String single(String word) {
        return word.equals("'") ? "\\'" : "'" + word.replace("'", "'\\''") + "'";
    }

    /** A word as {@code $'…'}. */
    private static String ansi(String word) {
        StringBuilder text = new StringBuilder("$'");
        for (char c : word.toCharArray()) {
            text.append(
                    switch (c) {
                        case '\n' -> "\\n";
                        case '\t' -> "\\t";
                        case '\r' -> "\\r";
                        case '\u0007' -> "\\a";
                        case '\b' -> "\\b";
                        case '\f' -> "\\f";
                        case '\u000b' -> "\\v";
                        case '\u001b' -> "\\E";
                        case '\\', '\'' -> "\\" + c;
                        default ->
                            c < ' ' || c == 127 ? String.format(Locale.ROOT, "\\%03o", (int) c) : String.valueOf(c);
                    });
        }
        return text.append('\'').toString();
    }
}
