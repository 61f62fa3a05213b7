package org.ringlab.jupyter.session;

/** Cursor positions: front ends count code points, Java counts UTF-16 units. */
final class Positions {
    private Positions() {}

    /** The UTF-16 offset after {@code codePoints} code points, at most the length of the text. */
    static int utf16(String text, int codePoints) {
        int all = text.codePointCount(0, text.length());
        return text.offsetByCodePoints(0, Math.clamp(codePoints, 0, all));
    }

    /** How many code points stand before the UTF-16 offset. */
    static int codePoints(String text, int offset) {
        return text.codePointCount(0, Math.clamp(offset, 0, text.length()));
    }
}
