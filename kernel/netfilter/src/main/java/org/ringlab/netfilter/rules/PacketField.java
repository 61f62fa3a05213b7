package org.ringlab.netfilter.rules;

/** What targets change about a packet. */
public enum PacketField {
    /** The packet's mark (fwmark), which never leaves the host. */
    MARK,
    /** The mark of its connection. */
    CONNECTION_MARK,
    /** Time to live. */
    TTL,
    /** The type of service byte, be it by TOS, DSCP or ECN. */
    TOS,
    /** The largest segment a TCP SYN announces. */
    MSS,
    /** TCP options, by name. */
    TCP_OPTIONS,
    /** TCP's ECN flags. */
    TCP_FLAGS,
    /** The class that a queueing discipline would sort it by. */
    PRIORITY
}
