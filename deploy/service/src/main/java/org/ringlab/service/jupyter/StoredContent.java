package org.ringlab.service.jupyter;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The contents of a stored file. */
@Entity
@Table(name = "stored_content")
public class StoredContent {
    @Id
    @Column(name = "file_id")
    private Long fileId;

    @Column
    private byte[] content;

    /** For Hibernate. */
    protected StoredContent() {}

    /** Contents of a file that has none yet. */
    public StoredContent(Long fileId, byte[] content) {
        this.fileId = fileId;
        this.content = content.clone();
    }

    byte[] content() {
        return content;
    }

    void replace(byte[] next) {
        content = next.clone();
    }
}
