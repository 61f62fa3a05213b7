package org.ringlab.service.submissions;

import jakarta.enterprise.context.ApplicationScoped;
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
    private final Submissions submissions;
    private final Catalog catalog;

    Attempts(Submissions submissions, Catalog catalog) {
        this.submissions = submissions;
        this.catalog = catalog;
    }

    /** What a student has handed in of an exercise. */
    public Past past(Account student, String exercise) {
        return past(submissions.ofStudent(student, exercise));
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
        return submissions.ofStudent(student, exercise).stream()
                        .filter(SubmissionRecord::charged)
                        .mapToInt(SubmissionRecord::attempt)
                        .max()
                        .orElse(0)
                + 1;
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
