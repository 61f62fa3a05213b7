package org.ringlab.netfilter.rules;

/** One bucket of {@code -m hashlimit}, in the kernel's 64-bit arithmetic ({@code rateinfo_init}, {@code _recalc}). */
final class HashLimitBucket {
    /** Bytes are counted in chunks of sixteen. */
    private static final int BYTE_SHIFT = 4;

    static final long U32 = 0xFFFF_FFFFL;

    /** Credit gained each tick: the biggest power of two with which a day's credit fits 64 bits. */
    private static final long CREDITS_PER_TICK = Long.highestOneBit(Long.divideUnsigned(-1L, Jiffies.HZ * 86_400L));

    /** Byte credit gained each tick: the biggest power of two with which a second's credit fits 32 bits. */
    private static final long BYTE_CREDITS_PER_TICK = Long.highestOneBit(U32 / Jiffies.HZ);

    /** A second's worth of byte credit, which is as much as a bucket holds. */
    private static final long BYTE_CREDITS = BYTE_CREDITS_PER_TICK * Jiffies.HZ;

    private final HashLimitMatch.Settings settings;
    private final long cost;
    private long capacity;
    private long credit;
    private long lastTick;
    private boolean overBefore;
    private long current;

    /** A full one. */
    HashLimitBucket(HashLimitMatch.Settings settings, long tick) {
        this.settings = settings;
        lastTick = tick;
        if (settings.bytes()) {
            cost = byteCost(settings.period());
            capacity = settings.burst();
            credit = BYTE_CREDITS;
        } else {
            cost = credits(settings.period());
            capacity = credits(settings.period() * settings.burst());
            credit = capacity;
        }
    }

    /** What a time, in millionths of a second, is worth. */
    static long credits(long period) {
        return period * (Jiffies.HZ * CREDITS_PER_TICK / HashLimitMatch.SCALE);
    }

    /** What a chunk costs of a second's worth of credit. */
    static long byteCost(long period) {
        return period * BYTE_CREDITS >>> 32;
    }

    /** Bytes a second that a period stands for. */
    static long bytesOf(long period) {
        return ((period == 0 ? U32 : U32 / period) - 1) << BYTE_SHIFT;
    }

    /** Whether bytes a second have a period: 32 bits of them count, and all ones divide by zero. */
    static boolean hasPeriod(long bytes) {
        return (bytes >>> BYTE_SHIFT & U32) != U32;
    }

    /** The period that bytes a second are kept as. */
    static long periodOf(long bytes) {
        return U32 / ((bytes >>> BYTE_SHIFT & U32) + 1);
    }

    /** Gains what the time since the last packet brings. */
    void refill(long tick) {
        long delta = tick - lastTick;
        if (delta == 0) {
            return;
        }
        if (settings.byRate()) {
            long interval = settings.interval() * Jiffies.HZ;
            if (delta >= interval) {
                lastTick = tick;
                overBefore = current * interval > delta * rate();
                current = 0;
            }
            return;
        }
        lastTick = tick;
        if (settings.bytes()) {
            credit = Math.min(BYTE_CREDITS, credit + delta * BYTE_CREDITS_PER_TICK);
        } else {
            credit += delta * CREDITS_PER_TICK;
            credit = Long.compareUnsigned(credit, capacity) > 0 ? capacity : credit;
        }
    }

    /** Pays for a packet; whether there was enough. */
    boolean pay(int length) {
        if (settings.byRate()) {
            current += settings.bytes() ? length : 1;
            return !overBefore && current <= rateBurst();
        }
        long price = settings.bytes() ? bytePrice(length) : cost;
        if (Long.compareUnsigned(credit, price) < 0) {
            return false;
        }
        credit -= price;
        return true;
    }

    private long bytePrice(int length) {
        long price = Math.min(((length >>> BYTE_SHIFT) + 1) * cost, BYTE_CREDITS);
        if (credit < price && capacity > 0) {
            capacity--;
            credit = BYTE_CREDITS;
        }
        return price;
    }

    private long rate() {
        return settings.bytes() ? bytesOf(settings.period()) : HashLimitMatch.SCALE / settings.period();
    }

    private long rateBurst() {
        return settings.bytes() && settings.burst() == 0 ? rate() : settings.burst() * rate();
    }
}
