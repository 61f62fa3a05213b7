package org.ringlab.service.accounts;

/** A session cookie is from before its account's password changed. */
public final class SessionEnded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SessionEnded() {
        super("the session ended when the password changed");
    }
}
