package org.ringlab.virt.xml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads XML 1.0 without document types, and fails at the places and in the words of libxml2 (parser.c). */
public final class XmlParser {
    private static final int DEEPEST = 256;

    private final String s;
    private int at;
    private int line = 1;
    private final List<XmlError> errors = new ArrayList<>();

    private XmlParser(String text) {
        s = text;
    }

    /** Reads a whole document. */
    public static XmlResult parse(String text) {
        XmlParser parser = new XmlParser(text);
        Element root = parser.document();
        return root == null || !parser.errors.isEmpty()
                ? new XmlResult.Broken(List.copyOf(parser.errors))
                : new XmlResult.Parsed(root);
    }

    /** Notes an error at the place reached; null, for the caller to go back with. */
    private @Nullable Element fail(String message) {
        int start = at == 0 ? 0 : s.lastIndexOf('\n', at - 1) + 1;
        int end = s.indexOf('\n', start);
        String context = s.substring(start, end < 0 ? s.length() : end);
        int column = s.substring(start, at).getBytes(StandardCharsets.UTF_8).length;
        errors.add(new XmlError(line, message, context, column));
        return null;
    }

    private boolean has(String next) {
        return s.startsWith(next, at);
    }

    private char peek() {
        return at < s.length() ? s.charAt(at) : 0;
    }

    private void skip(int characters) {
        for (int end = Math.min(s.length(), at + characters); at < end; at++) {
            if (s.charAt(at) == '\n') {
                line++;
            }
        }
    }

    private boolean blanks() {
        int start = at;
        while (at < s.length() && " \t\r\n".indexOf(s.charAt(at)) >= 0) {
            skip(1);
        }
        return at > start;
    }

    private @Nullable Element document() {
        if (s.isEmpty()) {
            return fail("Document is empty");
        }
        if (has("<?xml") && s.length() > 5 && " \t\r\n".indexOf(s.charAt(5)) >= 0) {
            int end = s.indexOf("?>");
            if (end < 0) {
                skip(s.length());
                return fail("parsing XML declaration: '?>' expected");
            }
            skip(end + 2);
        }
        if (!misc()) {
            return null;
        }
        if (peek() != '<') {
            return fail("Start tag expected, '<' not found");
        }
        Element root = element(0);
        if (root == null) {
            // A start tag that broke leaves the document where it is.
            if (errors.size() > 1) {
                fail("Extra content at the end of the document");
            }
            return null;
        }
        if (!misc()) {
            return null;
        }
        return at < s.length() ? fail("Extra content at the end of the document") : root;
    }

    /** Comments, instructions and blanks around the root; false where one of them is broken. */
    private boolean misc() {
        while (true) {
            blanks();
            if (has("<!--")) {
                if (!comment()) {
                    return false;
                }
            } else if (has("<?")) {
                if (!instruction()) {
                    return false;
                }
            } else {
                return true;
            }
        }
    }

    private boolean comment() {
        int end = s.indexOf("-->", at + 4);
        if (end < 0) {
            skip(s.length());
            fail("Comment not terminated");
            return false;
        }
        skip(end + 3 - at);
        return true;
    }

    private boolean instruction() {
        skip(2);
        String target = name();
        if (target.toLowerCase(Locale.ROOT).equals("xml")) {
            fail("XML declaration allowed only at the start of the document");
            return false;
        }
        int end = s.indexOf("?>", at);
        if (target.isEmpty() || end < 0) {
            fail(target.isEmpty() ? "xmlParsePI : no target name" : "ParsePI: PI " + target + " never end ...");
            return false;
        }
        skip(end + 2 - at);
        return true;
    }

    private String name() {
        int start = at;
        while (at < s.length()) {
            char c = s.charAt(at);
            boolean begins = Character.isLetter(c) || c == '_' || c == ':' || Character.isSurrogate(c);
            if (!begins && (at == start || !(Character.isDigit(c) || c == '-' || c == '.'))) {
                break;
            }
            at++;
        }
        return s.substring(start, at);
    }

    private @Nullable Element element(int depth) {
        skip(1);
        String name = name();
        if (name.isEmpty()) {
            return fail("StartTag: invalid element name");
        }
        if (depth > DEEPEST) {
            return fail("Excessive depth in document: " + DEEPEST + " use XML_PARSE_HUGE option");
        }
        Element element = attributes(name);
        if (element == null) {
            return null;
        }
        if (has("/>")) {
            skip(2);
            return element;
        }
        skip(1);
        return content(element, depth) && endTag(element) ? element : null;
    }

    /** The start tag up to its end, which stays; null where it is broken. */
    private @Nullable Element attributes(String name) {
        int tagLine = line;
        List<String[]> found = new ArrayList<>();
        boolean apart = blanks();
        while (at < s.length() && peek() != '>' && !has("/>")) {
            if (!apart) {
                fail("attributes construct error");
                break;
            }
            if (!attribute(found)) {
                break;
            }
            apart = blanks();
        }
        if (peek() != '>' && !has("/>") || !errors.isEmpty()) {
            if (peek() != '>' && !has("/>")) {
                fail("Couldn't find end of Start Tag " + name + " line " + tagLine);
            }
            return null;
        }
        Element element = new Element(name, line);
        found.forEach(pair -> element.set(pair[0], pair[1]));
        return element;
    }

