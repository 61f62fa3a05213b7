package org.ringlab.netfilter.rules;

import org.ringlab.netfilter.packet.Packet;

/** A packet at a hook, as targets may change it. */
public interface ChangeablePacket extends PacketContext {
    /** Replaces the packet. */
    void setPacket(Packet packet);

    /** Sets the packet's mark. */
    void setMark(int mark);

    /** Sets its connection's mark; nothing happens where it has none. */
    void setConnectionMark(int mark);

    /** How it is to be tracked; nothing happens where that is settled already. */
    void track(TrackingTarget how);

    /** The class it is sorted into, {@code major << 16 | minor}; 0 where none was set. */
    int priority();

    /** Sets the class it is sorted into. */
    void setPriority(int priority);

    /** From here on every rule that matches it is named in the kernel log. */
    void trace();

    /** Whether rules that match it are named in the kernel log. */
    boolean isTraced();

    /** The largest packet that fits both ways: out by its route, and back to its source. */
    int pathMtu();
}
