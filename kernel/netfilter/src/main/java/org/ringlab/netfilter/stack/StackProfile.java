package org.ringlab.netfilter.stack;

import org.ringlab.common.SimClock;

/**
 * What differs between kernels and set-ups.
 *
 * @param arpRetryNanos time between two ARP requests; a neighbour is given up after three
 */
public record StackProfile(long arpRetryNanos) {
    /** Linux as it comes: ARP gives up after three seconds. */
    public static final StackProfile LINUX = new StackProfile(SimClock.SECOND);

    /** The set-up the conformance outcomes were recorded with: ARP gives up after some 50 ms. */
    public static final StackProfile RECORDED = new StackProfile(15 * SimClock.MILLI);
}
