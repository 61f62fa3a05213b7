package org.ringlab.cli.teacher;

/** What was asked for could not be done; its message is for the person who asked. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
        super(message);
    }
}
