package org.ringlab.service.submissions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;

/** A submission that waits to be graded. */
@Entity
@Table(name = "grading_job")
public class GradingJob {
    @Id
    @Column
    private Long submission;

    @Column
    private int tries;

    @Column(name = "due_at")
    private Instant dueAt;

    /** For Hibernate. */
    protected GradingJob() {}

    /** Which. */
    long submission() {
        return submission;
    }

    /** How often the grader failed on it. */
    int tries() {
        return tries;
    }

    /** Puts it off after a failure of the grader. */
    void retryAfter(Duration delay) {
        tries++;
        dueAt = Instant.now().plus(delay);
    }
}
