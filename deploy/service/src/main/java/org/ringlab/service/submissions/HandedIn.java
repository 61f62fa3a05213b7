package org.ringlab.service.submissions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

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
    private String notebook;

    @Column(name = "received_at")
    private Instant receivedAt;

    /** For Hibernate. */
    protected HandedIn() {}

    HandedIn(Long student, String notebook) {
        this.student = student;
        this.notebook = notebook;
        this.receivedAt = Instant.now();
    }

    Long id() {
        return id;
    }

    /** The text of the .ipynb file: a student's, never to be trusted. */
    public String notebook() {
        return notebook;
    }
}
