package org.ringlab.host.command;

/** What stops an {@code ovs-vsctl} transaction: the message, and the exit status. */
final class OvsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    OvsException(String message) {
        this(message, 1);
    }

    OvsException(String message, int status) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
