package org.ringlab.jupyter.jshell;

/** Carets below a piece of a line, under wide characters too. */
public final class Caret {
    private Caret() {}

    /**
     * Spaces, then carets below {@code width} units of {@code line} from {@code column}, from 1. A Chinese character or a
     * full-width sign takes two columns of a terminal.
     */
    public static String under(String line, int column, int width) {
        StringBuilder text = new StringBuilder();
        int from = Math.clamp(column - 1, 0, line.length());
        int to = Math.clamp(from + width, from, line.length());
        line.substring(0, from).codePoints().forEach(c -> text.append(c == '\t' ? "\t" : " ".repeat(columns(c))));
        line.substring(from, to).codePoints().forEach(c -> text.append("^".repeat(columns(c))));
        return to == from ? text + "^" : text.toString();
    }

    /** The columns a character takes: the East Asian wide ranges that students type. */
    private static int columns(int c) {
        boolean wide = (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x2E80 && c <= 0xA4CF)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF60)
                || (c >= 0xFFE0 && c <= 0xFFE6)
                || (c >= 0x20000 && c <= 0x3FFFD);
        return wide ? 2 : 1;
    }
}
