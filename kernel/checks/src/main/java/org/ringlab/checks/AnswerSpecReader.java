package org.ringlab.checks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.tree.Node;

/** Reads what an exercise asks for: the list under {@code answers}. */
public final class AnswerSpecReader {
    /** Each kind with the keys it has beside {@code cell} and {@code kind}. */
    private static final Map<AnswerKind, List<String>> KEYS = keys();

    private static final int MOST_PROBES = 20;

    private final List<String> hosts;
    private final List<AnswerSpec> specs = new ArrayList<>();

    private AnswerSpecReader(List<String> hosts) {
        this.hosts = hosts;
    }

    private static Map<AnswerKind, List<String>> keys() {
        Map<AnswerKind, List<String>> keys = new LinkedHashMap<>();
        keys.put(AnswerKind.COMMANDS, List.of("host"));
        keys.put(AnswerKind.NUMBER, List.of());
        keys.put(AnswerKind.FILE, List.of("host", "path"));
        keys.put(AnswerKind.CHOICE, List.of("options", "multiple", "shuffle"));
        keys.put(AnswerKind.TABLE, List.of("rows", "columns"));
        keys.put(AnswerKind.REPAIR, List.of("hosts"));
        keys.put(AnswerKind.PROBES, List.of("most"));
        keys.put(AnswerKind.JAVA, List.of("class", "given"));
        keys.put(AnswerKind.ASSEMBLY, List.of());
        return Collections.unmodifiableMap(keys);
    }

    /**
     * Reads the list; what is wrong is reported there and left out.
     *
     * @param hosts the hosts of the exercise's lab; empty where the lab can't be read, and no host is doubted then
     */
    public static List<AnswerSpec> read(Node list, List<String> hosts) {
        AnswerSpecReader reader = new AnswerSpecReader(hosts);
        list.elements().forEach(reader::answer);
        if (list.elements().isEmpty()) {
            list.error("exercise-answers", "there are no answers", "[{cell: …, kind: commands, host: …}]");
        }
        return List.copyOf(reader.specs);
    }

    private void answer(Node in) {
        AnswerKind kind = kind(in.child("kind"));
        if (kind == null) {
            return;
        }
        List<String> valid = new ArrayList<>(List.of("cell", "kind"));
        valid.addAll(KEYS.getOrDefault(kind, List.of()));
        in.onlyKeys(valid);
        String cell = cell(in.child("cell"));
        switch (kind) {
            case COMMANDS ->
                specs.add(new AnswerSpec.Commands(cell, host(in.child("host"), "the host that the commands are for")));
            case NUMBER -> specs.add(new AnswerSpec.NumberValue(cell));
            case FILE ->
                specs.add(new AnswerSpec.FileText(
                        cell, host(in.child("host"), "the host that the file is on"), path(in.child("path"))));
            case CHOICE ->
                specs.add(new AnswerSpec.Choice(
                        cell,
                        options(in.child("options")),
                        in.child("multiple").bool(false),
                        in.child("shuffle").bool(false)));
            case TABLE -> specs.add(new AnswerSpec.Table(cell, rows(in.child("rows")), columns(in.child("columns"))));
            case REPAIR -> specs.add(new AnswerSpec.Repair(cell, repairHosts(in.child("hosts"))));
            case PROBES ->
                specs.add(new AnswerSpec.Probes(cell, in.child("most").number(1, MOST_PROBES, MOST_PROBES)));
            case JAVA ->
                specs.add(new AnswerSpec.Java(
                        cell, className(in.child("class")), in.child("given").text("")));
            case ASSEMBLY -> specs.add(new AnswerSpec.Assembly(cell));
        }
    }

    private static @Nullable AnswerKind kind(Node node) {
        if (node.isMissing()) {
            node.error("answer-kind", "missing: the kind of answer", String.join(", ", AnswerKind.texts()));
        }
        String word = node.word(AnswerKind.texts(), "kind of answer");
        return word == null ? null : AnswerKind.parse(word).orElse(null);
    }

