package org.ringlab.service.submissions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.Status;

/** The report of one submission, in its two forms. */
@Entity
@Table(name = "report")
public class ReportRecord {
    @Id
    @Column(name = "submission")
    private Long id;

    @MapsId
    @OneToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "submission")
    private SubmissionRecord submission;

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

    /** For Hibernate. */
    protected ReportRecord() {}

    ReportRecord(SubmissionRecord submission, GradingResult result) {
        this.submission = submission;
        replace(result);
    }

    /** Puts another grading's result in place; what it counts is to be set after it. */
    public final void replace(GradingResult result) {
        this.status = result.status();
        this.score = result.score();
        this.max = result.max();
        this.studentJson = result.studentJson();
        this.staffJson = result.staffJson();
        this.gradedAt = Instant.now();
    }

    /** Sets what it counts; null for nothing. */
    public void count(@Nullable Double points) {
        counted = points;
    }

    /** What it counts: the score, as changed by hand and less what lateness takes; null where there is none. */
    public @Nullable Double counted() {
        return counted;
    }

    /** Whether all was right, or a teacher gave all points. */
    public boolean solved() {
        return status == Status.GRADED && (score >= max || counted != null && counted >= max);
    }

    /** How grading ended. */
    public Status status() {
        return status;
    }

    /** Points earned. */
    public double score() {
        return score;
    }

    /** Points to be had. */
    public double max() {
        return max;
    }

    /** All that the student may ever see; what is withheld now is left out when it is shown. */
    public String studentJson() {
        return studentJson;
    }

    /** Everything: for staff only. */
    public String staffJson() {
        return staffJson;
    }

    /** When it was committed, about. */
    public Instant gradedAt() {
        return gradedAt;
    }

    /** Whether it counts as an attempt of the student. */
    public boolean charged() {
        return status == Status.GRADED;
    }
}
