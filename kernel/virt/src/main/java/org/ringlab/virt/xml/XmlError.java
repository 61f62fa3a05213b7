package org.ringlab.virt.xml;

/**
 * Where and why a text is not XML.
 *
 * @param line from 1
 * @param message in libxml2's words
 * @param context the line's text; empty where the text is at its end
 * @param column bytes of that line in front of the place
 */
public record XmlError(int line, String message, String context, int column) {
    /**
     * As libvirt reports it (virCatchXMLParseError).
     *
     * @param document what it was reading: {@code domain_definition}
     */
    public String libvirt(String document) {
        String shown = context.isEmpty() ? "(null)" : context;
        return "(" + document + "):" + line + ": " + message + "\n" + shown + "\n" + "-".repeat(column) + "^";
    }

    /** As {@code xmllint} reports it. */
    public String xmllint(String file) {
        return file + ":" + line + ": parser error : " + message + "\n" + context + "\n" + " ".repeat(column) + "^\n";
    }
}
