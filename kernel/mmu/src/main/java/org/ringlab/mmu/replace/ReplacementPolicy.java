package org.ringlab.mmu.replace;

/**
 * Decides which frame gives its page up. It is told of every reference, and asked when a page comes and no frame is free.
 *
 * <p>Frames are numbered from 0; {@code time} is the number of the reference in the trace, from 0.
 */
public interface ReplacementPolicy {
    /** A page was brought into a frame, by a reference that counts as its first use. */
    void loaded(int frame, int time, boolean write);

    /** The page in a frame was used. */
    void used(int frame, int time, boolean write);

    /** Which frame has to go; all are full. */
    int victim(int time);

    /** What the policy remembers of a frame, as a time line shows it: a bit, a counter; empty if nothing. */
    default String mark(int frame) {
        return "";
    }

    /** The frame that a hand points to, or -1 where there is no hand. */
    default int hand() {
        return -1;
    }
}
