package org.ringlab.service.marking;

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

/** Grading all of an exercise's submissions by another version: computed in the queue, then applied or not. */
@Entity
@Table(name = "regrade")
public class Regrade {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column
    private String exercise;

    @Column
    private int version;

    @Enumerated(EnumType.STRING)
    @Column
    private State state;

    @Column(name = "started_by")
    private String startedBy;

    @Column(name = "started_at")
    private Instant startedAt;

    @Column(name = "finished_by")
    private @Nullable String finishedBy;

    @Column(name = "finished_at")
    private @Nullable Instant finishedAt;

    /** How far it has come. */
    public enum State {
        /** It is computed, or waits for a decision. */
        OPEN,
        /** Its results are the reports. */
        APPLIED,
        /** Everything is as before. */
        DISCARDED
    }

    /** For Hibernate. */
    protected Regrade() {}

    Regrade(String exercise, int version, String startedBy, Instant startedAt) {
        this.exercise = exercise;
        this.version = version;
        this.state = State.OPEN;
        this.startedBy = startedBy;
        this.startedAt = startedAt;
    }

    void finish(State end, String who, Instant when) {
        state = end;
        finishedBy = who;
        finishedAt = when;
    }

    /** Its key. */
    public Long id() {
        return id;
    }

    /** {@code LESSON/EXERCISE}. */
    public String exercise() {
        return exercise;
    }

    /** The version it grades by. */
    public int version() {
        return version;
    }

    /** How far it has come. */
    public State state() {
        return state;
    }

    /** Who began it. */
    public String startedBy() {
        return startedBy;
    }

    /** When. */
    public Instant startedAt() {
        return startedAt;
    }
}
