package org.ringlab.netfilter.rules;

import java.util.Optional;

/**
 * What {@code connlimit} keeps of a packet: the tuple its connection began with, or the packet's own where it belongs to
 * none (nf_conncount.c). Equal where the tuples are.
 */
public interface CountedTuple {
    /** The zone it is counted in, apart from others. */
    int zone();

    /** The connection that is in the table under it now, be it by its answers; empty where none is. */
    Optional<ConnectionView> inTable();
}
