package org.ringlab.service.jupyter;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A file's contents as they were when the student made a checkpoint. */
@Entity
@Table(name = "checkpoint")
public class Checkpoint {
    @Id
    private UUID id;

    @Column(name = "file_id")
    private Long fileId;

    @Column
    private byte[] content;

    @Column(name = "created_at")
    private Instant createdAt;

    /** For Hibernate. */
    protected Checkpoint() {}

    /** A checkpoint made now. */
    public Checkpoint(Long fileId, byte[] content) {
        this.id = UUID.randomUUID();
        this.fileId = fileId;
        this.content = content.clone();
        this.createdAt = StoredFile.now();
    }

    /** Its id in the API. */
    public UUID id() {
        return id;
    }

    Long fileId() {
        return fileId;
    }

    byte[] content() {
        return content;
    }

    /** When it was made. */
    public Instant createdAt() {
        return createdAt;
    }
}
