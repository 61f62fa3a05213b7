package org.ringlab.service.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An exercise as published at some time; never changed afterwards. */
@Entity
@Table(name = "exercise_version")
public class ExerciseVersion {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column
    private String exercise;

    @Column
    private int version;

    @Column
    private String yaml;

    @Column(name = "hidden_yaml")
    private @Nullable String hiddenYaml;

    @Column(name = "published_at")
    private Instant publishedAt;

    @Column(name = "published_by")
    private @Nullable Long publishedBy;

    /** For Hibernate. */
    protected ExerciseVersion() {}

    ExerciseVersion(
            String exercise, int version, String yaml, @Nullable String hiddenYaml, @Nullable Long publishedBy) {
        this.exercise = exercise;
        this.version = version;
        this.yaml = yaml;
        this.hiddenYaml = hiddenYaml;
        this.publishedAt = Instant.now();
        this.publishedBy = publishedBy;
    }

    /** {@code LESSON/EXERCISE}. */
    public String exercise() {
        return exercise;
    }

    /** From 1. */
    public int version() {
        return version;
    }

    /** The public part, as written. */
    public String yaml() {
        return yaml;
    }

    /** The staff's part, as written; null where there is none. */
    public @Nullable String hiddenYaml() {
        return hiddenYaml;
    }

    /** When it became the current version. */
    public Instant publishedAt() {
        return publishedAt;
    }

    /** Imported from the course's files, not written by a teacher here. */
    public boolean fromFiles() {
        return publishedBy == null;
    }
}
