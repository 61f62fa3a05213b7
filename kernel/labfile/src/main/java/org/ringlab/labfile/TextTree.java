package org.ringlab.labfile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.ringlab.host.tree.Places;

/**
 * A YAML or JSON text as a plain tree (maps in the order written, lists, texts, numbers, booleans, null) that remembers
 * where everything stood.
 *
 * @param value the tree; null where the text is empty or broken
 * @param places where its nodes stood
 * @param diagnostics what is wrong with the text
 */
public record TextTree(@Nullable Object value, Places places, List<Diagnostic> diagnostics) {
    /** Deeper nesting than this is refused: no lab needs it. */
    private static final int MAX_DEPTH = 60;

    private static final String MERGE = "<<";

    /** Reads YAML. */
    public static TextTree yaml(String text) {
        return read(new YAMLFactory(), text);
    }

    /** Reads JSON. */
    public static TextTree json(String text) {
        return read(new JsonFactory(), text);
    }

    /** Whether nothing is wrong with the text. */
    public boolean isGood() {
        return diagnostics.isEmpty();
    }

    private static TextTree read(JsonFactory factory, String text) {
        Spans spans = new Spans(new HashMap<>(), new HashMap<>());
        List<Diagnostic> diagnostics = new ArrayList<>();
        Object value = null;
        try (JsonParser parser = factory.createParser(text)) {
            if (parser.nextToken() != null) {
                value = new Walk(parser, spans, Anchors.in(factory instanceof YAMLFactory ? text : ""), diagnostics)
                        .value("", 0);
                if (diagnostics.isEmpty() && parser.nextToken() != null) {
                    diagnostics.add(Diagnostic.error(
                            "text-more-than-one",
                            point(parser.currentTokenLocation()),
                            "the text goes on after its end",
                            "one file holds one document"));
                }
            }
        } catch (JsonProcessingException e) {
            diagnostics.add(mistake(factory, text, e, point(e.getLocation()), e.getOriginalMessage()));
        } catch (IOException | RuntimeException e) {
            // the YAML library throws unchecked exceptions for some broken input
            diagnostics.add(mistake(factory, text, e, null, String.valueOf(e.getMessage())));
        }
        return new TextTree(diagnostics.isEmpty() ? value : null, spans, List.copyOf(diagnostics));
    }

