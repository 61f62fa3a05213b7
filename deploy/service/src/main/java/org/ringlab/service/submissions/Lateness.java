package org.ringlab.service.submissions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.attempts.AttemptPolicy;
import org.ringlab.grader.attempts.AttemptRules;
import org.ringlab.service.rules.Rules;

/** Lets a later due date, or a grant, hold for what came before it. Nobody is made late afterwards. */
@ApplicationScoped
public class Lateness {
    private final Submissions submissions;
    private final Reports reports;
    private final Rules rules;

    Lateness(Submissions submissions, Reports reports, Rules rules) {
        this.submissions = submissions;
        this.reports = reports;
        this.rules = rules;
    }

    /**
     * Works out again what lateness takes.
     *
     * @param exercise null: of all exercises
     * @param student null: of all students
     */
    @Transactional
    public void again(@Nullable String exercise, @Nullable String student) {
        for (SubmissionRecord submission : submissions.late(exercise, student)) {
            AttemptRules own = rules.attempts(submission.exercise())
                    .with(rules.extra(submission.student(), submission.exercise()));
            double percent = AttemptPolicy.latePercent(own, submission.receivedAt());
            ReportRecord report = submission.report();
            if (percent < submission.latePercent()) {
                submission.late(percent);
                if (report != null) {
                    reports.recount(submission, report);
                }
            }
        }
    }
}
