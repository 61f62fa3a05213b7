package org.ringlab.grader;

import java.util.List;
import java.util.Map;

/**
 * A hidden scenario with its parameters still open.
 *
 * @param id unique in the exercise
 * @param category id of its category
 * @param parameters drawn in this order
 * @param tree the scenario as written, with {@code <name>} wherever a parameter's value goes
 */
public record ScenarioTemplate(String id, String category, List<Parameter> parameters, Map<String, Object> tree) {
    /** Copies the list. */
    public ScenarioTemplate {
        parameters = List.copyOf(parameters);
    }
}
