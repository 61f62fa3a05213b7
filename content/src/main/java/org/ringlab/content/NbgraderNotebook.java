package org.ringlab.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringlab.grader.NbgraderChecksum;
import org.ringlab.grader.NbgraderMetadata;

/**
 * A notebook with nbgrader's marks: read in any schema, upgraded to the current one, validated, check-summed and written as
 * nbgrader does, and turned into the version that students get.
 */
public final class NbgraderNotebook {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 4;
    private static final String MARK = "nbgrader";

    private final ObjectNode root;

    private NbgraderNotebook(ObjectNode root) {
        this.root = root;
    }

    /**
     * Reads a notebook of nbformat 3 or 4; format 3 becomes 4, without its outputs.
     *
     * @throws ContentException where it is none
     */
    public static NbgraderNotebook read(String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode root) {
                int format = root.path("nbformat").asInt();
                if (format == 3) {
                    return new NbgraderNotebook(upgradedFrom3(root));
                }
                if (format == FORMAT && root.path("cells").isArray()) {
                    NbgraderNotebook notebook = new NbgraderNotebook(root);
                    notebook.cells().forEach(cell -> cell.put("source", joined(cell.path("source"))));
                    return notebook;
                }
                throw new ContentException("The notebook is of nbformat " + format + "; 3 and 4 can be read.");
            }
            throw new ContentException("The notebook is no JSON object.");
        } catch (JsonProcessingException e) {
            throw new ContentException("The notebook is no JSON: " + e.getOriginalMessage());
        }
    }

    private static ObjectNode upgradedFrom3(ObjectNode old) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode metadata = root.putObject("metadata");
        if (old.path("metadata") instanceof ObjectNode given) {
            metadata.setAll(given);
        }
        metadata.remove(List.of("name", "signature"));
        root.put("nbformat", FORMAT).put("nbformat_minor", 4);
        ArrayNode cells = root.putArray("cells");
        for (JsonNode sheet : old.path("worksheets")) {
            for (JsonNode before : sheet.path("cells")) {
                ObjectNode cell = cells.addObject();
                String type = before.path("cell_type").asText();
                String source = joined(before.path(type.equals("code") ? "input" : "source"));
                cell.set(
                        "metadata",
                        before.path("metadata").isObject() ? before.path("metadata") : JSON.createObjectNode());
                switch (type) {
                    case "code" -> {
                        cell.put("cell_type", "code").put("source", source);
                        cell.putNull("execution_count");
                        cell.putArray("outputs");
                    }
                    case "heading" ->
                        cell.put("cell_type", "markdown")
                                .put(
                                        "source",
                                        "#"
                                                        .repeat(Math.max(
                                                                1,
                                                                before.path("level")
                                                                        .asInt(1))) + " " + source.replace('\n', ' '));
                    case "raw" -> cell.put("cell_type", "raw").put("source", source);
                    default -> cell.put("cell_type", "markdown").put("source", source);
                }
            }
        }
        return root;
    }

    private static String joined(JsonNode source) {
        if (source.isTextual()) {
            return source.asText();
        }
        StringBuilder text = new StringBuilder();
        source.forEach(line -> text.append(line.asText()));
        return text.toString();
    }

    /** Its cells; what isn't an object is no cell. */
    List<ObjectNode> cells() {
        List<ObjectNode> cells = new ArrayList<>();
        for (JsonNode cell : root.path("cells")) {
            if (cell instanceof ObjectNode object) {
                cells.add(object);
            }
        }
        return cells;
    }

    /** Brings every mark to the current schema; one of a newer schema stays, and is found by {@link #problems}. */
    public void upgrade() {
        for (ObjectNode cell : cells()) {
            if (cell.path("metadata") instanceof ObjectNode metadata && metadata.has(MARK)) {
                try {
                    Optional<Map<String, Object>> upgraded = NbgraderMetadata.upgrade(
                            block(metadata), cell.path("cell_type").asText());
                    metadata.remove(MARK);
                    upgraded.ifPresent(block -> metadata.set(MARK, JSON.valueToTree(block)));
                } catch (IllegalArgumentException newer) {
                    // stays as it is
                }
            }
        }
    }

    private static Map<String, Object> block(ObjectNode metadata) {
        return Trees.copy(JSON.convertValue(metadata.path(MARK), Map.class));
    }

    private static Optional<NbgraderMetadata> mark(ObjectNode cell) {
        return cell.path("metadata") instanceof ObjectNode metadata
                        && metadata.path(MARK).isObject()
                ? NbgraderMetadata.of(block(metadata), cell.path("cell_type").asText())
                : Optional.empty();
    }

    /** What nbgrader would refuse in the marks, a sentence each; empty where they are valid. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        int number = 0;
        for (ObjectNode cell : cells()) {
            number++;
            try {
                Optional<NbgraderMetadata> mark = mark(cell);
                if (mark.isPresent()) {
                    problem(mark.get(), cell.path("cell_type").asText(), ids).ifPresent(problems::add);
                }
            } catch (IllegalArgumentException wrong) {
                problems.add("cell " + number + ": " + wrong.getMessage());
            }
        }
        return problems;
    }

    private static Optional<String> problem(NbgraderMetadata mark, String type, Set<String> ids) {
        boolean marks = mark.grade() || mark.solution() || mark.locked();
        if (marks && !ids.add(mark.gradeId())) {
            return Optional.of("two cells have the grade_id " + mark.gradeId());
        }
        if (mark.task()) {
            return type.equals("markdown")
                    ? Optional.empty()
                    : Optional.of("the task " + mark.gradeId() + " must be a markdown cell");
        }
        return type.equals("markdown") && mark.grade() != mark.solution()
                ? Optional.of("the markdown cell " + mark.gradeId() + " must be both graded and a solution, or neither")
                : Optional.empty();
    }

    /** The checksums of all cells that have one, by grade_id, as nbgrader computes them. */
    public Map<String, String> checksums() {
        Map<String, String> checksums = new java.util.LinkedHashMap<>();
        for (ObjectNode cell : cells()) {
            mark(cell)
                    .filter(mark -> mark.grade() || mark.solution() || mark.effectivelyLocked())
                    .ifPresent(mark -> checksums.put(mark.gradeId(), checksum(cell, mark)));
        }
        return checksums;
    }

    private static String checksum(ObjectNode cell, NbgraderMetadata mark) {
        return NbgraderChecksum.of(
                cell.path("source").asText(), cell.path("cell_type").asText(), mark);
    }

    /**
     * Turns it into the students' version, in nbgrader's order: lock, clear solutions, clear outputs, check, checksum, clear
     * hidden tests, clear mark schemes, checksum.
     *
     * @throws ContentException where markers or marks are wrong
     */
    public void release() {
        upgrade();
        ReleaseCell.Stubs stubs = ReleaseCell.Stubs.of(
                root.path("metadata").path("kernelspec").path("language").asText("python"));
        for (ObjectNode cell : cells()) {
            Optional<NbgraderMetadata> mark = markOf(cell);
            mark.ifPresent(m -> lock(cell, m));
            ReleaseCell.clearSolution(
                    cell, mark.filter(NbgraderMetadata::solution).isPresent(), stubs);
            if (cell.path("cell_type").asText().equals("code")) {
                cell.putArray("outputs");
                cell.putNull("execution_count");
                if (cell.path("metadata") instanceof ObjectNode metadata) {
                    metadata.remove(List.of("collapsed", "scrolled"));
                }
            }
        }
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new ContentException(String.join("\n", problems));
        }
        for (ObjectNode cell : cells()) {
            Optional<NbgraderMetadata> mark = markOf(cell);
            ReleaseCell.clearHiddenTests(
                    cell, mark.filter(NbgraderMetadata::grade).isPresent());
            ReleaseCell.clearMarkScheme(
                    cell, mark.filter(NbgraderMetadata::task).isPresent());
            mark.filter(m -> m.grade() || m.solution() || m.effectivelyLocked()).ifPresent(m -> {
                ObjectNode block = (ObjectNode) cell.path("metadata").path(MARK);
                block.put("checksum", checksum(cell, m))
                        .put("cell_type", cell.path("cell_type").asText());
            });
        }
        if (root.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("celltoolbar");
        }
    }

    private static Optional<NbgraderMetadata> markOf(ObjectNode cell) {
        try {
            return mark(cell);
        } catch (IllegalArgumentException wrong) {
            throw new ContentException("nbgrader metadata: " + wrong.getMessage());
        }
    }

    private static void lock(ObjectNode cell, NbgraderMetadata mark) {
        ObjectNode metadata = (ObjectNode) cell.path("metadata");
        if (mark.solution()) {
            metadata.put("deletable", false);
        } else if (mark.effectivelyLocked()) {
            metadata.put("deletable", false).put("editable", false);
        }
    }

    /** The notebook's text, as Jupyter writes it: a line an array item, indented by one blank. */
    public String text() {
        ObjectNode copy = root.deepCopy();
        for (JsonNode cell : copy.path("cells")) {
            if (cell instanceof ObjectNode object && object.path("source").isTextual()) {
                String source = object.path("source").asText();
                ArrayNode lines = object.putArray("source");
                for (int at = 0; at < source.length(); ) {
                    int end = source.indexOf('\n', at) < 0 ? source.length() : source.indexOf('\n', at) + 1;
                    lines.add(source.substring(at, end));
                    at = end;
                }
            }
        }
        DefaultIndenter indent = new DefaultIndenter(" ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indent);
        printer.indentArraysWith(indent);
        try {
            return JSON.writer(printer).writeValueAsString(copy) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was read can be written", e);
        }
    }
}