    private boolean attribute(List<String[]> found) {
        String key = name();
        if (key.isEmpty()) {
            fail("xmlParseStartTag: problem parsing attributes");
            return false;
        }
        blanks();
        if (peek() != '=') {
            fail("Specification mandates value for attribute " + key);
            return false;
        }
        skip(1);
        blanks();
        String value = value();
        if (value == null) {
            fail("attributes construct error");
            return false;
        }
        if (found.stream().anyMatch(pair -> pair[0].equals(key))) {
            fail("Attribute " + key + " redefined");
            return true;
        }
        found.add(new String[] {key, value});
        return true;
    }

    private @Nullable String value() {
        char quote = peek();
        if (quote != '"' && quote != '\'') {
            fail("AttValue: \" or ' expected");
            return null;
        }
        skip(1);
        StringBuilder value = new StringBuilder();
        while (at < s.length() && peek() != quote) {
            char c = peek();
            if (c == '<') {
                fail("Unescaped '<' not allowed in attributes values");
                return null;
            }
            if (c == '&') {
                if (!reference(value)) {
                    return null;
                }
                continue;
            }
            value.append(c == '\n' || c == '\t' || c == '\r' ? ' ' : c);
            skip(1);
        }
        if (at >= s.length()) {
            fail("AttValue: ' expected");
            return null;
        }
        skip(1);
        return value.toString();
    }

    /** What is between the tags; false where it is broken or never ends. */
    private boolean content(Element element, int depth) {
        StringBuilder text = new StringBuilder();
        while (!has("</")) {
            if (at >= s.length()) {
                fail("Premature end of data in tag " + element.name() + " line " + element.line());
                return false;
            }
            if (has("<!--")) {
                if (!comment()) {
                    return false;
                }
            } else if (has("<![CDATA[")) {
                int end = s.indexOf("]]>", at);
                if (end < 0) {
                    skip(s.length());
                    fail("CData section not finished");
                    return false;
                }
                text.append(s, at + 9, end);
                skip(end + 3 - at);
            } else if (has("<?")) {
                if (!instruction()) {
                    return false;
                }
            } else if (peek() == '<') {
                Element child = element(depth + 1);
                if (child == null) {
                    return false;
                }
                element.add(child);
            } else if (peek() == '&') {
                if (!reference(text)) {
                    return false;
                }
            } else {
                text.append(peek());
                skip(1);
            }
        }
        String all = text.toString();
        element.setText(element.children().isEmpty() || !all.isBlank() ? all : "");
        return true;
    }

    private boolean endTag(Element element) {
        skip(2);
        String name = name();
        blanks();
        if (peek() != '>') {
            fail("expected '>'");
            return false;
        }
        skip(1);
        if (!name.equals(element.name())) {
            fail("Opening and ending tag mismatch: " + element.name() + " line " + element.line() + " and " + name);
            return false;
        }
        return true;
    }

    private boolean reference(StringBuilder out) {
        if (has("&#")) {
            int end = s.indexOf(';', at);
            int character = end < 0 ? -1 : number(s.substring(at + 2, end));
            if (character < 0) {
                skip(2);
                fail("xmlParseCharRef: invalid xmlChar value 0");
                return false;
            }
            out.appendCodePoint(character);
            skip(end + 1 - at);
            return true;
        }
        skip(1);
        String name = name();
        if (name.isEmpty()) {
            fail("xmlParseEntityRef: no name");
            return false;
        }
        if (peek() != ';') {
            fail("EntityRef: expecting ';'");
            return false;
        }
        skip(1);
        String stands = switch (name) {
            case "lt" -> "<";
            case "gt" -> ">";
            case "amp" -> "&";
            case "quot" -> "\"";
            case "apos" -> "'";
            default -> "";
        };
        if (stands.isEmpty()) {
            fail("Entity '" + name + "' not defined");
            return false;
        }
        out.append(stands);
        return true;
    }

    /** A character by its number, decimal or {@code x} and hexadecimal; -1 where there is none of it. */
    private static int number(String digits) {
        boolean hex = digits.startsWith("x");
        String rest = hex ? digits.substring(1) : digits;
        if (rest.isEmpty()
                || rest.length() > 7
                || !rest.chars().allMatch(c -> Character.digit(c, hex ? 16 : 10) >= 0)) {
            return -1;
        }
        int value = Integer.parseInt(rest, hex ? 16 : 10);
        boolean allowed = value == 9 || value == 10 || value == 13 || value >= 32 && value <= 0x10FFFF;
        return allowed ? value : -1;
    }
}
