package org.ringlab.netfilter.ipset;

/** Stops one command of ipset; never leaves this package. */
final class SetError extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;

    private SetError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The kernel refused, or an element can't be read. */
    static SetError refused(String message) {
        return new SetError(1, message);
    }

    /** Wrong words: the help is advised. */
    static SetError words(String message) {
        return new SetError(2, message);
    }

    int status() {
        return status;
    }

    /** The text alone. */
    String text() {
        return String.valueOf(getMessage());
    }
}
