package org.ringlab.common;

/**
 * The simulated time of one lab, in nanoseconds since its boot.
 *
 * <p>It moves only when somebody advances it, so that the same commands always meet the same time.
 */
public final class SimClock {
    /** Nanoseconds in a millisecond. */
    public static final long MILLI = 1_000_000L;

    /** Nanoseconds in a second. */
    public static final long SECOND = 1_000_000_000L;

    /** When every lab boots, in seconds since 1970: midnight of 2026-01-01, UTC. */
    public static final long BOOT_EPOCH_SECONDS = 1_767_225_600L;

    private long nanos;

    /** Nanoseconds since boot. */
    public long nanos() {
        return nanos;
    }

    /**
     * Moves time forward to {@code nanos}; a time already past leaves the clock alone.
     *
     * @param nanos nanoseconds since boot
     */
    public void advanceTo(long nanos) {
        this.nanos = Math.max(this.nanos, nanos);
    }
}
