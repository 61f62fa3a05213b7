package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Patterns with {@code ?(…) *(…) +(…) @(…) !(…)}: one, several or none of some patterns between bars. */
final class ExtendedGlob {
    private final String pattern;
    private final String text;
    private final Map<Integer, Boolean> known = new HashMap<>();

    private ExtendedGlob(String pattern, String text) {
        this.pattern = pattern;
        this.text = text;
    }

    /** Whether a pattern holds such a list. */
    static boolean is(String pattern) {
        for (int i = 1; i < pattern.length(); i++) {
            boolean escaped = i > 1 && pattern.charAt(i - 2) == '\\';
            if (pattern.charAt(i) == '(' && "?*+@!".indexOf(pattern.charAt(i - 1)) >= 0 && !escaped) {
                return close(pattern, i) > 0;
            }
        }
        return false;
    }

    static boolean matches(String pattern, String text) {
        return new ExtendedGlob(pattern, text).from(0, 0);
    }

    private boolean from(int p, int t) {
        Boolean before = known.get(p * (text.length() + 1) + t);
        if (before != null) {
            return before;
        }
        boolean result = look(p, t);
        known.put(p * (text.length() + 1) + t, result);
        return result;
    }

    private boolean look(int p, int t) {
        if (p >= pattern.length()) {
            return t == text.length();
        }
        int close = p + 1 < pattern.length() && pattern.charAt(p + 1) == '(' && "?*+@!".indexOf(pattern.charAt(p)) >= 0
                ? close(pattern, p + 1)
                : -1;
        if (close > 0) {
            return list(pattern.charAt(p), alternatives(pattern.substring(p + 2, close)), p, close + 1, t);
        }
        if (pattern.charAt(p) == '*') {
            for (int end = t; end <= text.length(); end++) {
                if (from(p + 1, end)) {
                    return true;
                }
            }
            return false;
        }
        int length = Glob.elementLength(pattern, p);
        return t < text.length()
                && Glob.elementMatches(pattern.substring(p, p + length), text.charAt(t))
                && from(p + length, t + 1);
    }

    private boolean list(char kind, List<String> alternatives, int begin, int rest, int t) {
        if ((kind == '?' || kind == '*') && from(rest, t)) {
            return true;
        }
        for (int end = t; end <= text.length(); end++) {
            String piece = text.substring(t, end);
            boolean one = alternatives.stream().anyMatch(alternative -> Glob.matches(alternative, piece));
            boolean again = (kind == '*' || kind == '+') && one && end > t && from(begin, end);
            if (again || one != (kind == '!') && from(rest, end)) {
                return true;
            }
        }
        return false;
    }

    private static int close(String pattern, int open) {
        int depth = 0;
        for (int i = open; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            i += c == '\\' ? 1 : 0;
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> alternatives(String inside) {
        List<String> alternatives = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            i += c == '\\' ? 1 : 0;
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == '|' && depth == 0) {
                alternatives.add(inside.substring(start, i));
                start = i + 1;
            }
        }
        alternatives.add(inside.substring(start));
        return alternatives;
    }
}
