package org.ringlab.service.submissions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.grader.AnswerTexts;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.Submission;
import org.ringlab.grader.attempts.Past;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.catalog.BrokenExercise;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.catalog.ExerciseVersion;

/**
 * Counts a student's attempts. One is charged once it is graded; one that waits is taken for charged until it turns out that it
 * can't be graded, or that the grader failed.
 */
@ApplicationScoped
public class Attempts {
    private static final String CHARGED = """
            SELECT count(*), coalesce(max(s.attempt), 0),
                coalesce(bool_or(r.score >= r.max OR r.counted >= r.max), false), max(s.received_at)
            FROM submission s LEFT JOIN report r ON r.submission = s.id
            WHERE s.student = :student AND s.exercise = :exercise AND (r.status IS NULL OR r.status = 'GRADED')""";

    private final EntityManager entities;
    private final Submissions submissions;
    private final Catalog catalog;

    Attempts(EntityManager entities, Submissions submissions, Catalog catalog) {
        this.entities = entities;
        this.submissions = submissions;
        this.catalog = catalog;
    }

    /** What a student has handed in of an exercise: by one query that reads no report. */
    public Past past(Account student, String exercise) {
        Object[] row = charged(student, exercise);
        return new Past(((Number) row[0]).intValue(), (Boolean) row[2], (Instant) row[3]);
    }

    private Object[] charged(Account student, String exercise) {
        return (Object[]) entities.createNativeQuery(CHARGED)
                .setParameter("student", student.id())
                .setParameter("exercise", exercise)
                .getSingleResult();
    }

    /** The same of submissions that are at hand, newest first. */
    public static Past past(List<SubmissionRecord> history) {
        List<SubmissionRecord> charged =
                history.stream().filter(SubmissionRecord::charged).toList();
        return charged.isEmpty()
                ? Past.NONE
                : new Past(
                        charged.size(),
                        charged.stream().anyMatch(SubmissionRecord::solved),
                        charged.getFirst().receivedAt());
    }

    /** The number of the next attempt: those that cost nothing leave theirs to it. */
    int next(Account student, String exercise) {
        return ((Number) charged(student, exercise)[1]).intValue() + 1;
    }

    /**
     * Whether a notebook has no answer to an exercise, or the answers that were graded last, by the same version. One that can't be
     * graded is new: its student has to be told.
     */
    boolean nothingNew(Account student, ExerciseVersion version, Upload upload) {
        try {
            ExercisePack pack = catalog.pack(version.exercise(), version.version());
            Optional<Map<String, String>> answers =
                    AnswerTexts.touched(pack, new Submission(upload.text(), upload.sha256()));
            if (answers.isEmpty() || answers.get().isEmpty()) {
                return answers.isPresent();
            }
            return submissions.ofStudent(student, version.exercise()).stream()
                    .filter(SubmissionRecord::charged)
                    .findFirst()
                    .filter(last -> last.version() == version.version())
                    .flatMap(last -> AnswerTexts.touched(
                            pack,
                            new Submission(
                                    last.handedIn().notebook(), last.handedIn().sha256())))
                    .equals(answers);
        } catch (BrokenExercise e) {
            return false;
        }
    }
}
