package org.ringlab.display;

import java.util.Locale;

/** Writes XML that is also HTML: every text and attribute goes through {@link #escape}. */
final class Xml {
    private final StringBuilder out = new StringBuilder();

    /** Text made safe inside elements and double-quoted attributes; characters XML forbids become U+FFFD. */
    static String escape(String text) {
        StringBuilder s = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> s.append("&amp;");
                case '<' -> s.append("&lt;");
                case '>' -> s.append("&gt;");
                case '"' -> s.append("&quot;");
                case '\'' -> s.append("&#39;");
                default -> s.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
            }
        });
        return s.toString();
    }

    /** The characters of XML 1.0, production 2, without C1 controls. */
    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || (c >= 0x20 && c < 0x7F)
                || (c >= 0xA0 && c < 0xD800)
                || (c >= 0xE000 && c < 0xFFFE)
                || c >= 0x10000;
    }

    /** Opens an element; attributes are name, value, name, value … */
    Xml open(String tag, Object... attributes) {
        return start(tag, ">", attributes);
    }

    /** Closes an element. */
    Xml close(String tag) {
        out.append("</").append(tag).append('>');
        return this;
    }

    /** An element without content, as SVG has them. */
    Xml empty(String tag, Object... attributes) {
        return start(tag, "/>", attributes);
    }

    /** Adds a dash pattern to the empty element just written; none where {@code pattern} is empty. */
    Xml dashes(String pattern) {
        if (!pattern.isEmpty()) {
            out.setLength(out.length() - 2);
            out.append(" stroke-dasharray=\"").append(escape(pattern)).append("\"/>");
        }
        return this;
    }

    /** An element with a text. */
    Xml element(String tag, String text, Object... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    /** A text. */
    Xml text(String text) {
        out.append(escape(text));
        return this;
    }

    /** Markup that this package made itself. */
    Xml raw(String markup) {
        out.append(markup);
        return this;
    }

    /** A line break in the source, so that saved drawings can be read and compared line by line. */
    Xml line() {
        out.append('\n');
        return this;
    }

    private Xml start(String tag, String end, Object... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            out.append(escape(value(attributes[i + 1]))).append('"');
        }
        out.append(end);
        return this;
    }

    private static String value(Object value) {
        if (value instanceof Double d) {
            return d == Math.rint(d) ? Long.toString(d.longValue()) : String.format(Locale.ROOT, "%.1f", d);
        }
        return String.valueOf(value);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
