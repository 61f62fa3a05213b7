package org.ringlab.service.submissions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.attempts.AttemptPolicy;

/**
 * What a submission counts. Points given for checks replace those of the report, then lateness takes its share; points given for
 * the whole submission stand as they are.
 *
 * @param whole given for the whole submission; null where none is
 * @param checks given for checks, by id
 */
public record Marks(@Nullable Double whole, Map<String, Double> checks) {
    /** None given. */
    public static final Marks NONE = new Marks(null, Map.of());

    /** Copies the map. */
    public Marks {
        checks = Map.copyOf(checks);
    }

    /** What holds after these changes, oldest first. */
    public static Marks of(List<Mark> changes) {
        Double whole = null;
        Map<String, Double> checks = new LinkedHashMap<>();
        for (Mark change : changes) {
            String check = change.check();
            Double points = change.points();
            if (check == null) {
                whole = points;
            } else if (points == null) {
                checks.remove(check);
            } else {
                checks.put(check, points);
            }
        }
        return new Marks(whole, checks);
    }

    /**
     * The points that count.
     *
     * @param score the report's; null where there is none, as nothing could be graded
     * @param earned the report's points by check; ids that are not among them are of another version, and count nothing
     * @param latePercent what lateness takes
     */
    public @Nullable Double counted(@Nullable Double score, Map<String, Double> earned, double latePercent) {
        if (whole != null || score == null) {
            return whole;
        }
        double points = score;
        for (Map.Entry<String, Double> given : checks.entrySet()) {
            Double before = earned.get(given.getKey());
            points += before == null ? 0 : given.getValue() - before;
        }
        return AttemptPolicy.reduced(points, latePercent);
    }
}
