package org.ringlab.grader.attempts;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.attempts.Verdict.Accepted;
import org.ringlab.grader.attempts.Verdict.Reason;
import org.ringlab.grader.attempts.Verdict.Refused;

/** Judges whether something may be handed in, by rules, a student's grants and past, and the time: nothing else. */
public final class AttemptPolicy {
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private AttemptPolicy() {}

    /** What is to be done with an attempt that comes at {@code now}. */
    public static Verdict judge(AttemptRules rules, Extra extra, Past past, Instant now) {
        AttemptRules own = rules.with(extra);
        Instant opens = own.opens();
        if (opens != null && now.isBefore(opens)) {
            return new Refused(Reason.NOT_OPEN, opens);
        }
        Instant closes = own.closes();
        if (closes != null && !now.isBefore(closes)) {
            return new Refused(Reason.CLOSED, closes);
        }
        int daysLate = daysLate(own, now);
        if (daysLate > own.late().days()) {
            Instant since = own.released();
            return new Refused(Reason.TOO_LATE, since);
        }
        if (own.limit() > 0 && past.charged() >= own.limit()) {
            return new Refused(Reason.NO_ATTEMPTS, null);
        }
        Instant again = coolUntil(own, past);
        if (again != null && now.isBefore(again)) {
            return new Refused(Reason.COOL_DOWN, again);
        }
        return new Accepted(latePercent(own, now), own.limit() == 0 ? -1 : own.limit() - past.charged() - 1);
    }

    /** What lateness takes off the points of an attempt that came at {@code at}, in percent: 0 to 100. */
    public static double latePercent(AttemptRules own, Instant at) {
        return Math.min(100, own.late().percentPerDay() * daysLate(own, at));
    }

    /** Days begun since the due date; 0 up to the due date itself. */
    private static int daysLate(AttemptRules rules, Instant now) {
        Instant due = rules.due();
        if (due == null || !now.isAfter(due)) {
            return 0;
        }
        long late = Duration.between(due, now).toMillis();
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.ceilDiv(late, DAY_MILLIS)));
    }

    private static @Nullable Instant coolUntil(AttemptRules rules, Past past) {
        Instant last = past.last();
        if (last == null || past.solved() || past.charged() <= rules.coolDown().after()) {
            return null;
        }
        return last.plus(rules.coolDown().pause());
    }

    /**
     * Points after the deduction for lateness, in hundredths.
     *
     * @param percent 0 to 100
     */
    public static double reduced(double points, double percent) {
        return Math.round(points * (100 - percent)) / 100.0;
    }
}
