package org.ringlab.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.NbgraderMetadata;

/** Preflight of a lesson's notebook: kept so that it reads well in a diff and can be graded. */
final class NotebookCheck {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final List<Remark> remarks = new ArrayList<>();

    /** Answer cells by id. */
    private final Map<String, JsonNode> solutions = new HashMap<>();

    private final List<String> ids = new ArrayList<>();

    private NotebookCheck(String name) {
        this.name = name;
    }

    /** Checks one notebook; {@link #ids} and answers can be compared afterwards. */
    static NotebookCheck of(String name, String text) {
        NotebookCheck check = new NotebookCheck(name);
        try {
            check.notebook(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            check.remark("is no JSON: " + e.getOriginalMessage());
        }
        return check;
    }

    /** The texts of all cells of a notebook; empty where it is no JSON. */
    static String sources(String notebook) {
        StringBuilder sources = new StringBuilder();
        try {
            for (JsonNode cell : JSON.readTree(notebook).path("cells")) {
                JsonNode source = cell.path("source");
                source.forEach(line -> sources.append(line.asText()));
                sources.append(source.asText()).append('\n');
            }
        } catch (JsonProcessingException e) {
            return "";
        }
        return sources.toString();
    }

    List<Remark> remarks() {
        return remarks;
    }

    /** Ids and types of the cells, in order. */
    List<String> ids() {
        return ids;
    }

    /** Requires the answer cells of an exercise. */
    void requireAnswers(ExercisePack pack) {
        for (AnswerSpec answer : pack.answers()) {
            JsonNode cell = solutions.get(answer.cell());
            if (cell == null) {
                remark("has no answer cell " + answer.cell() + " for " + pack.id());
            } else {
                requireHeader(answer, cell);
            }
        }
    }

    /** A cell must begin as its kind does, so that it means the same when run as when graded. */
    private void requireHeader(AnswerSpec answer, JsonNode cell) {
        String wanted = switch (answer) {
            case AnswerSpec.Commands commands -> "%%host " + commands.host();
            case AnswerSpec.Repair repair -> "%%host ";
            case AnswerSpec.FileText file -> "%%file " + file.host() + ":" + file.path();
            case AnswerSpec.Choice choice -> "%%choice";
            case AnswerSpec.Table table -> "%%table";
            case AnswerSpec.Probes probes -> "%%probes";
            case AnswerSpec.NumberValue number -> "";
            case AnswerSpec.Java java -> "";
            case AnswerSpec.Assembly assembly -> "%%asm";
        };
        if (answer instanceof AnswerSpec.NumberValue) {
            return;
        }
        if (!cell.path("cell_type").asText().equals("code")) {
            remark("cell " + answer.cell() + " must be a code cell");
        }
        String first = cell.path("source").path(0).asText().strip();
        boolean fits = answer instanceof AnswerSpec.Repair repair
                ? repair.hosts().stream().anyMatch(host -> first.equals(wanted + host))
                : wanted.isEmpty() || first.equals(wanted);
        if (!fits) {
            remark("cell " + answer.cell() + " must begin with " + wanted);
        }
    }

    private void notebook(@Nullable JsonNode root) {
        if (root == null
                || root.path("nbformat").asInt() != 4
                || root.path("nbformat_minor").asInt() < 5) {
            remark("must be of nbformat 4.5 or a later 4.x");
            return;
        }
        Set<String> seen = new HashSet<>();
        int number = 0;
        for (JsonNode cell : root.path("cells")) {
            number++;
            String id = cell.path("id").asText();
            String where = "cell " + number + (id.isEmpty() ? "" : " (" + id + ")");
            if (!id.matches("[a-zA-Z0-9_-]{1,64}") || !seen.add(id)) {
                remark(where + " needs an id of its own");
            }
            ids.add(id + " " + cell.path("cell_type").asText());
            source(where, cell.path("source"));
            if (!cell.path("outputs").isEmpty() || cell.path("execution_count").isNumber()) {
                remark(where + " has outputs: clear them");
            }
            if (cell.path("metadata").has("nbgrader")) {
                nbgrader(where, id, cell);
            }
        }
    }

    private void source(String where, JsonNode source) {
        if (!source.isArray()) {
            remark(where + ": source must be a list of lines");
            return;
        }
        for (int i = 0; i < source.size(); i++) {
            String line = source.get(i).asText();
            boolean last = i == source.size() - 1;
            int end = line.indexOf('\n');
            if (last ? end >= 0 : end != line.length() - 1 || end < 0) {
                remark(where + ": item " + (i + 1) + " of source is not one line");
            }
        }
    }

    private void nbgrader(String where, String id, JsonNode cell) {
        Map<String, Object> block =
                Trees.copy(JSON.convertValue(cell.path("metadata").path("nbgrader"), Map.class));
        try {
            NbgraderMetadata.of(block, cell.path("cell_type").asText()).ifPresent(metadata -> {
                if (!metadata.gradeId().equals(id)) {
                    remark(where + ": the cell's id must be its grade_id, " + metadata.gradeId());
                }
                if (metadata.solution()) {
                    solutions.put(id, cell);
                }
            });
        } catch (IllegalArgumentException e) {
            remark(where + ": nbgrader metadata: " + e.getMessage());
        }
    }

    private void remark(String what) {
        remarks.add(new Remark(name, what));
    }
}
