package org.ringlab.service.submissions;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringlab.grader.AnswerTexts;
import org.ringlab.grader.Submission;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.catalog.BrokenExercise;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.rules.Rules;

/** Compares what is handed in with the attempt before. */
@ApplicationScoped
public class Attempts {
    private final Submissions submissions;
    private final Catalog catalog;

    Attempts(Submissions submissions, Catalog catalog) {
        this.submissions = submissions;
        this.catalog = catalog;
    }

    /** Whether each attempt is asked about values of its own. */
    boolean asksForNewValues(String exercise, int version) {
        try {
            return catalog.pack(exercise, version).drawn();
        } catch (BrokenExercise e) {
            return false;
        }
    }

    /** The exercises, of these with what holds in them, that a notebook has no answer to, be it that what the lesson gave is as it was. One that can't be graded is none of them. */
    Set<String> unanswered(Map<String, Rules.Holding> exercises, Upload upload) {
        Submission submission = new Submission(upload.text(), upload.sha256());
        Set<String> unanswered = new HashSet<>();
        exercises.forEach((exercise, holds) -> {
            try {
                answers(exercise, holds.version(), submission)
                        .filter(Map::isEmpty)
                        .ifPresent(nothing -> unanswered.add(exercise));
            } catch (BrokenExercise e) {
                // Its grading says so.
            }
        });
        return unanswered;
    }

    /**
     * Whether a notebook has no answer to an exercise, or the answers that were graded last, by the same version. One that can't be
     * graded is new: its student has to be told.
     */
    boolean nothingNew(Account student, String exercise, int version, Upload upload) {
        try {
            Optional<Map<String, String>> answers =
                    answers(exercise, version, new Submission(upload.text(), upload.sha256()));
            if (answers.isEmpty() || answers.get().isEmpty()) {
                return answers.isPresent();
            }
            return submissions
                    .lastCharged(student, exercise)
                    .filter(last -> last.version() == version)
                    .flatMap(last -> answers(
                            exercise,
                            version,
                            new Submission(
                                    last.handedIn().notebook(), last.handedIn().sha256())))
                    .equals(answers);
        } catch (BrokenExercise e) {
            return false;
        }
    }

    private Optional<Map<String, String>> answers(String exercise, int version, Submission submission) {
        return AnswerTexts.touched(
                catalog.pack(exercise, version).answers(), submission, catalog.starter(exercise, version));
    }
}
