package org.ringlab.service.marking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Text;
import org.ringlab.grader.Status;
import org.ringlab.service.audit.Audit;
import org.ringlab.service.rules.Rules;
import org.ringlab.service.submissions.CheckOutcome;
import org.ringlab.service.submissions.Mark;
import org.ringlab.service.submissions.MarkChange;
import org.ringlab.service.submissions.Marks;
import org.ringlab.service.submissions.ReportRecord;
import org.ringlab.service.submissions.Reports;
import org.ringlab.service.submissions.SubmissionRecord;
import org.ringlab.service.submissions.Submissions;
import org.ringlab.service.web.Refusal;

/** Points by hand, each with its reason, none forgotten. */
@ApplicationScoped
public class Marking {
    /** Of a submission that could not be graded, whose points nobody knows. */
    private static final double MOST = 1000;

    private final EntityManager entities;
    private final Submissions submissions;
    private final Reports reports;
    private final Rules rules;
    private final Audit audit;

    Marking(EntityManager entities, Submissions submissions, Reports reports, Rules rules, Audit audit) {
        this.entities = entities;
        this.submissions = submissions;
        this.reports = reports;
        this.rules = rules;
        this.audit = audit;
    }

    /**
     * Gives points, or takes back what was given.
     *
     * @param comment why; the student reads it
     * @throws Refusal 404 for an unknown submission or check, 409 without a report, 400 for points that can't be, or no comment
     */
    @Transactional
    public void give(String who, long submission, Mark mark, @Nullable String comment) {
        SubmissionRecord record = submissions
                .byId(submission)
                .orElseThrow(() -> Refusal.notFound("没有这次提交。", "There is no such submission."));
        entities.lock(record, LockModeType.PESSIMISTIC_WRITE);
        ReportRecord report = record.report();
        if (report == null) {
            throw new Refusal(409, new Text("还没有评分。", "It has not been graded yet."));
        }
        Before before = before(record, report, mark.check());
        Double points = mark.points();
        if (points != null && !(points >= 0 && points <= before.max())) {
            String most = before.max() == Math.rint(before.max())
                    ? String.valueOf((long) before.max())
                    : String.valueOf(before.max());
            throw Refusal.badRequest("分数应在 0 和 " + most + " 之间。", "Points are from 0 to " + most + ".");
        }
        entities.persist(
                new MarkChange(record.id(), mark, before.points(), Comments.required(comment), who, rules.now()));
        report.discuss();
        reports.recount(record, report);
        audit.record(who, "mark", record.id() + (mark.check() == null ? "" : " " + mark.check()) + " " + points);
    }

    /**
     * What holds before a change.
     *
     * @param points now
     * @param max to be had
     */
    private record Before(double points, double max) {}

    private Before before(SubmissionRecord submission, ReportRecord report, @Nullable String check) {
        Marks marks = reports.marks(submission.id());
        if (check == null) {
            Double counted = report.counted();
            return new Before(counted == null ? 0 : counted, report.status() == Status.GRADED ? report.max() : MOST);
        }
        List<CheckOutcome> outcomes = reports.outcomes(report.staffJson());
        CheckOutcome outcome = outcomes.stream()
                .filter(one -> one.check().equals(check))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("报告里没有这一项检查。", "The report has no such check."));
        return new Before(marks.checks().getOrDefault(check, outcome.points()), outcome.max());
    }
}
