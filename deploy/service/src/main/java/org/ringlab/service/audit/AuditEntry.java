package org.ringlab.service.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Somebody changed something. */
@Entity
@Table(name = "audit")
public class AuditEntry {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column
    private Instant at;

    @Column
    private String who;

    @Column
    private String action;

    @Column
    private String subject;

    /** For Hibernate. */
    protected AuditEntry() {}

    AuditEntry(String who, String action, String subject) {
        this.at = Instant.now();
        this.who = who;
        this.action = action;
        this.subject = subject;
    }

    /** What was done, for instance {@code publish-exercise}. */
    public String action() {
        return action;
    }

    /** What it was done to. */
    public String subject() {
        return subject;
    }
}
