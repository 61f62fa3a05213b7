package org.ringlab.netfilter.stack;

import org.ringlab.common.SimClock;

/** The times of a spanning tree, in nanoseconds, and within which limits the kernel takes them (net/bridge/br_private_stp.h). */
public final class TreeTimes {
    static final long MIN_HELLO = SimClock.SECOND;
    static final long MAX_HELLO = 10 * SimClock.SECOND;
    static final long MIN_FORWARD_DELAY = 2 * SimClock.SECOND;
    static final long MAX_FORWARD_DELAY = 30 * SimClock.SECOND;
    static final long MIN_MAX_AGE = 6 * SimClock.SECOND;
    static final long MAX_MAX_AGE = 40 * SimClock.SECOND;

    private long maxAge;
    private long hello;
    private long forwardDelay;

    TreeTimes(long maxAge, long hello, long forwardDelay) {
        this.maxAge = maxAge;
        this.hello = hello;
        this.forwardDelay = forwardDelay;
    }

    /** As bridges begin: 20, 2 and 15 seconds. */
    TreeTimes() {
        this(20 * SimClock.SECOND, 2 * SimClock.SECOND, 15 * SimClock.SECOND);
    }

    TreeTimes copy() {
        return new TreeTimes(maxAge, hello, forwardDelay);
    }

    /** When a neighbour that says nothing is forgotten. */
    public long maxAge() {
        return maxAge;
    }

    /** How often the root speaks. */
    public long hello() {
        return hello;
    }

    /** How long a port listens, and learns. */
    public long forwardDelay() {
        return forwardDelay;
    }

    void setMaxAge(long nanos) {
        maxAge = nanos;
    }

    void setHello(long nanos) {
        hello = nanos;
    }

    void setForwardDelay(long nanos) {
        forwardDelay = nanos;
    }
}
