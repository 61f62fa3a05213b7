package org.ringlab.grader;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How long a grading may take and did take, by a clock that the caller brings. The engine's own budgets end what runs in
 * circles long before; this is for a machine that is too slow, and for answers that are slow many times over.
 */
public final class TimeBudget {
    /** More than any exercise takes: a grading takes milliseconds. */
    public static final Duration USUAL = Duration.ofSeconds(20);

    private final LongSupplier nanoTime;
    private final long most;
    private final Map<String, Long> phases = new LinkedHashMap<>();
    private long begun;
    private long phaseBegun;

    /** It took too long. */
    static final class Overrun extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * A budget for one grading.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    public TimeBudget(LongSupplier nanoTime, Duration most) {
        this.nanoTime = nanoTime;
        this.most = most.toNanos();
        begin();
    }

    /** No clock: nothing is measured, and nothing takes too long. */
    public static TimeBudget unlimited() {
        return new TimeBudget(() -> 0, USUAL);
    }

    /** Starts the clock, again. */
    void begin() {
        begun = nanoTime.getAsLong();
        phaseBegun = begun;
        phases.clear();
    }

    /** Between two labs. */
    void check() {
        if (nanoTime.getAsLong() - begun > most) {
            throw new Overrun();
        }
    }

    /** A phase has ended. */
    void ended(String phase) {
        long now = nanoTime.getAsLong();
        phases.merge(phase, now - phaseBegun, Long::sum);
        phaseBegun = now;
    }

    /** What each phase took, in nanoseconds: {@code read}, {@code compile}, {@code public}, {@code hidden}, {@code explain}. */
    public Map<String, Long> phases() {
        return Map.copyOf(phases);
    }

    long seconds() {
        return most / 1_000_000_000L;
    }
}
