package org.ringlab.host.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;

/**
 * A node of a plain tree: a {@code Map}, a {@code List} or a scalar, together with its path. Reading never throws: what
 * doesn't fit is reported and a harmless value is returned, so that one reading finds all mistakes.
 */
public final class Node {
    private final @Nullable Object value;
    private final @Nullable Node above;
    private final String key;
    private final Places places;
    private final List<Diagnostic> diagnostics;

    /** Misspelt keys, by the key that was meant; there are none as a rule. */
    private Map<String, String> misspelt = Map.of();

    private Node(
            @Nullable Object value, @Nullable Node above, String key, Places places, List<Diagnostic> diagnostics) {
        this.value = value;
        this.above = above;
        this.key = key;
        this.places = places;
        this.diagnostics = diagnostics;
    }

    /** The root of a tree; what is wrong with it is added to {@code diagnostics}. */
    public static Node root(@Nullable Object tree, Places places, List<Diagnostic> diagnostics) {
        return new Node(tree, null, "", places, diagnostics);
    }

    /** Keys and indices joined by dots; empty for the root. */
    public String path() {
        return above == null ? "" : above.join(key);
    }

    /** The plain value. */
    public @Nullable Object value() {
        return value;
    }

    /** Whether nothing is written here. */
    public boolean isMissing() {
        return value == null;
    }

    /** Whether it is a list. */
    public boolean isList() {
        return value instanceof List<?>;
    }

    /** Whether it is a mapping. */
    public boolean isMap() {
        return value instanceof Map<?, ?>;
    }

    /** Reports what is wrong here. */
    public void error(String code, String fact, String hint) {
        report(code, places.at(path()), fact, hint);
    }

    private void report(String code, @Nullable Span span, String fact, String hint) {
        String path = path();
        diagnostics.add(Diagnostic.error(code, span, (path.isEmpty() ? "the whole" : path) + ": " + fact, hint));
    }

    /** The node under a key, or under one that {@link #onlyKeys} took for a misspelling of it; missing where there is none. */
    public Node child(String key) {
        String written = misspelt.getOrDefault(key, key);
        Object below = value instanceof Map<?, ?> map ? map.get(written) : null;
        return new Node(below, this, written, places, diagnostics);
    }

