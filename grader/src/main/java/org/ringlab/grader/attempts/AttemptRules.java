package org.ringlab.grader.attempts;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of those who hand an exercise in: its author's default, or what a teacher chose for a class.
 *
 * @param limit how many attempts may be charged; 0 for as many as one likes
 * @param coolDown a pause after attempts that did not earn full marks
 * @param opens nothing is accepted before; null for no beginning
 * @param closes nothing is accepted from then on, late or not; null for no end
 * @param due what comes after is late; null for never
 * @param late what becomes of what is late
 */
public record AttemptRules(
        int limit,
        CoolDown coolDown,
        @Nullable Instant opens,
        @Nullable Instant closes,
        @Nullable Instant due,
        Late late) {
    /** As often as one likes, whenever. */
    public static final AttemptRules FREE = new AttemptRules(0, CoolDown.NONE, null, null, null, Late.REFUSED);

    /**
     * A pause against guessing.
     *
     * @param after attempts without full marks that cost no pause
     * @param pause the pause after each further one; zero for none
     */
    public record CoolDown(int after, Duration pause) {
        /** No pause. */
        public static final CoolDown NONE = new CoolDown(0, Duration.ZERO);
    }

    /**
     * What becomes of attempts after the due date.
     *
     * @param percentPerDay taken off the points for each day begun, 0 to 100
     * @param days how long late attempts are accepted; 0: they are not
     */
    public record Late(double percentPerDay, int days) {
        /** Nothing is accepted after the due date. */
        public static final Late REFUSED = new Late(0, 0);

        /** Whether late attempts are accepted at all. */
        public boolean accepted() {
            return days > 0;
        }
    }

    /** Whether they restrict nothing. */
    public boolean isFree() {
        return equals(FREE);
    }

    /** The rules as they are for a student who was granted something. */
    public AttemptRules with(Extra extra) {
        return new AttemptRules(
                limit == 0 ? 0 : limit + extra.attempts(),
                coolDown,
                opens,
                closes == null ? null : closes.plus(extra.time()),
                due == null ? null : due.plus(extra.time()),
                late);
    }

    /**
     * From when on nothing can be handed in any more, so that solutions may be shown: null if that never comes. Where an
     * exercise stays open, the due date.
     */
    public @Nullable Instant released() {
        Instant last = due == null ? null : due.plus(Duration.ofDays(late.days()));
        if (last == null || closes == null) {
            return last == null ? closes : last;
        }
        return closes.isBefore(last) ? closes : last;
    }
}
