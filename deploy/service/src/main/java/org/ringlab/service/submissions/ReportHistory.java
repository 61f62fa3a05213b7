package org.ringlab.service.submissions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.Status;

/** A report that another one has replaced. */
@Entity
@Table(name = "report_history")
public class ReportHistory {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column
    private Long submission;

    @Column
    private int version;

    @Enumerated(EnumType.STRING)
    @Column
    private Status status;

    @Column
    private double score;

    @Column
    private double max;

    @Column
    private @Nullable Double counted;

    @Column(name = "student_json")
    private String studentJson;

    @Column(name = "staff_json")
    private String staffJson;

    @Column(name = "graded_at")
    private Instant gradedAt;

    @Column(name = "replaced_by")
    private String replacedBy;

    @Column(name = "replaced_at")
    private Instant replacedAt;

    @Column
    private String reason;

    /** For Hibernate. */
    protected ReportHistory() {}

    ReportHistory(SubmissionRecord submission, ReportRecord report, String replacedBy, String reason, Instant now) {
        this.submission = submission.id();
        this.version = submission.version();
        this.status = report.status();
        this.score = report.score();
        this.max = report.max();
        this.counted = report.counted();
        this.studentJson = report.studentJson();
        this.staffJson = report.staffJson();
        this.gradedAt = report.gradedAt();
        this.replacedBy = replacedBy;
        this.replacedAt = now;
        this.reason = reason;
    }

    /** The exercise's version it was graded by. */
    public int version() {
        return version;
    }

    /** How grading had ended. */
    public Status status() {
        return status;
    }

    /** Points earned then. */
    public double score() {
        return score;
    }

    /** Points to be had then. */
    public double max() {
        return max;
    }

    /** The report for staff. */
    public String staffJson() {
        return staffJson;
    }

    /** Who put another in its place. */
    public String replacedBy() {
        return replacedBy;
    }

    /** And when. */
    public Instant replacedAt() {
        return replacedAt;
    }
}
