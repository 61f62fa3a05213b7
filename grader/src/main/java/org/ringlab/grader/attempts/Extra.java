package org.ringlab.grader.attempts;

import java.time.Duration;

/**
 * What one student was granted beyond the others.
 *
 * @param time later due date and later end of the window
 * @param attempts more of them
 */
public record Extra(Duration time, int attempts) {
    /** Nothing. */
    public static final Extra NONE = new Extra(Duration.ZERO, 0);

    /** The better of both: grants of an exercise and of the whole course don't add up. */
    public Extra or(Extra other) {
        return new Extra(time.compareTo(other.time) >= 0 ? time : other.time, Math.max(attempts, other.attempts));
    }
}
