package org.ringlab.service.submissions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Points that a teacher gave by hand, once; the last for a check counts, and none is ever removed. */
@Entity
@Table(name = "mark_change")
public class MarkChange {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column
    private Long submission;

    @Column(name = "check_id")
    private @Nullable String check;

    @Column
    private @Nullable Double points;

    @Column
    private double was;

    @Column
    private String comment;

    @Column(name = "changed_by")
    private String changedBy;

    @Column(name = "changed_at")
    private Instant changedAt;

    /** For Hibernate. */
    protected MarkChange() {}

    /** A change by {@code changedBy}; {@code was} is what held before. */
    public MarkChange(Long submission, Mark mark, double was, String comment, String changedBy, Instant changedAt) {
        this.submission = submission;
        this.check = mark.check();
        this.points = mark.points();
        this.was = was;
        this.comment = comment;
        this.changedBy = changedBy;
        this.changedAt = changedAt;
    }

    /** What was given. */
    public Mark mark() {
        return new Mark(check, points);
    }

    /** Points before. */
    public double was() {
        return was;
    }

    /** Why, for the student as well. */
    public String comment() {
        return comment;
    }

    /** Who gave them. */
    public String changedBy() {
        return changedBy;
    }

    /** And when. */
    public Instant changedAt() {
        return changedAt;
    }
}
