package org.ringlab.labfile;

import java.io.StringReader;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;

/** What a YAML text gave names to ({@code &name}), to be repeated elsewhere ({@code *name}), but not without end. */
final class Anchors {
    /** All that is repeated holds so many values at most: a few lines of names could stand for millions. */
    static final int MOST = 10_000;

    private final Map<String, Anchor> known = new TreeMap<>();
    private int repeated;

    private final Map<String, String> written;

    private Anchors(Map<String, String> written) {
        this.written = written;
    }

    /** Those of a text, none of them read yet. */
    static Anchors in(String text) {
        Map<String, String> written = new TreeMap<>();
        if (text.indexOf('&') >= 0) {
            try {
                for (Event event : new Yaml().parse(new StringReader(text))) {
                    if (event instanceof NodeEvent node && node.getAnchor() != null && !(event instanceof AliasEvent)) {
                        Mark mark = node.getStartMark();
                        written.put(place(mark.getLine() + 1, mark.getColumn() + 1), node.getAnchor());
                    }
                }
            } catch (YAMLException e) {
                // what is wrong with the text is told by who reads it
                return new Anchors(written);
            }
        }
        return new Anchors(written);
    }

    /** The name of the value that begins there, from 1; null where it has none. */
    @Nullable
    String named(int line, int column) {
        return written.get(place(line, column));
    }

    private static String place(int line, int column) {
        return line + ":" + column;
    }

    private record Anchor(String path, @Nullable Object value, int size) {}

    void put(String name, String path, @Nullable Object value) {
        known.put(name, new Anchor(path, value, size(value)));
    }

    boolean has(String name) {
        return known.containsKey(name);
    }

    Set<String> names() {
        return known.keySet();
    }

    /** Counts a repetition; whether there is room for it. */
    boolean allows(String name) {
        repeated = Math.min(MOST + 1, repeated + of(name).size);
        return repeated <= MOST;
    }

    String path(String name) {
        return of(name).path;
    }

    @Nullable
    Object value(String name) {
        return of(name).value;
    }

    private Anchor of(String name) {
        Anchor anchor = known.get(name);
        if (anchor == null) {
            throw new IllegalArgumentException("no anchor " + name);
        }
        return anchor;
    }

    /** Values in a tree, itself included; no tree grows beyond what was read and {@link #MOST}. */
    private static int size(@Nullable Object value) {
        int size = 1;
        if (value instanceof Map<?, ?> map) {
            for (Object inner : map.values()) {
                size += size(inner);
            }
        } else if (value instanceof Iterable<?> list) {
            for (Object inner : list) {
                size += size(inner);
            }
        }
        return size;
    }
}
