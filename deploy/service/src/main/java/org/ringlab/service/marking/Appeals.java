package org.ringlab.service.marking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Text;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.audit.Audit;
import org.ringlab.service.rules.Rules;
import org.ringlab.service.submissions.CheckOutcome;
import org.ringlab.service.submissions.Mark;
import org.ringlab.service.submissions.ReportRecord;
import org.ringlab.service.submissions.Reports;
import org.ringlab.service.submissions.SubmissionRecord;
import org.ringlab.service.submissions.Submissions;
import org.ringlab.service.web.Refusal;

/** Students contest checks, teachers answer: one appeal a check of a submission. */
@ApplicationScoped
public class Appeals {
    private final EntityManager entities;
    private final Submissions submissions;
    private final Reports reports;
    private final Marking marking;
    private final Rules rules;
    private final Audit audit;

    Appeals(
            EntityManager entities,
            Submissions submissions,
            Reports reports,
            Marking marking,
            Rules rules,
            Audit audit) {
        this.entities = entities;
        this.submissions = submissions;
        this.reports = reports;
        this.marking = marking;
        this.rules = rules;
        this.audit = audit;
    }

    /**
     * Contests a check of one's own submission.
     *
     * @param shownId the check's id in the student's report
     * @throws Refusal 404 for another's submission or an unknown check, 409 if it passed or is contested already, 400 without words
     */
    @Transactional
    public void contest(Account student, long submission, @Nullable String shownId, @Nullable String text) {
        SubmissionRecord record = submissions
                .ofStudent(student, submission)
                .orElseThrow(() -> Refusal.notFound("没有这次提交。", "There is no such submission."));
        entities.lock(record, LockModeType.PESSIMISTIC_WRITE);
        ReportRecord report = record.report();
        CheckOutcome check = Stream.ofNullable(report)
                .flatMap(graded -> reports.outcomes(graded.staffJson()).stream())
                .filter(outcome -> outcome.shownId().equals(shownId))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("报告里没有这一项检查。", "The report has no such check."));
        if (check.outcome().equals("PASS") && check.points() >= check.max()) {
            throw conflict("这一项已经得了全部分数。", "This check has earned all its points.");
        }
        if (of(record.id(), check.check()).isPresent()) {
            throw conflict("这一项已经申诉过了。", "This check has been contested already.");
        }
        Optional.ofNullable(report).ifPresent(ReportRecord::discuss);
        entities.persist(new Appeal(record, check.check(), Comments.required(text), rules.now()));
        audit.record(student.username(), "appeal", record.id() + " " + check.check());
    }

    /**
     * Answers an appeal, once.
     *
     * @param upheld the student is right, and gets the check's points
     */
    @Transactional
    public void answer(String who, long appeal, boolean upheld, @Nullable String words) {
        Appeal found = Optional.ofNullable(entities.find(Appeal.class, appeal, LockModeType.PESSIMISTIC_WRITE))
                .orElseThrow(() -> Refusal.notFound("没有这个申诉。", "There is no such appeal."));
        if (found.state() != Appeal.State.OPEN) {
            throw conflict("这个申诉已经答复过了。", "This appeal has been answered already.");
        }
        String answer = Comments.required(words);
        found.answer(upheld, answer, who, rules.now());
        audit.record(who, upheld ? "uphold-appeal" : "answer-appeal", String.valueOf(appeal));
        ReportRecord report = found.submission().report();
        if (upheld && report != null) {
            reports.outcomes(report.staffJson()).stream()
                    .filter(outcome -> outcome.check().equals(found.check()))
                    .findFirst()
                    .ifPresent(outcome ->
                            marking.give(who, found.submission().id(), new Mark(found.check(), outcome.max()), answer));
        }
    }

    /** All of a submission. */
    public List<Appeal> of(Long submission) {
        return entities.createQuery("from Appeal where submission.id = ?1 order by id", Appeal.class)
                .setParameter(1, submission)
                .getResultList();
    }

    /** The newest, open ones first, for staff. */
    public List<Appeal> newest(int most) {
        return entities.createQuery(
                        "from Appeal a join fetch a.submission s join fetch s.student left join fetch s.report"
                                + " order by case when a.state = OPEN then 0 else 1 end, a.id desc",
                        Appeal.class)
                .setMaxResults(most)
                .getResultList();
    }

    private Optional<Appeal> of(Long submission, String check) {
        return of(submission).stream()
                .filter(appeal -> appeal.check().equals(check))
                .findFirst();
    }

    private static Refusal conflict(String zh, String en) {
        return new Refusal(409, new Text(zh, en));
    }
}
