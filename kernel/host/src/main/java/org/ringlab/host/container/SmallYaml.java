package org.ringlab.host.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of YAML that manifests and compose files are written in: mappings and lists by indentation, lists in brackets,
 * plain and quoted scalars, comments, several documents. Scalars stay texts. Anchors, tags, block scalars and mappings in
 * braces aren't read.
 */
public final class SmallYaml {
    private final List<Line> lines = new ArrayList<>();
    private int at;
    private Optional<String> error = Optional.empty();

    private record Line(int number, int indent, String text) {}

    /**
     * What came of reading.
     *
     * @param documents the documents, each of mappings, lists and texts
     * @param error what is wrong, with the line; empty where nothing is
     */
    public record Read(List<Object> documents, Optional<String> error) {}

    private SmallYaml() {}

    /** Reads a text. */
    public static Read read(String text) {
        List<Object> documents = new ArrayList<>();
        SmallYaml current = new SmallYaml();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.strip().equals("---")) {
                Optional<String> wrong = current.finish(documents);
                if (wrong.isPresent()) {
                    return new Read(documents, wrong);
                }
                current = new SmallYaml();
            } else if (!line.isBlank() && !line.strip().startsWith("#")) {
                if (line.stripLeading().length() != line.length()
                        && line.substring(0, line.length() - line.stripLeading().length())
                                .contains("\t")) {
                    return new Read(
                            documents, Optional.of("line " + number + ": found character that cannot start any token"));
                }
                int indent = line.length() - line.stripLeading().length();
                current.lines.add(new Line(number, indent, withoutComment(line.strip())));
            }
        }
        return new Read(documents, current.finish(documents));
    }

    private Optional<String> finish(List<Object> documents) {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        Object tree = block(lines.getFirst().indent());
        if (error.isEmpty() && at < lines.size()) {
            fail("did not find expected key");
        }
        documents.add(tree);
        return error;
    }

    /** A comment begins at a # behind a blank, outside of quotes. */
    private static String withoutComment(String text) {
        char quote = 0;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean behindBlank = " [,".indexOf(text.charAt(i - 1)) >= 0;
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (behindBlank && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == '#' && text.charAt(i - 1) == ' ') {
                return text.substring(0, i).strip();
            }
        }
        return text;
    }

    private void fail(String what) {
        if (error.isEmpty()) {
            error = Optional.of("line "
                    + (at < lines.size()
                            ? lines.get(at).number()
                            : lines.getLast().number()) + ": " + what);
        }
        at = lines.size();
    }

    private Object block(int indent) {
        return at < lines.size() && isItem(lines.get(at).text()) ? list(indent) : mapping(indent);
    }

    private static boolean isItem(String text) {
        return text.equals("-") || text.startsWith("- ");
    }

    private List<Object> list(int indent) {
        List<Object> items = new ArrayList<>();
        while (at < lines.size()
                && lines.get(at).indent() == indent
                && isItem(lines.get(at).text())) {
            Line line = lines.get(at);
            String rest = line.text().substring(1).strip();
            if (rest.isEmpty()) {
                at++;
                items.add(
                        at < lines.size() && lines.get(at).indent() > indent
                                ? block(lines.get(at).indent())
                                : "");
            } else if (keyEnd(rest) > 0) {
                // A mapping that begins behind the dash goes on below its first key.
                int inner = indent + line.text().length() - rest.length();
                lines.set(at, new Line(line.number(), inner, rest));
                items.add(mapping(inner));
            } else {
                at++;
                items.add(scalar(rest));
            }
        }
        return items;
    }

    private Map<String, Object> mapping(int indent) {
        Map<String, Object> map = new LinkedHashMap<>();
        while (at < lines.size() && lines.get(at).indent() == indent) {
            Line line = lines.get(at);
            int colon = keyEnd(line.text());
            if (colon < 0 || isItem(line.text())) {
                fail("could not find expected ':'");
                return map;
            }
            String key = String.valueOf(scalar(line.text().substring(0, colon).strip()));
            String rest = line.text().substring(colon + 1).strip();
            if (map.containsKey(key)) {
                fail("key \"" + key + "\" already set in map");
                return map;
            }
            if (rest.startsWith("|") || rest.startsWith(">") || rest.startsWith("&") || rest.startsWith("{")) {
                fail("not simulated: this form of YAML (" + rest.charAt(0) + ")");
                return map;
            }
            at++;
            boolean deeper = at < lines.size()
                    && (lines.get(at).indent() > indent
                            || lines.get(at).indent() == indent
                                    && isItem(lines.get(at).text()));
            if (!rest.isEmpty()) {
                map.put(key, scalar(rest));
            } else {
                map.put(key, deeper ? block(lines.get(at).indent()) : "");
            }
        }
        if (at < lines.size() && lines.get(at).indent() > indent) {
            fail("mapping values are not allowed in this context");
        }
        return map;
    }

    /** Where a key ends: at a colon with a blank or nothing behind it, outside of quotes. */
    private static int keyEnd(String text) {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '[') {
                return -1;
            } else if (c == ':' && (i + 1 == text.length() || text.charAt(i + 1) == ' ')) {
                return i;
            }
        }
        return -1;
    }

    private static Object scalar(String text) {
        if (text.startsWith("[") && text.endsWith("]")) {
            List<Object> items = new ArrayList<>();
            for (String item : text.substring(1, text.length() - 1).split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
                if (!item.isBlank()) {
                    items.add(scalar(item.strip()));
                }
            }
            return items;
        }
        boolean quoted = text.length() > 1
                && (text.startsWith("\"") && text.endsWith("\"") || text.startsWith("'") && text.endsWith("'"));
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
