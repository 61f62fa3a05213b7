package org.ringlab.service.jupyter;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A student's file, notebook or folder, without its contents. */
@Entity
@Table(name = "stored_file")
public class StoredFile {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column
    private String owner;

    @Column
    private String path;

    @Column
    private String folder;

    @Column
    private String kind;

    @Column
    private long size;

    @Column
    private String hash;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "modified_at")
    private Instant modifiedAt;

    /** For Hibernate. */
    protected StoredFile() {}

    /** A new file without contents. */
    public StoredFile(String owner, FilePath path, FileKind kind) {
        this.owner = owner;
        this.kind = kind.jupyterName();
        this.hash = "";
        this.createdAt = now();
        this.modifiedAt = createdAt;
        move(path);
    }

    /** What the database keeps of the time: front ends compare stamps for equality. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    final void move(FilePath target) {
        this.path = target.text();
        this.folder = target.folder().text();
    }

    void changed(long newSize, String newHash) {
        this.size = newSize;
        this.hash = newHash;
        this.modifiedAt = now();
    }

    void setKind(FileKind kind) {
        this.kind = kind.jupyterName();
    }

    /** The key that contents and checkpoints refer to. */
    public Long id() {
        return id;
    }

    /** Whose it is. */
    public String owner() {
        return owner;
    }

    /** Where it is among that student's files. */
    public FilePath path() {
        return new FilePath(path);
    }

    /** What it is. */
    public FileKind kind() {
        return FileKind.of(kind);
    }

    /** Size of the contents in bytes; 0 for a folder. */
    public long size() {
        return size;
    }

    /** SHA-256 of the contents, hexadecimal; empty for a folder. */
    public String hash() {
        return hash;
    }

    /** When it was made. */
    public Instant createdAt() {
        return createdAt;
    }

    /** When its contents were last written. */
    public Instant modifiedAt() {
        return modifiedAt;
    }
}
