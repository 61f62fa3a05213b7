package org.ringlab.netfilter.rules;

/**
 * The five places on a packet's path where rule sets are asked (include/uapi/linux/netfilter.h, {@code NF_INET_*}).
 *
 * <pre>
 *  received ─ PREROUTING ─ route ─┬─ FORWARD ─┬─ POSTROUTING ─ transmitted
 *                                 │           │
 *                               INPUT       OUTPUT
 *                                 │           │
 *                                 └─ sockets ─┘
 * </pre>
 */
public enum Hook {
    /** Just received, not yet routed. */
    PREROUTING,
    /** Routed to this host. */
    INPUT,
    /** Routed through this host. */
    FORWARD,
    /** Sent by this host, already routed. */
    OUTPUT,
    /** About to leave through an interface. */
    POSTROUTING
}
