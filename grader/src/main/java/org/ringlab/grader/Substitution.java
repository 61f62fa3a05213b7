package org.ringlab.grader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts parameters' values where a template says {@code <name>}. */
final class Substitution {
    private static final Pattern HOLE = Pattern.compile("<([a-z][a-z0-9-]*)>");

    private final Map<String, Object> values;
    private final Set<String> unknown = new TreeSet<>();

    Substitution(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * The tree with values in it, keys included; a scalar that is nothing but a hole takes the value's own type. Where there
     * is no hole, the very same objects.
     */
    @Nullable
    Object apply(@Nullable Object tree) {
        return switch (tree) {
            case Map<?, ?> map -> map(map);
            case List<?> list -> list(list);
            case String text -> fill(text);
            case null, default -> tree;
        };
    }

    private Map<?, ?> map(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        boolean same = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object key = fill(String.valueOf(entry.getKey()));
            Object value = apply(entry.getValue());
            same &= key == entry.getKey() && value == entry.getValue();
            copy.put(String.valueOf(key), value);
        }
        return same ? map : copy;
    }

    private List<?> list(List<?> list) {
        List<@Nullable Object> copy = new ArrayList<>();
        boolean same = true;
        for (Object item : list) {
            Object value = apply(item);
            same &= value == item;
            copy.add(value);
        }
        return same ? list : copy;
    }

    /** Names in holes that no parameter has. */
    Set<String> unknown() {
        return unknown;
    }

    private Object fill(String text) {
        if (text.indexOf('<') < 0) {
            return text;
        }
        Matcher whole = HOLE.matcher(text);
        if (whole.matches() && values.containsKey(whole.group(1))) {
            return values.get(whole.group(1));
        }
        return HOLE.matcher(text).replaceAll(hole -> {
            Object value = values.get(hole.group(1));
            if (value == null) {
                unknown.add(hole.group(1));
                return Matcher.quoteReplacement(hole.group());
            }
            return Matcher.quoteReplacement(String.valueOf(value));
        });
    }
}
