package org.ringlab.grader.attempts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether an attempt is accepted. */
public sealed interface Verdict {
    /**
     * It is.
     *
     * @param latePercent taken off its points, 0 to 100; 0 if it is in time
     * @param left attempts left after this one; -1 for as many as one likes
     */
    record Accepted(double latePercent, int left) implements Verdict {}

    /**
     * It is not.
     *
     * @param reason why
     * @param when of {@link Reason#NOT_OPEN} and {@link Reason#COOL_DOWN} from when on it would be, of
     *     {@link Reason#CLOSED} and {@link Reason#TOO_LATE} since when it is not; null where no time matters
     */
    record Refused(Reason reason, @Nullable Instant when) implements Verdict {}

    /** Why an attempt is refused; the first that holds is said. */
    enum Reason {
        /** The exercise has not opened yet. */
        NOT_OPEN,
        /** Its window is over. */
        CLOSED,
        /** The due date has passed, and the time for late attempts too. */
        TOO_LATE,
        /** All attempts are used up. */
        NO_ATTEMPTS,
        /** A pause after attempts without full marks. */
        COOL_DOWN
    }
}
