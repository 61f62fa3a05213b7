package org.ringlab.service.marking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts hidden scenarios that failed into a student's report, taken from the staff's when they are shown: what is kept for
 * students never holds them.
 */
final class Released {
    private Released() {}

    /** Gives each failing hidden check of {@code student} its {@code released}, but proofs, which tell what they are about. */
    static void add(JsonNode staff, ObjectNode student) {
        Map<String, JsonNode> released = new HashMap<>();
        for (JsonNode check : staff.path("checks")) {
            released.put(check.path("id").asText(), check.path("staff").path("released"));
        }
        for (JsonNode node : student.path("checks")) {
            JsonNode scenario = released.get(node.path("id").asText());
            if (node instanceof ObjectNode check && scenario != null && scenario.isObject()) {
                check.set("released", scenario);
            }
        }
    }
}
