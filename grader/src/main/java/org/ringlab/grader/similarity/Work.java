package org.ringlab.grader.similarity;

import java.time.Instant;
import java.util.List;

/**
 * What one student wrote of one exercise, over time.
 *
 * @param student who
 * @param versions oldest first; those handed in, and others that are known
 */
public record Work(String student, List<Version> versions) {
    /** Copies the list. */
    public Work {
        versions = List.copyOf(versions);
    }

    /**
     * The answers at one time.
     *
     * @param at when
     * @param submission its number, to find it again
     * @param text all answers of the kind that is compared, one below the other
     */
    public record Version(Instant at, long submission, String text) {}
}
