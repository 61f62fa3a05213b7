package org.ringlab.netfilter.rules;

import java.util.Objects;

/**
 * {@code -m limit}: a token bucket for all packets that come to its rule (net/netfilter/xt_limit.c). It is full at
 * first and again after every change of its table.
 */
public final class LimitMatch implements Match {
    /** Rates are kept as the time between two packets, in this fraction of a second. */
    public static final int SCALE = 10_000;

    /** The burst where none is given. */
    public static final int DEFAULT_BURST = 5;

    /** Credit gained each tick: the biggest power of two with which a day's credit fits 32 bits. */
    private static final int CREDITS_PER_TICK = Integer.highestOneBit((int) (0xFFFF_FFFFL / (Jiffies.HZ * 86_400L)));

    private final long period;
    private final long burst;
    private final long cost;
    private final long capacity;
    private long credit;
    private long lastTick;

    /**
     * A full bucket.
     *
     * @param period time between two packets at the limit, in 1/10000 s, above 0
     * @param burst packets a full bucket lets through at once, above 0
     */
    public LimitMatch(long period, long burst) {
        this.period = period;
        this.burst = burst;
        cost = credits(period);
        capacity = credits(period * burst & 0xFFFF_FFFFL);
        credit = capacity;
    }

    /** What {@code user} ten-thousandths of a second are worth, in the kernel's 32-bit arithmetic. */
    private static long credits(long user) {
        long perSecond = (long) Jiffies.HZ * CREDITS_PER_TICK;
        return (user > 0xFFFF_FFFFL / perSecond ? user / SCALE * perSecond : user * perSecond / SCALE) & 0xFFFF_FFFFL;
    }

    /** No burst, or one so big that the kernel's arithmetic overflows, is refused. */
    @Override
    public boolean inRange() {
        return burst != 0 && capacity >= cost;
    }

    @Override
    public boolean matches(PacketContext packet) {
        long tick = Jiffies.at(packet.nanos());
        credit = Math.min(capacity, credit + (tick - lastTick) * CREDITS_PER_TICK);
        lastTick = tick;
        if (credit < cost) {
            return false;
        }
        credit -= cost;
        return true;
    }

    @Override
    public Match fresh() {
        return new LimitMatch(period, burst);
    }

    @Override
    public String text() {
        return "-m limit --limit " + Rates.text(period, SCALE)
                + (burst == DEFAULT_BURST ? "" : " --limit-burst " + burst);
    }

    @Override
    public String listing(boolean numeric) {
        return "limit: avg " + Rates.text(period, SCALE) + " burst " + burst;
    }

    /** Equal by rate and burst, whatever the buckets hold. */
    @Override
    public boolean equals(Object other) {
        return other instanceof LimitMatch limit && limit.period == period && limit.burst == burst;
    }

    @Override
    public int hashCode() {
        return Objects.hash(period, burst);
    }

    @Override
    public String toString() {
        return text();
    }
}
