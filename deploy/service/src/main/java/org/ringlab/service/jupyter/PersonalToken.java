package org.ringlab.service.jupyter;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A token by which a student's own Jupyter client signs in. Only its digest is known. */
@Entity
@Table(name = "personal_token")
public class PersonalToken {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column
    private String owner;

    @Column
    private String digest;

    @Column
    private String label;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "used_at")
    private @Nullable Instant usedAt;

    /** For Hibernate. */
    protected PersonalToken() {}

    /** A token made now. */
    public PersonalToken(String owner, String digest, String label) {
        this.owner = owner;
        this.digest = digest;
        this.label = label;
        this.createdAt = StoredFile.now();
    }

    void used() {
        usedAt = StoredFile.now();
    }

    /** Its key, to revoke it by. */
    public Long id() {
        return id;
    }

    /** Who signs in with it. */
    public String owner() {
        return owner;
    }

    /** What it is for, in the owner's words. */
    public String label() {
        return label;
    }

    /** When it was made. */
    public Instant createdAt() {
        return createdAt;
    }

    /** When it was last used; null for never. */
    public @Nullable Instant usedAt() {
        return usedAt;
    }
}
