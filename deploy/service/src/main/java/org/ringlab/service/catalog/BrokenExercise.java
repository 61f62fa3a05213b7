package org.ringlab.service.catalog;

/** A published exercise can't be used; the message is for staff. */
public final class BrokenExercise extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public BrokenExercise(String message) {
        super(message);
    }
}
