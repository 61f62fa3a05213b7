package org.ringlab.checks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one mapping of a plain tree key by key and complains about everything that isn't as it should be: missing keys,
 * wrong types, and, when {@link #done} is called, keys that nobody asked for.
 *
 * <p>Every method gives a usable value even after complaining, so that one reading finds all problems.
 */
public final class TreeReader {
    private final Map<String, Object> map = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final String path;
    private final Problems problems;

    private TreeReader(Map<?, ?> map, String path, Problems problems) {
        map.forEach((key, value) -> this.map.put(String.valueOf(key), value));
        this.path = path;
        this.problems = problems;
    }

    /** A reader of {@code tree}; of an empty mapping, with a complaint, where it is no mapping. */
    public static TreeReader of(@Nullable Object tree, String path, Problems problems) {
        if (tree instanceof Map<?, ?> map) {
            return new TreeReader(map, path, problems);
        }
        problems.error("tree-type", path, "expected a mapping, found " + describe(tree), "write key: value lines");
        return new TreeReader(Map.of(), path, problems);
    }

    /** Where this mapping stands: {@code checks[2]}. */
    public String path() {
        return path;
    }

    /** Where a key of this mapping stands. */
    public String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Where the problems go. */
    public Problems problems() {
        return problems;
    }

    /** Whether the key is there, even with an empty value. */
    public boolean has(String key) {
        known.add(key);
        return map.containsKey(key);
    }

    /** The value as it is; null where absent. */
    public @Nullable Object raw(String key) {
        known.add(key);
        return map.get(key);
    }

    /** A required scalar as text; empty, with a complaint, where it isn't there. */
    public String text(String key) {
        String value = textOrNull(key);
        if (value == null && !(raw(key) instanceof Map || raw(key) instanceof List)) {
            problems.error("tree-missing", path, "\"" + key + "\" is missing", "add " + key + ": …");
        }
        return value == null ? "" : value;
    }

    /** An optional scalar as text; null where it isn't there. */
    public @Nullable String textOrNull(String key) {
        Object value = raw(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Map || value instanceof List) {
            wrong(key, "a plain value", value);
            return null;
        }
        return scalar(value);
    }

    /** An optional scalar, or {@code otherwise}. */
    public String text(String key, String otherwise) {
        String value = textOrNull(key);
        return value == null ? otherwise : value;
    }

    /** One of some words. */
    public String word(String key, List<String> valid, String otherwise) {
        String value = textOrNull(key);
        if (value == null) {
            return otherwise;
        }
        if (!valid.contains(value)) {
            problems.error(
                    "tree-word",
                    path(key),
                    "\"" + value + "\" is not known here",
                    "one of " + String.join(", ", valid));
            return otherwise;
        }
        return value;
    }

    /** An optional whole number. */
    public int integer(String key, int otherwise) {
        Object value = raw(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Integer number) {
            return number;
        }
        if (value instanceof Long number && number == number.intValue()) {
            return number.intValue();
        }
        wrong(key, "a whole number", value);
        return otherwise;
    }

    /** An optional number; NaN is never given. */
    public double number(String key, double otherwise) {
        Object value = raw(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        wrong(key, "a number", value);
        return otherwise;
    }

    /** An optional truth value. */
    public boolean flag(String key, boolean otherwise) {
        Object value = raw(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        wrong(key, "true or false", value);
        return otherwise;
    }

    /** One scalar or a list of them, as texts; empty where absent. */
    public List<String> texts(String key) {
        Object value = raw(key);
        List<String> texts = new ArrayList<>();
        for (Object item : value instanceof List<?> list ? list : value == null ? List.of() : List.of(value)) {
            if (item == null || item instanceof Map || item instanceof List) {
                wrong(key, "a plain value or a list of them", item);
            } else {
                texts.add(scalar(item));
            }
        }
        return texts;
    }

    /** A text in both languages: {@code {zh: …, en: …}}; empty, with a complaint if it is required, where absent. */
    public Text bilingual(String key, boolean required) {
        Object value = raw(key);
        if (value == null) {
            if (required) {
                problems.error("tree-missing", path, "\"" + key + "\" is missing", "add " + key + ": {zh: …, en: …}");
            }
            return Text.NONE;
        }
        if (!(value instanceof Map)) {
            wrong(key, "a text in both languages, {zh: …, en: …}", value);
            return Text.NONE;
        }
        TreeReader both = of(value, path(key), problems);
        Text text = new Text(both.text("zh"), both.text("en"));
        both.done();
        return text;
    }

    /** An optional mapping; null where absent. */
    public @Nullable TreeReader child(String key) {
        Object value = raw(key);
        return value == null ? null : of(value, path(key), problems);
    }

    /** A mapping as a plain tree; empty where absent. */
    public Map<String, Object> tree(String key) {
        TreeReader child = child(key);
        return child == null ? Map.of() : new LinkedHashMap<>(child.map);
    }

    /** The mapping's own keys, in order, each counted as known; for mappings whose keys the author chooses. */
    public List<String> keys() {
        known.addAll(map.keySet());
        return List.copyOf(map.keySet());
    }

    /** A list of mappings; empty where absent. */
    public List<TreeReader> items(String key) {
        Object value = raw(key);
        List<TreeReader> readers = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                readers.add(of(list.get(i), path(key) + "[" + i + "]", problems));
            }
        } else if (value != null) {
            wrong(key, "a list", value);
        }
        return readers;
    }

    /** A list of mappings as plain trees; empty where absent. */
    public List<Map<String, Object>> trees(String key) {
        List<Map<String, Object>> trees = new ArrayList<>();
        for (TreeReader item : items(key)) {
            trees.add(new LinkedHashMap<>(item.map));
        }
        return trees;
    }

    /** Complains about every key that wasn't asked for. */
    public void done() {
        for (String key : map.keySet()) {
            if (!known.contains(key)) {
                problems.error(
                        "tree-unknown-key",
                        path(key),
                        "\"" + key + "\" is not known here",
                        "valid: " + String.join(", ", known));
            }
        }
    }

    private void wrong(String key, String expected, @Nullable Object found) {
        problems.error("tree-type", path(key), "expected " + expected + ", found " + describe(found), "");
    }

    /** A scalar as people write it: 1 for 1.0. */
    private static String scalar(Object value) {
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString(number.longValue());
        }
        return String.valueOf(value);
    }

    private static String describe(@Nullable Object value) {
        if (value == null) {
            return "nothing";
        }
        if (value instanceof Map) {
            return "a mapping";
        }
        return value instanceof List ? "a list" : "\"" + value + "\"";
    }
}
