package org.ringlab.service.submissions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.attempts.Past;
import org.ringlab.service.accounts.Account;

/**
 * How far a student has come, by queries that read one row an exercise and no report, however much was handed in. An attempt is
 * charged once it is graded; one that waits is taken for charged until it turns out that it can't be graded, or that the grader failed.
 */
@ApplicationScoped
public class Standings {
    private static final String OF_LESSON = """
            SELECT s.exercise, count(*) FILTER (WHERE r.status IS NULL OR r.status = 'GRADED'),
                coalesce(bool_or(r.status = 'GRADED' AND (r.score >= r.max OR r.counted >= r.max)), false),
                max(s.received_at) FILTER (WHERE r.status IS NULL OR r.status = 'GRADED'),
                coalesce(max(s.attempt) FILTER (WHERE r.status IS NULL OR r.status = 'GRADED'), 0) + 1,
                count(*) FILTER (WHERE r.status = 'GRADED'), max(s.id), max(r.counted),
                (array_agg(r.max ORDER BY r.counted DESC NULLS LAST, s.id))[1]
            FROM submission s LEFT JOIN report r ON r.submission = s.id
            WHERE s.student = :student AND s.exercise IN (:exercises) GROUP BY s.exercise""";

    private static final String SOLVED = """
            SELECT DISTINCT s.exercise FROM submission s JOIN report r ON r.submission = s.id
            WHERE s.student = :student AND r.status = 'GRADED' AND (r.score >= r.max OR r.counted >= r.max)""";

    private final EntityManager entities;

    Standings(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Where a student stands in an exercise.
     *
     * @param past what was handed in, for the rules of attempts
     * @param next the number of the next attempt: those that cost nothing leave theirs to it
     * @param graded attempts that are graded
     * @param last the last submission's key; 0 where nothing was handed in
     * @param best the most points that count; null where none do
     * @param max what was to be had there
     */
    public record Standing(
            Past past,
            int next,
            int graded,
            long last,
            @Nullable Double best,
            double max) {
        /** Of who has handed nothing in. */
        public static final Standing NONE = new Standing(Past.NONE, 1, 0, 0, null, 0);

        /** Whether an attempt waits to be graded. */
        boolean waits() {
            return past.charged() > graded;
        }
    }

    /** Of each exercise that something was handed in for. */
    public Map<String, Standing> of(Account student, List<String> exercises) {
        Map<String, Standing> standings = new HashMap<>();
        if (exercises.isEmpty()) {
            return standings;
        }
        List<?> rows = entities.createNativeQuery(OF_LESSON)
                .setParameter("student", student.id())
                .setParameter("exercises", exercises)
                .getResultList();
        for (Object each : rows) {
            Object[] row = (Object[]) each;
            standings.put(
                    (String) row[0],
                    new Standing(
                            new Past(number(row[1]), (Boolean) row[2], (Instant) row[3]),
                            number(row[4]),
                            number(row[5]),
                            ((Number) row[6]).longValue(),
                            (Double) row[7],
                            row[8] == null ? 0 : (Double) row[8]));
        }
        return standings;
    }

    /** The number of the next attempt at an exercise. */
    public int next(Account student, String exercise) {
        return of(student, List.of(exercise))
                .getOrDefault(exercise, Standing.NONE)
                .next();
    }

    /** The exercises of which all was right, or of which a teacher gave all points. */
    public Set<String> solved(Account student) {
        List<?> ids = entities.createNativeQuery(SOLVED)
                .setParameter("student", student.id())
                .getResultList();
        Set<String> solved = new HashSet<>();
        ids.forEach(id -> solved.add((String) id));
        return solved;
    }

    private static int number(Object value) {
        return ((Number) value).intValue();
    }
}
