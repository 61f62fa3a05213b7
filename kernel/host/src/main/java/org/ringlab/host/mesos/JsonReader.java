package org.ringlab.host.mesos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON as a plain tree: mappings, lists, texts, {@code Double}, {@code Boolean}; {@code null} is an empty text (RFC 8259). */
final class JsonReader {
    private static final int DEEPEST = 64;

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /** The tree of a text; empty where it isn't JSON. */
    static Optional<Object> read(String text) {
        JsonReader reader = new JsonReader(text);
        Optional<Object> value = reader.value(0);
        reader.blanks();
        return reader.at == text.length() ? value : Optional.empty();
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean take(char c) {
        blanks();
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private Optional<Object> word(String word, Object value) {
        boolean there = text.startsWith(word, at);
        at += there ? word.length() : 0;
        return there ? Optional.of(value) : Optional.empty();
    }

    private Optional<Object> value(int depth) {
        blanks();
        if (at >= text.length() || depth > DEEPEST) {
            return Optional.empty();
        }
        return switch (text.charAt(at)) {
            case '{' -> mapping(depth);
            case '[' -> list(depth);
            case '"' -> quoted().map(s -> s);
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", "");
            default -> number();
        };
    }

    private Optional<Object> mapping(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        if (take('}')) {
            return Optional.of(map);
        }
        do {
            blanks();
            Optional<String> key = quoted();
            Optional<Object> value = key.isPresent() && take(':') ? value(depth + 1) : Optional.empty();
            if (value.isEmpty()) {
                return Optional.empty();
            }
            map.put(key.get(), value.get());
        } while (take(','));
        return take('}') ? Optional.of(map) : Optional.empty();
    }

    private Optional<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        at++;
        if (take(']')) {
            return Optional.of(list);
        }
        do {
            Optional<Object> value = value(depth + 1);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            list.add(value.get());
        } while (take(','));
        return take(']') ? Optional.of(list) : Optional.empty();
    }

    private Optional<String> quoted() {
        if (at >= text.length() || text.charAt(at) != '"') {
            return Optional.empty();
        }
        StringBuilder out = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return Optional.of(out.toString());
            }
            if (c == '\\') {
                at++;
                if (at >= text.length()) {
                    return Optional.empty();
                }
                char escaped = text.charAt(at);
                int known = "\"\\/bfnrt".indexOf(escaped);
                if (escaped == 'u'
                        && at + 4 < text.length()
                        && text.substring(at + 1, at + 5).matches("[0-9a-fA-F]{4}")) {
                    out.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                    at += 4;
                } else if (known >= 0) {
                    out.append("\"\\/\b\f\n\r\t".charAt(known));
                } else {
                    return Optional.empty();
                }
            } else {
                out.append(c);
            }
        }
        return Optional.empty();
    }

    private Optional<Object> number() {
        int end = at;
        while (end < text.length() && "+-.eE0123456789".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        String digits = text.substring(at, end);
        at = end;
        return digits.matches("-?(0|[1-9]\\d{0,15})(\\.\\d{1,15})?([eE][+-]?\\d{1,2})?")
                ? Optional.of(Double.parseDouble(digits))
                : Optional.empty();
    }
}
