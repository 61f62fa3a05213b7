package org.ringlab.jupyter.wire;

/** A message that can't be read: it is logged and skipped, and the kernel goes on. */
public final class BadMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With what is wrong with the message. */
    public BadMessageException(String message) {
        super(message);
    }

    /** With what is wrong with the message, and what noticed it. */
    public BadMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
