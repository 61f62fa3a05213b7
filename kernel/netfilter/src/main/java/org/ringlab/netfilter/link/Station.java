package org.ringlab.netfilter.link;

import org.ringlab.netfilter.packet.Frame;

/** Something plugged into a {@link Segment}. */
public interface Station {
    /** A frame arrives; stations look at the destination address themselves, as cards do. */
    void receive(Frame frame);
}
