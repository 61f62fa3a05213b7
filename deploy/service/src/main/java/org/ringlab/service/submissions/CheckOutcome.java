package org.ringlab.service.submissions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * How one check of a report ended.
 *
 * @param check its id in the exercise: for staff, where it is hidden
 * @param shownId its id in the student's report
 * @param outcome PASS, FAIL or NOT_RUN
 * @param points earned
 * @param max to be had
 * @param misconception the id of the mistake that was recognised; empty for none
 * @param found what was found in place of what was right, in a word; may be empty
 */
public record CheckOutcome(
        String check, String shownId, String outcome, double points, double max, String misconception, String found) {
    private static final int MAX_FOUND = 200;

    /** All of a staff's report. */
    public static List<CheckOutcome> of(JsonNode staffReport) {
        List<CheckOutcome> outcomes = new ArrayList<>();
        for (JsonNode check : staffReport.path("checks")) {
            JsonNode staff = check.path("staff");
            String found = staff.path("found").asText("").replace('\0', '\uFFFD');
            outcomes.add(new CheckOutcome(
                    staff.path("check").asText(check.path("id").asText()),
                    check.path("id").asText(),
                    check.path("outcome").asText(),
                    check.path("points").asDouble(),
                    check.path("max").asDouble(),
                    staff.path("misconception").path("id").asText(""),
                    found.length() > MAX_FOUND ? found.substring(0, MAX_FOUND) : found));
        }
        return outcomes;
    }
}
