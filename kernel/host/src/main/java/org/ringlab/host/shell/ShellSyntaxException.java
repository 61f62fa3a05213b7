package org.ringlab.host.shell;

import org.ringlab.common.Span;

/** Shell text that can't be parsed; the message is bash's own, without {@code bash: }. */
public final class ShellSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Span span;

    ShellSyntaxException(String message, Span span) {
        super(message);
        this.span = span;
    }

    /** Where. */
    public Span span() {
        return span;
    }
}
