package org.ringlab.service.accounts;

import io.quarkus.security.jpa.Password;
import io.quarkus.security.jpa.Roles;
import io.quarkus.security.jpa.UserDefinition;
import io.quarkus.security.jpa.Username;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Somebody who may sign in. Read at every request, so that a change of role holds at once. */
@Entity
@Table(name = "account")
@UserDefinition
public class Account {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Username
    @Column
    private String username;

    /** bcrypt, in the modular crypt format. */
    @Password
    @Column(name = "password_hash")
    private String passwordHash;

    @Roles
    @Column
    private String role;

    @Column
    private @Nullable String language;

    /** Which sessions are valid: those that began since the password is what it is. */
    @Column
    private int generation;

    /** For Hibernate. */
    protected Account() {}

    /** A new account. */
    public Account(String username, String passwordHash, Role role) {
        this.username = username;
        this.passwordHash = passwordHash;
        this.role = role.roleName();
    }

    /** The key other tables refer to. */
    public Long id() {
        return id;
    }

    /** The name to sign in with, unique. */
    public String username() {
        return username;
    }

    /** What the account may do. */
    public Role role() {
        return Role.valueOf(role.toUpperCase(Locale.ROOT));
    }

    /** Language of the pages, {@code zh} or {@code en}; null to follow the browser. */
    public @Nullable String language() {
        return language;
    }

    /** Sets the language of the pages, {@code zh} or {@code en}. */
    public void chooseLanguage(String language) {
        this.language = language;
    }

    void setRole(Role role) {
        this.role = role.roleName();
    }

    int generation() {
        return generation;
    }

    String passwordHash() {
        return passwordHash;
    }

    /** Sets a new password, which ends the account's sessions. */
    void setPasswordHash(String passwordHash) {
        this.passwordHash = passwordHash;
        generation++;
    }
}
