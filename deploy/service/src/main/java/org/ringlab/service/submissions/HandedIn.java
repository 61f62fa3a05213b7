package org.ringlab.service.submissions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A notebook as handed in, for the submissions of one or more exercises. */
@Entity
@Table(name = "handed_in")
public class HandedIn {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column
    private Long student;

    @Column
    private @Nullable String notebook;

    @Column
    private String sha256;

    @Column
    private long size;

    @Column(name = "file_name")
    private String fileName;

    @Column(name = "received_at")
    private Instant receivedAt;

    /** For Hibernate. */
    protected HandedIn() {}

    Long id() {
        return id;
    }

    /** The text for grading, a student's, never to be trusted; null where the file is no text. */
    public @Nullable String notebook() {
        return notebook;
    }

    /** SHA-256 of what was received, hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /** Size of what was received, in bytes. */
    public long size() {
        return size;
    }

    /** The file's name as received; empty where it was no file. */
    public String fileName() {
        return fileName;
    }
}
