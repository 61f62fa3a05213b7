package org.ringlab.netfilter.rules;

/** To whom a received frame was addressed, seen from the host that received it (linux/if_packet.h). */
public enum PacketKind {
    /** To this host. */
    HOST,
    /** To everybody on the link. */
    BROADCAST,
    /** To a group. */
    MULTICAST
}
