package org.ringlab.host.shell;

/** An expansion that failed; bash gives up the line, or in a script everything where it is {@link #fatal}. */
final class ExpansionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean fatal;

    /** With what bash says behind the place. */
    ExpansionException(String message, boolean fatal) {
        super(message);
        this.fatal = fatal;
    }

    /** Whether a script ends. */
    boolean fatal() {
        return fatal;
    }
}
