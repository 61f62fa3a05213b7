package org.ringlab.display;

/** How wide a text will be, guessed without a font: good enough to shorten what would run out of its box. */
final class Labels {
    private Labels() {}

    /** The text, cut with an ellipsis where it would be wider than {@code pixels} at that font size. */
    static String fit(String text, int pixels, int fontSize) {
        if (width(text, fontSize) <= pixels) {
            return text;
        }
        StringBuilder s = new StringBuilder();
        for (int c : text.codePoints().toArray()) {
            if (width(s, fontSize) + charWidth(c) * fontSize + 0.7 * fontSize > pixels) {
                break;
            }
            s.appendCodePoint(c);
        }
        return s.append('…').toString();
    }

    /** The width of a text in pixels, a little generously. */
    static double width(CharSequence text, int fontSize) {
        return text.codePoints().mapToDouble(Labels::charWidth).sum() * fontSize;
    }

    /** Chinese is as wide as high, Latin letters about 0.6 of it. */
    private static double charWidth(int c) {
        return c >= 0x2E80 ? 1.0 : 0.6;
    }
}
