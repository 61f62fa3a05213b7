package org.ringlab.service.marking;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.submissions.SubmissionRecord;

/** A student contests how one check of a submission ended. */
@Entity
@Table(name = "appeal")
public class Appeal {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "submission")
    private SubmissionRecord submission;

    @Column(name = "check_id")
    private String check;

    @Column
    private String text;

    @Column(name = "made_at")
    private Instant madeAt;

    @Enumerated(EnumType.STRING)
    @Column
    private State state;

    @Column
    private String answer;

    @Column(name = "answered_by")
    private @Nullable String answeredBy;

    @Column(name = "answered_at")
    private @Nullable Instant answeredAt;

    /** How far it has come. */
    public enum State {
        /** Nobody has answered. */
        OPEN,
        /** It was answered, and the points stay. */
        ANSWERED,
        /** The student is right, and has the points. */
        UPHELD
    }

    /** For Hibernate. */
    protected Appeal() {}

    Appeal(SubmissionRecord submission, String check, String text, Instant madeAt) {
        this.submission = submission;
        this.check = check;
        this.text = text;
        this.madeAt = madeAt;
        this.state = State.OPEN;
        this.answer = "";
    }

    void answer(boolean upheld, String words, String who, Instant when) {
        state = upheld ? State.UPHELD : State.ANSWERED;
        answer = words;
        answeredBy = who;
        answeredAt = when;
    }

    /** Its key. */
    public Long id() {
        return id;
    }

    /** What it is about. */
    public SubmissionRecord submission() {
        return submission;
    }

    /** The contested check's id in its exercise: for staff. */
    public String check() {
        return check;
    }

    /** What the student says; not to be trusted. */
    public String text() {
        return text;
    }

    /** When it was made. */
    public Instant madeAt() {
        return madeAt;
    }

    /** How far it has come. */
    public State state() {
        return state;
    }

    /** What was answered; empty while it is open. */
    public String answer() {
        return answer;
    }

    /** Who answered; null while it is open. */
    public @Nullable String answeredBy() {
        return answeredBy;
    }
}
