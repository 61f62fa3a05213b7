package org.ringlab.host.shell;

/** File name patterns: {@code *}, {@code ?} and {@code [set]} with its classes; a backslash takes a character's meaning away. */
public final class Glob {
    private Glob() {}

    /** Whether a text holds a character with a meaning. */
    static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    /** A pattern that matches just {@code text}. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder();
        for (char c : text.toCharArray()) {
            quoted.append("*?[]\\()|+@!".indexOf(c) >= 0 ? "\\" : "").append(c);
        }
        return quoted.toString();
    }

    /** Whether {@code text} matches; takes time proportional to the product of both lengths at most. */
    public static boolean matches(String pattern, String text) {
        if (ExtendedGlob.is(pattern)) {
            return ExtendedGlob.matches(pattern, text);
        }
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            int length = p < pattern.length() ? elementLength(pattern, p) : 0;
            if (length > 0 && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (length > 0 && elementMatches(pattern.substring(p, p + length), text.charAt(t))) {
                p += length;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    static int elementLength(String pattern, int at) {
        char c = pattern.charAt(at);
        if (c == '\\' && at + 1 < pattern.length()) {
            return 2;
        }
        if (c == '[') {
            int from = at + 2;
            while (pattern.startsWith("[:", from) || pattern.startsWith("[:", from - 1)) {
                int close = pattern.indexOf(":]", from + 1);
                if (close < 0) {
                    break;
                }
                from = close + 2;
            }
            int end = pattern.indexOf(']', from);
            return end < 0 ? 1 : end - at + 1;
        }
        return 1;
    }

    static boolean elementMatches(String element, char c) {
        if (element.length() == 1) {
            return element.equals("?") || element.charAt(0) == c;
        }
        if (element.charAt(0) == '\\') {
            return element.charAt(1) == c;
        }
        boolean negated = element.charAt(1) == '!' || element.charAt(1) == '^';
        String set = element.substring(negated ? 2 : 1, element.length() - 1);
        boolean in = false;
        for (int i = 0; i < set.length(); i++) {
            int close = set.startsWith("[:", i) ? set.indexOf(":]", i + 2) : -1;
            if (close > 0) {
                in |= isOf(set.substring(i + 2, close), c);
                i = close + 1;
            } else if (i + 2 < set.length() && set.charAt(i + 1) == '-') {
                in |= set.charAt(i) <= c && c <= set.charAt(i + 2);
                i += 2;
            } else {
                in |= set.charAt(i) == c;
            }
        }
        return in != negated;
    }

    /** Whether a character is of a class of POSIX ({@code [:digit:]}). */
    private static boolean isOf(String name, char c) {
        boolean letter = Character.isLetter(c);
        boolean digit = c >= '0' && c <= '9';
        boolean visible = c > ' ' && c != 0x7F;
        return switch (name) {
            case "alpha" -> letter;
            case "digit" -> digit;
            case "alnum" -> letter || digit;
            case "upper" -> Character.isUpperCase(c);
            case "lower" -> Character.isLowerCase(c);
            case "space" -> c == ' ' || c >= '\t' && c <= '\r';
            case "blank" -> c == ' ' || c == '\t';
            case "punct" -> visible && !letter && !digit;
            case "xdigit" -> Character.digit(c, 16) >= 0;
            case "cntrl" -> c < ' ' || c == 0x7F;
            case "graph" -> visible;
            case "print" -> visible || c == ' ';
            case "word" -> letter || digit || c == '_';
            default -> false;
        };
    }
}
