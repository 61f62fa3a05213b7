package org.ringlab.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.grader.ExercisePack;

/** Makes the notebook a student would hand in out of nothing but answers. */
final class AnswerNotebook {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AnswerNotebook() {}

    /** A notebook with a cell for each answer of the exercise; blank where none is given. */
    static String of(ExercisePack pack, Map<String, String> answers) {
        ObjectNode notebook = JSON.createObjectNode();
        notebook.put("nbformat", 4).put("nbformat_minor", 5).putObject("metadata");
        ArrayNode cells = notebook.putArray("cells");
        for (AnswerSpec answer : pack.answers()) {
            ObjectNode cell = cells.addObject();
            cell.put("id", answer.cell()).put("cell_type", "code").putNull("execution_count");
            cell.putArray("outputs");
            cell.putObject("metadata")
                    .putObject("nbgrader")
                    .put("schema_version", 3)
                    .put("grade_id", answer.cell())
                    .put("grade", false)
                    .put("solution", true)
                    .put("locked", false)
                    .put("task", false);
            cell.put("source", answers.getOrDefault(answer.cell(), ""));
        }
        try {
            return JSON.writeValueAsString(notebook);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can always be written", e);
        }
    }
}
