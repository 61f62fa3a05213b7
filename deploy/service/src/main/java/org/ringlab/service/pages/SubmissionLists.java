package org.ringlab.service.pages;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.Status;
import org.ringlab.service.accounts.Account;

/**
 * Submissions as pages list them, by one query and without the texts of their reports. Attempts are counted here as people count
 * them, 1, 2, 3: by what costs one. The number that an attempt was graded with draws its hidden scenarios, so that it stays as it
 * was when something before it turned out not to cost any; people would see a gap, or a number twice.
 */
@ApplicationScoped
public class SubmissionLists {
    private static final String NUMBER = """
        (SELECT count(*) FROM submission o LEFT JOIN report q ON q.submission = o.id
            WHERE o.student = s.student AND o.exercise = s.exercise AND o.id <= s.id
            AND (q.status IS NULL OR q.status = 'GRADED'))\
        """;

    private static final String SELECT =
            "SELECT s.id, s.received_at, a.username, s.exercise, s.version, r.status, r.score, r.max,"
                    + " r.counted, " + NUMBER + " AS number FROM submission s JOIN account a ON a.id = s.student LEFT"
                    + " JOIN report r ON r.submission = s.id ";

    private static final String CHOSEN = """
        WHERE (:student = '' OR a.username = :student) AND (:exercise = '' OR s.exercise = :exercise)
        AND (:status = '' OR :status = coalesce(r.status, 'WAITING'))""";

    private final EntityManager entities;

    SubmissionLists(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * A submission in a list.
     *
     * @param status null while it waits
     * @param number the how-manieth attempt it is; 0 if it costs none
     */
    public record Listed(
            long id,
            Instant receivedAt,
            String student,
            String exercise,
            int version,
            @Nullable Status status,
            double score,
            double max,
            @Nullable Double counted,
            int number) {}

    /** Orders of a list. */
    public enum Order {
        /** Newest first. */
        RECEIVED("s.id DESC"),
        /** By user name, then newest first. */
        STUDENT("a.username, s.id DESC"),
        /** By exercise, then newest first. */
        EXERCISE("s.exercise, s.id DESC"),
        /** Fewest points first; what has none at the end. */
        SCORE("r.counted / nullif(r.max, 0) NULLS LAST, s.id DESC");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }
    }

    /**
     * What is looked for; empty texts for everything.
     *
     * @param student user name
     * @param exercise {@code LESSON/EXERCISE}
     * @param status of its report, or WAITING
     */
    public record Filter(String student, String exercise, String status) {}

    /** A page of a list, from 0. */
    public List<Listed> page(Filter filter, Order order, int page, int size) {
        return listed(chosen(filter, order)
                .setFirstResult((int) Math.min((long) page * size, Integer.MAX_VALUE - size))
                .setMaxResults(size));
    }

    /** All of a list. */
    public List<Listed> all(Filter filter, Order order) {
        return listed(chosen(filter, order));
    }

    private Query chosen(Filter filter, Order order) {
        return entities.createNativeQuery(SELECT + CHOSEN + " ORDER BY " + order.sql)
                .setParameter("student", filter.student())
                .setParameter("exercise", filter.exercise())
                .setParameter("status", filter.status());
    }

    /** A student's own of one exercise, newest first. */
    public List<Listed> own(Account student, String exercise) {
        return listed(entities.createNativeQuery(
                        SELECT + "WHERE s.student = :student AND s.exercise = :exercise ORDER BY s.id DESC")
                .setParameter("student", student.id())
                .setParameter("exercise", exercise));
    }

    /** The numbers of all attempts at an exercise, by submission; 0 for what costs none. */
    public Map<Long, Integer> numbers(String exercise) {
        Map<Long, Integer> numbers = new HashMap<>();
        all(new Filter("", exercise, ""), Order.RECEIVED).forEach(listed -> numbers.put(listed.id(), listed.number()));
        return numbers;
    }

    private static List<Listed> listed(Query query) {
        List<Listed> all = new ArrayList<>();
        for (Object each : query.getResultList()) {
            Object[] row = (Object[]) each;
            Status status = row[5] == null ? null : Status.valueOf((String) row[5]);
            all.add(new Listed(
                    ((Number) row[0]).longValue(),
                    (Instant) row[1],
                    (String) row[2],
                    (String) row[3],
                    ((Number) row[4]).intValue(),
                    status,
                    row[6] == null ? 0 : (Double) row[6],
                    row[7] == null ? 0 : (Double) row[7],
                    (Double) row[8],
                    status == null || status == Status.GRADED ? ((Number) row[9]).intValue() : 0));
        }
        return all;
    }
}
