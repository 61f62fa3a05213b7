package org.ringlab.host.ovs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A row of the database: its columns that are not at their defaults. */
public final class OvsRow {
    private final OvsTable table;
    private final String uuid;
    private final Map<String, List<String>> atoms = new TreeMap<>();
    private final Map<String, TreeMap<String, String>> maps = new TreeMap<>();

    OvsRow(OvsTable table, String uuid) {
        this.table = table;
        this.uuid = uuid;
    }

    OvsRow copy() {
        OvsRow copy = new OvsRow(table, uuid);
        atoms.forEach((k, v) -> copy.atoms.put(k, new ArrayList<>(v)));
        maps.forEach((k, v) -> copy.maps.put(k, new TreeMap<>(v)));
        return copy;
    }

    /** Its table. */
    public OvsTable table() {
        return table;
    }

    /** What identifies it. */
    public String uuid() {
        return uuid;
    }

    /** Its name. */
    public String name() {
        return first("name");
    }

    /** The first atom of a column; empty where it has none. */
    public String first(String column) {
        List<String> values = atoms.getOrDefault(column, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }

    /** The atoms of a column. */
    public List<String> atoms(String column) {
        return atoms.getOrDefault(column, List.of());
    }

    /** A map column. */
    public Map<String, String> map(String column) {
        return maps.getOrDefault(column, new TreeMap<>());
    }

    /** Replaces a column's atoms, in order and each once. */
    public void set(String column, List<String> values) {
        Comparator<String> order =
                table.columns().getOrDefault(column, OvsTable.Type.STRING).isNumber()
                        ? Comparator.comparingLong(Long::parseLong)
                        : Comparator.naturalOrder();
        atoms.put(column, values.stream().distinct().sorted(order).collect(Collectors.toCollection(ArrayList::new)));
    }

    /** Sets a key of a map column. */
    public void put(String column, String key, String value) {
        maps.computeIfAbsent(column, c -> new TreeMap<>()).put(key, value);
    }

    /** Removes a key of a map column. */
    public void removeKey(String column, String key) {
        maps.computeIfAbsent(column, c -> new TreeMap<>()).remove(key);
    }

    /** Empties a column. */
    public void clear(String column) {
        atoms.remove(column);
        maps.remove(column);
    }

    /** A column as {@code ovs-vsctl get} prints it. */
    public String text(String column) {
        OvsTable.Type type = table.columns().getOrDefault(column, OvsTable.Type.STRING);
        List<String> values = atoms(column);
        return switch (type) {
            case MAP ->
                map(column).entrySet().stream()
                        .map(e -> quoted(e.getKey()) + "=" + quoted(e.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case STRINGS -> values.stream().map(OvsRow::quoted).collect(Collectors.joining(", ", "[", "]"));
            case INTS, UUIDS -> "[" + String.join(", ", values) + "]";
            case STRING -> quoted(first(column));
            case OPTIONAL_STRING -> values.isEmpty() ? "[]" : quoted(values.getFirst());
            case INT -> values.isEmpty() ? "0" : values.getFirst();
            case BOOL -> values.isEmpty() ? "false" : values.getFirst();
            case OPTIONAL_INT, OPTIONAL_BOOL -> values.isEmpty() ? "[]" : values.getFirst();
        };
    }

    /** A word may stand alone; all else is quoted (lib/ovsdb-data.c, {@code string_needs_quotes}). */
    public static String quoted(String text) {
        boolean word = text.matches("[A-Za-z_][A-Za-z0-9_.-]*") && !text.matches("true|false");
        return word ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
