package org.ringlab.service.submissions;

import jakarta.persistence.Column;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.Status;

/** What is kept of a grading, whether it holds or another has replaced it: the report in its two forms, and what it counts. */
@MappedSuperclass
public abstract class KeptReport {
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
    protected KeptReport() {}

    /** The same as another. */
    KeptReport(KeptReport other) {
        this.status = other.status;
        this.score = other.score;
        this.max = other.max;
        this.counted = other.counted;
        this.studentJson = other.studentJson;
        this.staffJson = other.staffJson;
        this.gradedAt = other.gradedAt;
    }

    final void take(GradingResult result) {
        this.status = result.status();
        this.score = result.score();
        this.max = result.max();
        this.studentJson = result.studentJson();
        this.staffJson = result.staffJson();
        this.gradedAt = Instant.now();
    }

    /** Sets what it counts; null for nothing. */
    final void count(@Nullable Double points) {
        counted = points;
    }

    /** What it counts: the score, as changed by hand and less what lateness takes; null where there is none. */
    public @Nullable Double counted() {
        return counted;
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
}
