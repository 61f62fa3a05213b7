package org.ringlab.service.submissions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Completes stored notebooks; whether they can be graded is for the grader to say. */
@ApplicationScoped
public class Notebooks {
    private final ObjectMapper json;

    Notebooks(ObjectMapper json) {
        this.json = json;
    }

    /**
     * The notebook with the sources of some cells replaced, for answers executed and not yet saved.
     *
     * @param sources by cell id; ids the notebook does not have are ignored
     * @return the text as it is if it is no notebook
     */
    public String withSources(String notebook, Map<String, String> sources) {
        try {
            if (!(json.readTree(notebook) instanceof ObjectNode root)) {
                return notebook;
            }
            for (JsonNode cell : root.path("cells")) {
                String source = sources.get(cell.path("id").asText());
                if (source != null && cell instanceof ObjectNode object) {
                    object.put("source", source);
                }
            }
            return root.toString();
        } catch (JsonProcessingException e) {
            return notebook;
        }
    }
}
