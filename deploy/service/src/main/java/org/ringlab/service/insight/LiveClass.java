package org.ringlab.service.insight;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.accounts.Accounts;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.rules.Rules;

/** What a class does in a lesson at this moment, by four queries, however many students there are. */
@ApplicationScoped
public class LiveClass {
    /** Who did nothing for so long is idle. */
    static final Duration IDLE = Duration.ofMinutes(10);

    private static final String WORK = """
            SELECT s.student, s.exercise,
                count(*) FILTER (WHERE r.status IS NULL OR r.status = 'GRADED'),
                coalesce(bool_or(r.status = 'GRADED' AND (r.score >= r.max OR r.counted >= r.max)), false),
                max(s.received_at)
            FROM submission s LEFT JOIN report r ON r.submission = s.id
            WHERE s.exercise LIKE :lesson || '/%' GROUP BY s.student, s.exercise""";

    /** Saved notebooks of the lesson; the last of each student is the one they work on. */
    private static final String NOTEBOOKS = """
            SELECT DISTINCT ON (owner) owner, path, modified_at, created_at FROM stored_file
            WHERE folder = :lesson AND kind = 'notebook' ORDER BY owner, modified_at DESC""";

    /** Labs are saved with every cell. */
    private static final String LABS = """
            SELECT owner, max(saved_at) FROM lab_state WHERE notebook LIKE :lesson || '/%' GROUP BY owner""";

    private final EntityManager entities;
    private final Accounts accounts;
    private final Rules rules;

    LiveClass(EntityManager entities, Accounts accounts, Rules rules) {
        this.entities = entities;
        this.accounts = accounts;
        this.rules = rules;
    }

    /** What a student does. */
    public enum State {
        /** Has solved all exercises. */
        PASSED,
        /** Did something lately. */
        TRYING,
        /** Did nothing lately. */
        IDLE,
        /** Has not begun. */
        NONE
    }

    /**
     * A student.
     *
     * @param name who
     * @param state what they do
     * @param exercises in the lesson's order
     * @param last when they did something in the lesson; null for never
     * @param minutesAgo the same in minutes
     * @param notebook the one they work on; null where there is none
     */
    public record Student(
            String name,
            State state,
            List<Work> exercises,
            @Nullable Instant last,
            long minutesAgo,
            @Nullable String notebook) {
        /** Copies the list. */
        public Student {
            exercises = List.copyOf(exercises);
        }
    }

    /**
     * One exercise of a student's.
     *
     * @param solved whether all of it is right
     * @param attempts charged so far
     */
    public record Work(boolean solved, long attempts) {
        private static final Work NOTHING = new Work(false, 0);
    }

    /** All students in a lesson, by name. */
    public List<Student> of(String lesson, List<String> exercises) {
        Map<Long, Map<String, Work>> works = new HashMap<>();
        Map<Long, Instant> submitted = new HashMap<>();
        for (Object[] row : rows(WORK, lesson)) {
            long student = ((Number) row[0]).longValue();
            Work work = new Work((Boolean) row[3], ((Number) row[2]).longValue());
            works.computeIfAbsent(student, key -> new HashMap<>()).put((String) row[1], work);
            submitted.merge(student, (Instant) row[4], LiveClass::later);
        }
        Map<String, String> notebooks = new HashMap<>();
        Map<String, Instant> active = new HashMap<>();
        for (Object[] row : rows(NOTEBOOKS, lesson)) {
            notebooks.put((String) row[0], (String) row[1]);
            active.merge((String) row[0], (Instant) row[2], LiveClass::later);
        }
        for (Object[] row : rows(LABS, lesson)) {
            active.merge((String) row[0], (Instant) row[1], LiveClass::later);
        }
        Instant now = rules.now();
        List<Student> students = new ArrayList<>();
        for (Account account : accounts.all()) {
            if (account.role() == Role.STUDENT) {
                Map<String, Work> done = works.getOrDefault(account.id(), Map.of());
                List<Work> own = exercises.stream()
                        .map(exercise -> done.getOrDefault(exercise, Work.NOTHING))
                        .toList();
                Instant last = Optional.ofNullable(submitted.get(account.id()))
                        .map(at -> later(at, active.getOrDefault(account.username(), at)))
                        .orElse(active.get(account.username()));
                students.add(new Student(
                        account.username(),
                        state(own, last, now),
                        own,
                        last,
                        last == null
                                ? 0
                                : Math.max(0, Duration.between(last, now).toMinutes()),
                        notebooks.get(account.username())));
            }
        }
        return students;
    }

    private static State state(List<Work> works, @Nullable Instant last, Instant now) {
        if (!works.isEmpty() && works.stream().allMatch(Work::solved)) {
            return State.PASSED;
        }
        if (last == null) {
            return State.NONE;
        }
        return last.plus(IDLE).isAfter(now) ? State.TRYING : State.IDLE;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private List<Object[]> rows(String sql, String lesson) {
        List<Object[]> rows = new ArrayList<>();
        for (Object row :
                entities.createNativeQuery(sql).setParameter("lesson", lesson).getResultList()) {
            rows.add((Object[]) row);
        }
        return rows;
    }
}
