package org.ringlab.netfilter.rules;

/** A target that changes a packet, or what is known of it; the packet goes on to the next rule. */
public sealed interface AlteringTarget extends Target
        permits MarkTarget, ConnmarkTarget, TosTarget, DscpTarget, TtlTarget, TcpMssTarget, ClassifyTarget, EcnTarget {
    /** Changes the packet; what it changed, be it to the same value. */
    PacketChange alter(ChangeablePacket packet);
}
