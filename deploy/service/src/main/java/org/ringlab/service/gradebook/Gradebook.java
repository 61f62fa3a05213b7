package org.ringlab.service.gradebook;

import java.util.List;
import java.util.stream.IntStream;
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

    /** The columns of one lesson alone; all for an empty text. */
    public Gradebook of(String lesson) {
        if (lesson.isEmpty()) {
            return this;
        }
        List<Integer> columns = IntStream.range(0, exercises.size())
                .filter(i -> exercises.get(i).startsWith(lesson + "/"))
                .boxed()
                .toList();
        return new Gradebook(
                columns.stream().map(exercises::get).toList(),
                rows.stream()
                        .map(row -> new Row(
                                row.student(),
                                columns.stream()
                                        .<@Nullable Double>map(row.best()::get)
                                        .toList()))
                        .toList());
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
