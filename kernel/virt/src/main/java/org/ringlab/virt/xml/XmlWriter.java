package org.ringlab.virt.xml;

/** Lays a document out: two blanks a level, as virBuffer does ({@code '}) and as lxml does ({@code "}). */
public final class XmlWriter {
    private final StringBuilder out = new StringBuilder();
    private final char quote;

    private XmlWriter(char quote) {
        this.quote = quote;
    }

    /** A document as libvirt prints it. */
    public static String write(Element root) {
        return write(root, '\'', 0);
    }

    /**
     * A document, or a part of one.
     *
     * @param quote around values: {@code '} or {@code "}
     * @param level how many levels deep it stands
     */
    public static String write(Element root, char quote, int level) {
        XmlWriter writer = new XmlWriter(quote);
        writer.element(root, level);
        return writer.out.toString();
    }

    private void element(Element e, int level) {
        out.append("  ".repeat(level)).append('<').append(e.name());
        e.attributes()
                .forEach((key, value) -> out.append(' ')
                        .append(key)
                        .append('=')
                        .append(quote)
                        .append(escaped(value, quote == '\''))
                        .append(quote));
        if (!e.children().isEmpty() || e.isOpen()) {
            out.append(">\n");
            e.children().forEach(child -> element(child, level + 1));
            out.append("  ".repeat(level)).append("</").append(e.name()).append(">\n");
        } else if (e.text().isEmpty()) {
            out.append("/>\n");
        } else {
            out.append('>')
                    .append(escaped(e.text(), quote == '\''))
                    .append("</")
                    .append(e.name())
                    .append(">\n");
        }
    }

    /** libvirt escapes both quotes everywhere, lxml the double one. */
    private static String escaped(String text, boolean both) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append(both ? "&apos;" : "'");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }
}
