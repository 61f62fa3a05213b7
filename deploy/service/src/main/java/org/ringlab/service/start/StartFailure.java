package org.ringlab.service.start;

/** The service can't start; the message tells the operator what is wrong and what to do. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with a message for the operator. */
    public StartFailure(String message) {
        super(message);
    }

    /** A failure with a message for the operator, and what caused it. */
    public StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
