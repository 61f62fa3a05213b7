package org.ringlab.service.submissions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A report that another one has replaced. */
@Entity
@Table(name = "report_history")
public class ReportHistory extends KeptReport {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column
    private Long submission;

    @Column
    private int version;

    @Column(name = "replaced_by")
    private String replacedBy;

    @Column(name = "replaced_at")
    private Instant replacedAt;

    @Column
    private String reason;

    /** For Hibernate. */
    protected ReportHistory() {}

    ReportHistory(SubmissionRecord submission, ReportRecord report, String replacedBy, String reason, Instant now) {
        super(report);
        this.submission = submission.id();
        this.version = submission.version();
        this.replacedBy = replacedBy;
        this.replacedAt = now;
        this.reason = reason;
    }

    /** The exercise's version it was graded by. */
    public int version() {
        return version;
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
