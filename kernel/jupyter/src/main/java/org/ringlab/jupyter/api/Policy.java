package org.ringlab.jupyter.api;

/** A page replacement policy to write oneself: it is told of every use, and asked who has to go. */
public interface Policy {
    /** A page was brought into a frame, from 0; this counts as its first use. */
    void loaded(int frame);

    /** The page in a frame was used. */
    void used(int frame);

    /** Which frame has to go; all are full. */
    int victim();
}
