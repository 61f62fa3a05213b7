package org.ringlab.service.accounts;

import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import org.ringlab.service.audit.Audit;

/** How people change their own passwords. */
@ApplicationScoped
public class OwnPassword {
    /** Characters that a password has at least. */
    public static final int MIN_LENGTH = 8;

    /** bcrypt looks at no more bytes. */
    private static final int MAX_BYTES = 72;

    private final Accounts accounts;
    private final Audit audit;
    private final SignInLimit limit;

    OwnPassword(Accounts accounts, Audit audit, SignInLimit limit) {
        this.accounts = accounts;
        this.audit = audit;
        this.limit = limit;
    }

    /** How a change ended. */
    public enum Outcome {
        /** The password is changed, and all of the account's sessions have ended. */
        CHANGED,
        /** The old password is not the account's. */
        WRONG_OLD,
        /** The new password is too short or too long. */
        UNSUITABLE,
        /** The two spellings of the new password differ. */
        NOT_REPEATED
    }

    /**
     * Changes a password.
     *
     * @param address where the request came from: wrong old passwords count as failed sign-ins
     * @throws org.ringlab.service.web.Refusal 429 after too many wrong ones
     */
    @Transactional
    public Outcome change(String name, String address, String old, String password, String repeated) {
        limit.admit(name, address);
        Account account = accounts.byName(name).orElseThrow();
        boolean right = BcryptUtil.matches(old, account.passwordHash());
        limit.attempted(name, address, right);
        if (!right) {
            return Outcome.WRONG_OLD;
        }
        if (password.length() < MIN_LENGTH || password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return Outcome.UNSUITABLE;
        }
        if (!password.equals(repeated)) {
            return Outcome.NOT_REPEATED;
        }
        account.setPasswordHash(BcryptUtil.bcryptHash(password));
        audit.record(name, "change-password", name);
        return Outcome.CHANGED;
    }
}
