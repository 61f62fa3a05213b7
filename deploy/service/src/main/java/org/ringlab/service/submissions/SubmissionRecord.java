package org.ringlab.service.submissions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.Account;

/** One student's submission of one exercise. */
@Entity
@Table(name = "submission")
public class SubmissionRecord {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "handed_in")
    private HandedIn handedIn;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "student")
    private Account student;

    @Column
    private String exercise;

    @Column
    private int version;

    @Column
    private int attempt;

    @Column(name = "late_percent")
    private double latePercent;

    @Column(name = "received_at")
    private Instant receivedAt;

    @OneToOne(mappedBy = "submission", fetch = FetchType.LAZY)
    private @Nullable ReportRecord report;

    /** For Hibernate. */
    protected SubmissionRecord() {}

    /** Its key, part of its address. */
    public Long id() {
        return id;
    }

    /** The notebook it is in. */
    public HandedIn handedIn() {
        return handedIn;
    }

    /** Whose it is. */
    public Account student() {
        return student;
    }

    /** {@code LESSON/EXERCISE}. */
    public String exercise() {
        return exercise;
    }

    /** The exercise's version it is graded by. */
    public int version() {
        return version;
    }

    /** The student's how-manieth attempt at this exercise, from 1; one that costs nothing has the number of the next. */
    public int attempt() {
        return attempt;
    }

    /** What lateness takes off its points, in percent. */
    public double latePercent() {
        return latePercent;
    }

    void late(double percent) {
        latePercent = percent;
    }

    /** Another version has graded it. */
    public void regraded(int newVersion) {
        version = newVersion;
    }

    /** When it was accepted. */
    public Instant receivedAt() {
        return receivedAt;
    }

    /** Its report; null while it waits. */
    public @Nullable ReportRecord report() {
        return report;
    }
}
