package org.ringlab.host.container;

/** What the Docker daemon answers where it can't do what was asked; the message is its own. */
public final class DockerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String message;

    /** An answer. */
    public DockerException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
