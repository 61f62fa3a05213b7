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
        Map<String, JsonNode> scenarios = new HashMap<>();
        staff.path("scenarios")
                .forEach(scenario -> scenarios.put(scenario.path("id").asText(), scenario.path("parameters")));
        Map<String, JsonNode> checks = new HashMap<>();
        staff.path("checks").forEach(check -> checks.put(check.path("id").asText(), check.path("staff")));
        for (JsonNode node : student.path("checks")) {
            JsonNode own = checks.get(node.path("id").asText());
            if (!(node instanceof ObjectNode check) || own == null || !own.has("released")) {
                continue;
            }
            ObjectNode released = check.putObject("released");
            released.set("title", own.path("title"));
            JsonNode drawn = scenarios.get(own.path("scenario").asText());
            if (drawn != null) {
                released.set("parameters", drawn);
            }
            released.set("message", own.path("released"));
            if (own.has("trace")) {
                released.set("trace", own.path("trace"));
            }
        }
    }
}
