package org.ringlab.service.marking;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.Status;
import org.ringlab.service.submissions.GradingResult;
import org.ringlab.service.submissions.ReportRecord;
import org.ringlab.service.submissions.SubmissionRecord;

/** One submission of a regrade. */
@Entity
@Table(name = "regrade_result")
@IdClass(RegradeResult.Key.class)
public class RegradeResult {
    @Id
    @Column
    private Long regrade;

    @Id
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "submission")
    private SubmissionRecord submission;

    @Column(name = "old_version")
    private int oldVersion;

    @Column
    private int tries;

    @Column(name = "due_at")
    private Instant dueAt;

    @Enumerated(EnumType.STRING)
    @Column
    private @Nullable Status status;

    @Column
    private double score;

    @Column
    private double max;

    @Column(name = "student_json")
    private String studentJson;

    @Column(name = "staff_json")
    private String staffJson;

    @Column
    private boolean applied;

    /** The regrade and the submission. */
    public record Key(Long regrade, Long submission) implements Serializable {}

    /** For Hibernate. */
    protected RegradeResult() {}

    RegradeResult(Long regrade, SubmissionRecord submission, Instant now) {
        this.regrade = regrade;
        this.submission = submission;
        this.oldVersion = submission.version();
        this.dueAt = now;
        this.studentJson = "";
        this.staffJson = "";
    }

    void computed(GradingResult result) {
        status = result.status();
        score = result.score();
        max = result.max();
        studentJson = result.studentJson();
        staffJson = result.staffJson();
    }

    void retryAfter(Duration delay, Instant now) {
        tries++;
        dueAt = now.plus(delay);
    }

    int tries() {
        return tries;
    }

    void apply() {
        applied = true;
    }

    /** What grading gave, once it is computed. */
    public GradingResult result() {
        return new GradingResult(status == null ? Status.GRADER_ERROR : status, score, max, studentJson, staffJson);
    }

    /** What is graded again. */
    public SubmissionRecord submission() {
        return submission;
    }

    /** How grading ended; null while it waits. */
    public @Nullable Status status() {
        return status;
    }

    /** Whether it has become the report. */
    public boolean applied() {
        return applied;
    }

    /**
     * Whether it may become the report: it is graded, or as little as before; the grader's failures and notebooks that don't fit the
     * new version never take a grade away. What was graded otherwise meanwhile stays.
     */
    public boolean applicable() {
        ReportRecord report = submission.report();
        return report != null
                && submission.version() == oldVersion
                && (status == Status.GRADED || status == Status.NOT_GRADABLE && report.status() != Status.GRADED);
    }
}
