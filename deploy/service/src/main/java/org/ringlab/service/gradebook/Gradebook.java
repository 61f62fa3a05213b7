package org.ringlab.service.gradebook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everybody's best scores.
 *
 * @param exercises ids, in the course's order: the columns
 * @param rows one for each student, by name
 */
public record Gradebook(List<String> exercises, List<Row> rows) {
    /** Copies the lists. */
    public Gradebook {
        exercises = List.copyOf(exercises);
        rows = List.copyOf(rows);
    }

    /**
     * One student.
     *
     * @param student user name
     * @param best best score for each exercise, null where there is none
     */
    public record Row(String student, List<@Nullable Double> best) {
        /** Sum of the best scores. */
        public double total() {
            return best.stream().mapToDouble(score -> score == null ? 0 : score).sum();
        }
    }
}
