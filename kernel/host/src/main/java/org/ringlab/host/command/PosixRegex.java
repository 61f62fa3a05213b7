package org.ringlab.host.command;

import java.util.Map;

/** POSIX regular expressions, basic and extended with GNU's additions, in Java's notation. */
public final class PosixRegex {
    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("alnum", "\\p{Alnum}"),
            Map.entry("alpha", "\\p{Alpha}"),
            Map.entry("blank", " \\t"),
            Map.entry("cntrl", "\\p{Cntrl}"),
            Map.entry("digit", "0-9"),
            Map.entry("graph", "\\p{Graph}"),
            Map.entry("lower", "a-z"),
            Map.entry("print", "\\p{Print}"),
            Map.entry("punct", "\\p{Punct}"),
            Map.entry("space", "\\s"),
            Map.entry("upper", "A-Z"),
            Map.entry("xdigit", "0-9A-Fa-f"));

    private final String text;
    private final boolean extended;
    private final StringBuilder java = new StringBuilder();
    private int at;

    private PosixRegex(String text, boolean extended) {
        this.text = text;
        this.extended = extended;
    }

    /** In a basic expression {@code + ? | ( ) { }} are ordinary, and have their meaning behind a backslash. */
    public static String toJava(String posix, boolean extended) {
        PosixRegex regex = new PosixRegex(posix, extended);
        while (regex.at < posix.length()) {
            regex.next();
        }
        return regex.java.toString();
    }

    private void next() {
        char c = text.charAt(at);
        if (c == '[') {
            set();
        } else if (c == '\\' && at + 1 < text.length()) {
            char escaped = text.charAt(at + 1);
            at += 2;
            if ("+?|(){}".indexOf(escaped) >= 0) {
                java.append(extended ? "\\" : "").append(escaped);
            } else {
                java.append(
                        switch (escaped) {
                            case '<' -> "\\b(?=\\w)";
                            case '>' -> "\\b(?<=\\w)";
                            case '`' -> "\\A";
                            case '\'' -> "\\z";
                            case 'n' -> "\\n";
                            case 't' -> "\\t";
                            case 'w', 'W', 's', 'S', 'b', 'B', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                                "\\" + escaped;
                            default -> Character.isLetterOrDigit(escaped) ? String.valueOf(escaped) : "\\" + escaped;
                        });
            }
        } else {
            at++;
            boolean begins = at == 1
                    || text.startsWith("\\(", at - 3)
                    || text.startsWith("\\|", at - 3)
                    || at == 2 && text.charAt(0) == '^';
            boolean ordinary = !extended
                    && ("+?|(){}".indexOf(c) >= 0
                            || c == '*' && begins
                            || c == '^' && !(at == 1 || begins)
                            || c == '$'
                                    && !(at == text.length()
                                            || text.startsWith("\\)", at)
                                            || text.startsWith("\\|", at)));
            boolean brace = extended && c == '{' && !text.substring(at).matches("(?s)[0-9]*,?[0-9]*}.*");
            java.append(ordinary || brace ? "\\" : "").append(c);
        }
    }

    /** A bracket expression: a backslash in it is ordinary. */
    private void set() {
        int start = at++;
        StringBuilder set = new StringBuilder("[");
        if (at < text.length() && text.charAt(at) == '^') {
            set.append('^');
            at++;
        }
        boolean first = true;
        while (at < text.length() && (first || text.charAt(at) != ']')) {
            first = false;
            int end = text.startsWith("[:", at) ? text.indexOf(":]", at + 2) : -1;
            if (end > 0 && CLASSES.containsKey(text.substring(at + 2, end))) {
                set.append(CLASSES.get(text.substring(at + 2, end)));
                at = end + 2;
            } else {
                char c = text.charAt(at++);
                set.append("[]\\&^".indexOf(c) >= 0 ? "\\" : "").append(c);
            }
        }
        if (at >= text.length()) {
            // never closed: Java complains of it as the real program does
            java.append(text.substring(start).replace("[", "[[[["));
            return;
        }
        at++;
        java.append(set).append(']');
    }
}
