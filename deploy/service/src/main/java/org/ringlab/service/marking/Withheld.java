package org.ringlab.service.marking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.ringlab.checks.Feedback;
import org.ringlab.checks.Feedback.Part;

/**
 * Leaves out of a report what is not to be shown (yet). Reports are kept with everything a student may ever see, so that a
 * teacher's later choice, and the due date, hold for those of before.
 */
final class Withheld {
    private Withheld() {}

    /**
     * Takes out of a student's report what is withheld.
     *
     * @param attempt its number: the hint ladder grows with it
     * @param afterDue whether nothing can be handed in any more
     */
    static void from(ObjectNode report, Feedback feedback, int attempt, boolean afterDue) {
        for (JsonNode node : report.path("checks")) {
            if (node instanceof ObjectNode check) {
                remove(check, "misconception", feedback.shows(Part.MISCONCEPTION, afterDue));
                remove(check, "rule", feedback.shows(Part.DECISION, afterDue));
                remove(check, "trace", feedback.shows(Part.TRACE, afterDue));
                if (check.path("hints") instanceof ArrayNode hints) {
                    keepReached(hints, feedback, attempt, afterDue);
                    remove(check, "hints", !hints.isEmpty());
                }
            }
        }
    }

    private static void keepReached(ArrayNode hints, Feedback feedback, int attempt, boolean afterDue) {
        for (int i = hints.size() - 1; i >= 0; i--) {
            Part step = Part.valueOf(hints.get(i).path("step").asText().toUpperCase(Locale.ROOT));
            boolean reached = afterDue || attempt > step.ordinal();
            if (!reached || !feedback.shows(step, afterDue)) {
                hints.remove(i);
            }
        }
    }

    private static void remove(ObjectNode check, String key, boolean shown) {
        if (!shown) {
            check.remove(key);
        }
    }
}
