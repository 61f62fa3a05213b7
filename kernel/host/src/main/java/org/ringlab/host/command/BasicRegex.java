package org.ringlab.host.command;

/** POSIX basic regular expressions (as grep and sed take them) in Java's notation. */
final class BasicRegex {
    private BasicRegex() {}

    /** In a basic expression {@code + ? | ( ) { }} are ordinary, and have their meaning behind a backslash. */
    static String toJava(String basic) {
        StringBuilder java = new StringBuilder();
        for (int i = 0; i < basic.length(); i++) {
            char c = basic.charAt(i);
            if (c == '[') {
                int end = setEnd(basic, i);
                java.append(basic, i, end);
                i = end - 1;
            } else if (c == '\\' && i + 1 < basic.length()) {
                char next = basic.charAt(++i);
                java.append("+?|(){}".indexOf(next) >= 0 ? String.valueOf(next) : "\\" + next);
            } else if ("+?|(){}".indexOf(c) >= 0 || c == '*' && (i == 0 || basic.charAt(i - 1) == '^')) {
                java.append('\\').append(c);
            } else {
                java.append(c);
            }
        }
        return java.toString();
    }

    /** The index behind a bracket expression that begins at {@code start}; the whole rest where it doesn't end. */
    private static int setEnd(String text, int start) {
        int first = start + 1 < text.length() && text.charAt(start + 1) == '^' ? start + 3 : start + 2;
        int end = text.indexOf(']', first);
        return end < 0 ? text.length() : end + 1;
    }
}