    /** The mapping with its keys as texts, misspelt ones as they were meant, and without empty values. */
    public Map<String, Object> corrected() {
        Map<String, String> meant = new HashMap<>();
        misspelt.forEach((key, written) -> meant.put(written, key));
        Map<String, Object> corrected = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, below) -> {
                if (below != null) {
                    String written = String.valueOf(key);
                    corrected.put(meant.getOrDefault(written, written), below);
                }
            });
        }
        return corrected;
    }

    /** Where the nodes of {@link #corrected} stand, by their paths in it. */
    public Places placesOfCorrected() {
        return below -> {
            String first = below.split("\\.", 2)[0];
            String written = misspelt.getOrDefault(first, first);
            return places.at(join(written + below.substring(first.length())));
        };
    }

    /** The children of a mapping, in the order written; none where nothing is written. */
    public Map<String, Node> children() {
        Map<String, Node> children = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> e : map.entrySet()) {
                String key = String.valueOf(e.getKey());
                children.put(key, new Node(e.getValue(), this, key, places, diagnostics));
            }
        } else if (value != null) {
            error(
                    "lab-not-a-mapping",
                    "expected a mapping of names to values, found " + shown(),
                    "write `name: value`");
        }
        return children;
    }

    /** The elements of a list; none where nothing is written. */
    public List<Node> elements() {
        List<Node> elements = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object element : list) {
                elements.add(new Node(element, this, String.valueOf(elements.size()), places, diagnostics));
            }
        } else if (value != null) {
            error("lab-not-a-list", "expected a list, found " + shown(), "begin each element with `- `");
        }
        return elements;
    }

    /** The elements of a list, or this node itself where it is written without a list; none where missing. */
    public List<Node> oneOrMore() {
        return isMissing() ? List.of() : isList() ? elements() : List.of(this);
    }

    /**
     * Reports every key that isn't one of {@code known}. One that looks like a misspelling is read as what was meant, so
     * that nothing is reported missing because of it.
     */
    public void onlyKeys(Collection<String> known) {
        if (hasOnly(known)) {
            return;
        }
        Map<String, Node> children = children();
        for (Map.Entry<String, Node> e : children.entrySet()) {
            if (!known.contains(e.getKey())) {
                Node child = e.getValue();
                nearest(e.getKey(), known)
                        .filter(key -> !children.containsKey(key))
                        .ifPresent(key -> misspelt(key, e.getKey()));
                child.report(
                        "lab-unknown-key",
                        places.keyOf(child.path()),
                        "unknown key `" + e.getKey() + "`",
                        didYouMean(e.getKey(), known) + "valid keys: " + String.join(", ", known));
            }
        }
    }

    private boolean hasOnly(Collection<String> known) {
        if (value instanceof Map<?, ?> map) {
            for (Object key : map.keySet()) {
                if (!known.contains(String.valueOf(key))) {
                    return false;
                }
            }
        }
        return value == null || isMap();
    }

    private void misspelt(String meant, String written) {
        misspelt = new HashMap<>(misspelt);
        misspelt.putIfAbsent(meant, written);
    }

    /** A text: any scalar as written; {@code fallback} where missing. */
    public String text(String fallback) {
        if (value == null) {
            return fallback;
        }
        if (isMap() || isList()) {
            error("lab-not-a-text", "expected a text, found " + shown(), "quote it if it contains a comma or a colon");
            return fallback;
        }
        return value.toString();
    }

    /** A text that must be there; empty where it isn't. */
    public String required(String what) {
        if (value == null) {
            error("lab-missing-key", "missing: " + what, "");
        }
        return text("");
    }

    /** True or false; {@code fallback} where missing. */
    public boolean bool(boolean fallback) {
        if (value == null || value instanceof Boolean) {
            return value == null ? fallback : (Boolean) value;
        }
        error("lab-not-a-boolean", "expected true or false, found " + shown(), "");
        return fallback;
    }

    /** A whole number from {@code min} to {@code max}; {@code fallback} where missing. */
    public int number(int min, int max, int fallback) {
        if (value == null) {
            return fallback;
        }
        long number;
        try {
            number = Long.parseLong(value.toString());
        } catch (NumberFormatException e) {
            error("lab-not-a-number", "expected a whole number, found " + shown(), "");
            return fallback;
        }
        if (number < min || number > max) {
            error("lab-out-of-range", "expected " + min + " to " + max + ", found " + number, "");
            return fallback;
        }
        return (int) number;
    }

    /** One of several words; reported with the valid ones where it isn't, null then and where missing. */
    public @Nullable String word(Collection<String> valid, String what) {
        if (value == null) {
            return null;
        }
        String word = text("");
        if (valid.contains(word)) {
            return word;
        }
        error(
                "lab-unknown-word",
                "unknown " + what + " `" + word + "`",
                didYouMean(word, valid) + "valid: " + String.join(", ", valid));
        return null;
    }

    /**
     * A text that a parser understands; null where missing or not understood (reported then).
     *
     * @param what what was expected, with an example: {@code an IPv4 address like 10.0.0.1}
     */
    public <T> @Nullable T parsed(Function<String, Optional<T>> parser, String what) {
        if (value == null) {
            return null;
        }
        Optional<T> parsed = parser.apply(text(""));
        if (parsed.isEmpty()) {
            error("lab-malformed", "expected " + what + ", found " + shown(), "");
        }
        return parsed.orElse(null);
    }

    /** The node's value for a message: short, quoted. */
    private String shown() {
        return switch (value) {
            case null -> "nothing";
            case Map<?, ?> map -> "a mapping";
            case List<?> list -> "a list";
            default -> {
                String text = value.toString();
                yield "`" + (text.length() > 60 ? text.substring(0, 57) + "..." : text) + "`";
            }
        };
    }

    private String join(String below) {
        String path = path();
        return path.isEmpty() ? below : path + "." + below;
    }

    /** {@code did you mean `x`? } where a valid name is at most two edits away, else nothing. */
    static String didYouMean(String word, Collection<String> valid) {
        return nearest(word, valid).map(best -> "did you mean `" + best + "`? ").orElse("");
    }

    private static Optional<String> nearest(String word, Collection<String> valid) {
        String best = "";
        int least = 3;
        for (String candidate : valid) {
            int distance = distance(word, candidate);
            if (distance < least && distance < candidate.length()) {
                least = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** Levenshtein's distance; words longer than 40 count as far away. */
    private static int distance(String a, String b) {
        if (a.length() > 40 || b.length() > 40) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