    private static Diagnostic mistake(
            JsonFactory factory, String text, Exception failure, @Nullable Span at, String message) {
        Diagnostic known = YamlMistakes.of(text, failure);
        if (known != null) {
            return known;
        }
        return factory instanceof YAMLFactory
                ? YamlMistakes.other(at, firstLine(message))
                : Diagnostic.error("text-syntax", at, firstLine(message), "");
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private static @Nullable Span point(@Nullable JsonLocation at) {
        return at == null || at.getLineNr() < 1 ? null : new Span(at.getLineNr(), Math.max(1, at.getColumnNr()), 0);
    }

    /** Where values and keys stood. */
    private record Spans(Map<String, Span> values, Map<String, Span> keys) implements Places {
        @Override
        public @Nullable Span at(String path) {
            return values.get(path);
        }

        @Override
        public @Nullable Span keyOf(String path) {
            return keys.getOrDefault(path, values.get(path));
        }

        /** What stands at one path is at another too. */
        void repeat(String from, String to) {
            for (Map<String, Span> spans : List.of(values, keys)) {
                Map<String, Span> again = new HashMap<>();
                spans.forEach((path, span) -> {
                    if (path.startsWith(from + ".")) {
                        again.put(to + path.substring(from.length()), span);
                    }
                });
                again.forEach(spans::putIfAbsent);
            }
        }
    }

    /** One walk over the tokens of a text. */
    private record Walk(JsonParser parser, Spans spans, Anchors anchors, List<Diagnostic> diagnostics) {
        @Nullable
        Object value(String path, int depth) throws IOException {
            note(spans.values, path, 0);
            if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                return alias(path, yaml.getText());
            }
            String anchor = parser instanceof YAMLParser ? anchor() : null;
            Object value = plain(path, depth);
            if (anchor != null) {
                anchors.put(anchor, path, value);
            }
            return value;
        }

        /** The name that the value beginning here has; of texts and numbers the parser doesn't tell it. */
        private @Nullable String anchor() throws IOException {
            JsonLocation at = parser.currentTokenLocation();
            return anchors.named(at.getLineNr(), at.getColumnNr());
        }

        /** {@code *name}: what was written at {@code &name}, and mistakes in it are found there. */
        private @Nullable Object alias(String path, String name) {
            Span here = new Span(
                    parser.currentTokenLocation().getLineNr(),
                    Math.max(1, parser.currentTokenLocation().getColumnNr()),
                    name.length() + 1);
            if (!anchors.has(name)) {
                diagnostics.add(Diagnostic.error(
                        "text-alias",
                        here,
                        "nothing above is called `&" + name + "`",
                        anchors.names().isEmpty()
                                ? "a text that begins with `*` needs quotation marks"
                                : "expected one of *" + String.join(", *", anchors.names())));
                return null;
            }
            if (!anchors.allows(name)) {
                diagnostics.add(Diagnostic.error(
                        "text-aliases",
                        here,
                        "written out, all `*name` hold more than " + Anchors.MOST + " values",
                        "write what differs once, and use `*name` for small things"));
                return null;
            }
            Object value = anchors.value(name);
            if (value instanceof Map<?, ?> || value instanceof List<?>) {
                spans.repeat(anchors.path(name), path);
            }
            return value;
        }

        private @Nullable Object plain(String path, int depth) throws IOException {
            if (depth > MAX_DEPTH) {
                diagnostics.add(Diagnostic.error(
                        "text-too-deep",
                        point(parser.currentTokenLocation()),
                        "nested more than " + MAX_DEPTH + " levels deep",
                        ""));
                return null;
            }
            return switch (parser.currentToken()) {
                case START_OBJECT -> map(path, depth);
                case START_ARRAY -> list(path, depth);
                case VALUE_NUMBER_INT -> parser.getNumberValue();
                case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
                case VALUE_TRUE -> Boolean.TRUE;
                case VALUE_FALSE -> Boolean.FALSE;
                case VALUE_NULL -> null;
                default -> {
                    String text = parser.getText();
                    note(spans.values, path, text.length());
                    yield text;
                }
            };
        }

        private Map<String, @Nullable Object> map(String path, int depth) throws IOException {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME && diagnostics.isEmpty()) {
                String key = parser.currentName();
                String below = path.isEmpty() ? key : path + "." + key;
                note(spans.keys, below, key.length());
                if (map.containsKey(key)) {
                    diagnostics.add(Diagnostic.error(
                            "text-duplicate-key",
                            spans.keys.get(below),
                            "the key `" + key + "` is written twice",
                            "keep one of them"));
                }
                parser.nextToken();
                map.put(key, value(below, depth + 1));
            }
            if (parser instanceof YAMLParser && map.containsKey(MERGE) && diagnostics.isEmpty()) {
                merge(map, path);
            }
            return map;
        }

        /** {@code <<: *name}: keys of other maps, where this one has none of its own. */
        private void merge(Map<String, @Nullable Object> map, String path) {
            String below = path.isEmpty() ? MERGE : path + "." + MERGE;
            Object merged = map.remove(MERGE);
            List<?> maps = merged instanceof List<?> several ? several : Collections.singletonList(merged);
            for (int i = 0; i < maps.size(); i++) {
                if (!(maps.get(i) instanceof Map<?, ?> other)) {
                    diagnostics.add(Diagnostic.error(
                            "text-merge",
                            spans.keyOf(below),
                            "`<<` takes a map, or a list of maps",
                            "expected `<<: *name`, where `&name` stands before a map"));
                    return;
                }
                String from = merged instanceof List<?> ? below + "." + i : below;
                other.forEach((key, value) -> {
                    if (map.putIfAbsent(String.valueOf(key), value) == null) {
                        spans.repeat(from + "." + key, path.isEmpty() ? String.valueOf(key) : path + "." + key);
                    }
                });
            }
        }

        private List<@Nullable Object> list(String path, int depth) throws IOException {
            List<@Nullable Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY && diagnostics.isEmpty()) {
                String below = (path.isEmpty() ? "" : path + ".") + list.size();
                list.add(value(below, depth + 1));
            }
            return list;
        }

        private void note(Map<String, Span> into, String path, int length) {
            JsonLocation at = parser.currentTokenLocation();
            if (at != null && at.getLineNr() >= 1) {
                into.put(path, new Span(at.getLineNr(), Math.max(1, at.getColumnNr()), length));
            }
        }
    }
}
