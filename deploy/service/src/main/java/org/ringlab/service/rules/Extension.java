package org.ringlab.service.rules;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.attempts.Extra;
import org.ringlab.service.accounts.Account;

/** More time or attempts for one student. */
@Entity
@Table(name = "extension")
public class Extension {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "student")
    private Account student;

    @Column
    private @Nullable String exercise;

    @Column(name = "extra_minutes")
    private int minutes;

    @Column(name = "extra_attempts")
    private int attempts;

    @Column
    private String reason;

    @Column(name = "granted_by")
    private String grantedBy;

    @Column(name = "granted_at")
    private Instant grantedAt;

    /** For Hibernate. */
    protected Extension() {}

    Extension(Account student, @Nullable String exercise) {
        this.student = student;
        this.exercise = exercise;
    }

    void change(Extra extra, String why, String who, Instant when) {
        minutes = (int) extra.time().toMinutes();
        attempts = extra.attempts();
        reason = why;
        grantedBy = who;
        grantedAt = when;
    }

    Extra extra() {
        return new Extra(Duration.ofMinutes(minutes), attempts);
    }

    /** Its key. */
    public Long id() {
        return id;
    }

    /** Whose it is. */
    public Account student() {
        return student;
    }

    /** In which exercise; null: in all. */
    public @Nullable String exercise() {
        return exercise;
    }

    /** Minutes more. */
    public int minutes() {
        return minutes;
    }

    /** Attempts more. */
    public int attempts() {
        return attempts;
    }

    /** Why, for staff. */
    public String reason() {
        return reason;
    }

    /** Who granted it. */
    public String grantedBy() {
        return grantedBy;
    }

    /** And when. */
    public Instant grantedAt() {
        return grantedAt;
    }
}
