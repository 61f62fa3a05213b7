package org.ringlab.netfilter.rules;

/** What connection tracking says of a packet, as {@code -m state} and {@code --ctstate} name it. */
public enum ConnectionState {
    /** It belongs to no connection and can't begin one, or nothing is tracked. */
    INVALID,
    /** It begins a connection, or its connection has seen no answer yet. */
    NEW,
    /** Its connection has seen packets in both directions. */
    ESTABLISHED,
    /** It begins an expected connection, or is an ICMP error about a known one. */
    RELATED,
    /** A rule exempted it from tracking. */
    UNTRACKED
}
