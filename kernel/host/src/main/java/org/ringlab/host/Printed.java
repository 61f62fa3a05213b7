package org.ringlab.host;

/**
 * A piece of what programs printed, as it comes to a terminal.
 *
 * @param stream what it was printed on
 * @param text never empty
 */
public record Printed(Stream stream, String text) {
    /** The two streams a program prints on. */
    public enum Stream {
        /** Standard output. */
        STDOUT,
        /** Standard error. */
        STDERR
    }
}