    private String cell(Node node) {
        String cell = node.required("the answer cell's id");
        if (!cell.matches("[a-zA-Z0-9_-]*")) {
            node.error("answer-cell", "`" + cell + "` is no cell id", "letters, digits, - and _");
        }
        if (specs.stream().anyMatch(other -> other.cell().equals(cell))) {
            node.error("answer-cell", "the cell `" + cell + "` is there twice", "");
        }
        return cell;
    }

    private String host(Node node, String what) {
        String host = node.required(what);
        if (!hosts.isEmpty() && !host.isEmpty() && !hosts.contains(host)) {
            node.error("answer-host", "the lab has no host `" + host + "`", "hosts: " + String.join(", ", hosts));
        }
        return host;
    }

    private List<String> repairHosts(Node node) {
        List<String> named = new ArrayList<>();
        node.oneOrMore().forEach(item -> named.add(host(item, "a host")));
        return named.isEmpty() ? hosts : named;
    }

    private static String path(Node node) {
        String path = node.required("the file's path, for example /etc/httpd/conf/httpd.conf");
        if (!path.isEmpty() && (!path.matches("/[A-Za-z0-9._/-]*[A-Za-z0-9._-]") || path.contains(".."))) {
            node.error("answer-path", "`" + path + "` is no path of a file", "begin with /; letters, digits, . _ - /");
        }
        return path;
    }

    private static Map<String, Text> options(Node node) {
        Map<String, Text> options = new LinkedHashMap<>();
        node.children().forEach((word, text) -> {
            if (!word.matches("[a-z0-9][a-z0-9-]*")) {
                text.error(
                        "answer-option", "`" + word + "` is no word for an option", "small letters, digits, hyphens");
            }
            options.put(word, Text.read(text));
        });
        if (options.size() < 2) {
            node.error("answer-options", "at least two options are needed", "{dnat: {zh: …, en: …}, snat: …}");
        }
        return options;
    }

    private static List<String> rows(Node node) {
        List<String> rows = new ArrayList<>();
        for (Node item : node.elements()) {
            String row = item.text("").strip();
            if (row.isEmpty() || row.contains("|") || row.contains(",") || rows.contains(row)) {
                item.error("answer-row", "`" + row + "` is no name for a row", "its own, without | and comma");
            }
            rows.add(row);
        }
        if (rows.isEmpty()) {
            node.error("answer-rows", "missing: the rows' names", "[p0, p1]");
        }
        return rows;
    }

    private static List<AnswerSpec.Column> columns(Node node) {
        List<AnswerSpec.Column> columns = new ArrayList<>();
        node.children().forEach((name, type) -> columns.add(column(name, type)));
        if (columns.isEmpty()) {
            node.error("answer-columns", "missing: the columns", "{present: number, frame: hex}");
        }
        return columns;
    }

    /** {@code frame: hex}, or {@code size: {type: number, unit: B}}. */
    private static AnswerSpec.Column column(String name, Node node) {
        if (name.contains("|") || name.contains(",")) {
            node.error("answer-column", "`" + name + "` is no name for a column", "without | and comma");
        }
        List<String> types = new ArrayList<>();
        for (AnswerSpec.ColumnType type : AnswerSpec.ColumnType.values()) {
            types.add(type.name().toLowerCase(Locale.ROOT));
        }
        if (node.isMap()) {
            node.onlyKeys(List.of("type", "unit"));
        }
        Node typeNode = node.isMap() ? node.child("type") : node;
        String type = typeNode.word(types, "type of column");
        String unit = node.isMap() ? node.child("unit").text("") : "";
        if (!unit.isEmpty() && Units.find(unit).isEmpty()) {
            node.child("unit").error("check-unit", "`" + unit + "` is no unit", Units.known());
        }
        return new AnswerSpec.Column(
                name,
                type == null
                        ? AnswerSpec.ColumnType.NUMBER
                        : AnswerSpec.ColumnType.valueOf(type.toUpperCase(Locale.ROOT)),
                unit);
    }

    private static String className(Node node) {
        String name = node.required("the class that the student writes");
        if (!name.isEmpty() && !name.matches("[A-Z][A-Za-z0-9_]*")) {
            node.error("answer-class", "`" + name + "` is no class name", "for example LeastRecentlyUsed");
        }
        return name;
    }
}
