package org.ringlab.service.kernels;

/** No kernel can be given now; the message says why, in Chinese and English, and what to do. */
public final class KernelUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message for the student
     */
    public KernelUnavailableException(String message) {
        super(message);
    }
}
