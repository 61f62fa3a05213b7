package org.ringlab.netfilter.link;

/** Something plugged into a {@link Segment}. */
public interface Station {
    /** A frame arrives; stations look at the destination address themselves, as cards do. */
    void receive(Frame frame);
}
