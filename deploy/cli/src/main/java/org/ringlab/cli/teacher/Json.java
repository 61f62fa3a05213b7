package org.ringlab.cli.teacher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.ringlab.display.VisibleText;

/** JSON in and out, and points in words. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Failure("The service answered something that is no JSON. Is it Ringlab, and the same version?");
        }
    }

    /** What a refused request is told. */
    static String message(String body, int status) {
        try {
            String message = MAPPER.readTree(body).path("message").asText();
            return message.isEmpty() ? "The service answered with status " + status + "." : message;
        } catch (JsonProcessingException e) {
            return "The service answered with status " + status + ".";
        }
    }

    /** 3, 2.5, or a dash where there are none. */
    static String points(JsonNode points) {
        if (!points.isNumber()) {
            return "-";
        }
        double value = points.asDouble();
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** A point in time to the second. */
    static String time(JsonNode instant) {
        return instant.asText().replaceFirst("\\.\\d+Z$", "Z");
    }

    /** Text of others on one line: what moves a terminal's cursor, or can't be seen, is written out. */
    static String line(JsonNode text) {
        return VisibleText.of(text.asText().replaceAll("\\s+", " ").strip());
    }
}
