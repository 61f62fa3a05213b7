package org.ringlab.service.insight;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the checks of an exercise end: of each student's last graded submission. Read from what reports note of them. */
@ApplicationScoped
public class Statistics {
    /** Mistakes that are named. */
    public static final int COMMONEST = 3;

    private static final String OUTCOMES = """
            SELECT o.check_id, o.outcome, o.misconception, o.found, count(*)
            FROM (
                SELECT DISTINCT ON (s.student) r.outcomes FROM submission s JOIN report r ON r.submission = s.id
                WHERE s.exercise = :exercise AND r.status = 'GRADED' ORDER BY s.student, s.id DESC) newest,
                jsonb_to_recordset(newest.outcomes) AS o (check_id text, outcome text, misconception text, found text)
            GROUP BY o.check_id, o.outcome, o.misconception, o.found""";

    private final EntityManager entities;

    Statistics(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * One check.
     *
     * @param check its id in the exercise
     * @param passed students who pass it
     * @param all students whose submissions have it
     * @param mistakes the commonest, first
     */
    public record CheckStatistics(String check, long passed, long all, List<Mistake> mistakes) {
        /** Copies the list. */
        public CheckStatistics {
            mistakes = List.copyOf(mistakes);
        }

        /** Passed, in percent. */
        public long percent() {
            return all == 0 ? 0 : Math.round(100.0 * passed / all);
        }
    }

    /**
     * A mistake.
     *
     * @param misconception its id; empty where none was recognised
     * @param found what was found instead, where no misconception was recognised
     * @param count students who make it
     */
    public record Mistake(String misconception, String found, long count) {}

    /** The checks, the hardest first. */
    public List<CheckStatistics> of(String exercise) {
        Map<String, Long> passed = new HashMap<>();
        Map<String, Long> all = new LinkedHashMap<>();
        Map<String, Map<String, Mistake>> mistakes = new HashMap<>();
        for (Object row : entities.createNativeQuery(OUTCOMES)
                .setParameter("exercise", exercise)
                .getResultList()) {
            Object[] columns = (Object[]) row;
            String check = (String) columns[0];
            String misconception = (String) columns[2];
            String found = misconception.isEmpty() ? (String) columns[3] : "";
            long count = ((Number) columns[4]).longValue();
            all.merge(check, count, Long::sum);
            switch ((String) columns[1]) {
                case "PASS" -> passed.merge(check, count, Long::sum);
                case "FAIL" ->
                    mistakes.computeIfAbsent(check, key -> new HashMap<>())
                            .merge(
                                    misconception + "\n" + found,
                                    new Mistake(misconception, found, count),
                                    (a, b) -> new Mistake(a.misconception(), a.found(), a.count() + b.count()));
                default -> {
                    // not run: what it needs failed, and is counted there
                }
            }
        }
        List<CheckStatistics> checks = new ArrayList<>();
        all.forEach((check, count) -> checks.add(new CheckStatistics(
                check, passed.getOrDefault(check, 0L), count, commonest(mistakes.getOrDefault(check, Map.of())))));
        checks.sort(Comparator.comparing((CheckStatistics check) -> check.passed() / (double) check.all())
                .thenComparing(CheckStatistics::check));
        return checks;
    }

    private static List<Mistake> commonest(Map<String, Mistake> mistakes) {
        return mistakes.values().stream()
                .sorted(Comparator.comparingLong(Mistake::count)
                        .reversed()
                        .thenComparing(Mistake::misconception)
                        .thenComparing(Mistake::found))
                .limit(COMMONEST)
                .toList();
    }
}
