package org.ringlab.grader.attempts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a student has handed in of an exercise so far. Only what cost an attempt counts: graded, or still waiting to be.
 *
 * @param charged how many attempts
 * @param solved whether one of them earned full marks
 * @param last when the last of them was handed in; null if there is none
 */
public record Past(int charged, boolean solved, @Nullable Instant last) {
    /** Nothing yet. */
    public static final Past NONE = new Past(0, false, null);
}
