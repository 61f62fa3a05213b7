package org.ringlab.service.kernels;

import java.io.IOException;

/** Bytes that are no kernel message: a wrong frame length, offsets that point outside, or a message over the size limit. */
public final class MalformedMessageException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message what is wrong and where
     */
    public MalformedMessageException(String message) {
        super(message);
    }
}
