package org.ringlab.common;

/**
 * A small deterministic generator (SplitMix64, Steele, Lea and Flood 2014): the same seed gives the same numbers on
 * every JVM, which {@code java.util.Random}'s subclasses don't promise.
 */
public final class SeededRandom {
    private long state;

    /** A generator whose sequence is fixed by {@code seed}. */
    public SeededRandom(long seed) {
        state = seed;
    }

    /** The next 64 bits. */
    public long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /**
     * A number from 0 (inclusive) to {@code bound} (exclusive).
     *
     * @param bound above 0
     */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be above 0, got " + bound);
        }
        return (int) Long.remainderUnsigned(nextLong(), bound);
    }
}
