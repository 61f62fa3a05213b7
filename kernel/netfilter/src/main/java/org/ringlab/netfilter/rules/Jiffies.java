package org.ringlab.netfilter.rules;

import org.ringlab.common.SimClock;

/** The kernel's tick: the clock of rate limits and recent lists, as the kernel of the recorded outcomes has it. */
final class Jiffies {
    /** Ticks a second. */
    static final int HZ = 250;

    /** The count at boot: five minutes before 32 bits overflow, so that overflows are met early. */
    private static final long AT_BOOT = (1L << 32) - 300L * HZ;

    private Jiffies() {}

    /** Ticks since boot. */
    static long at(long nanos) {
        return nanos / (SimClock.SECOND / HZ);
    }

    /** The kernel's own count. */
    static long counter(long ticks) {
        return AT_BOOT + ticks;
    }
}
