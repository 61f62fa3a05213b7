package org.ringlab.netfilter.rules;

/** What kind of address the routing tables take one for, in the order {@code -m addrtype} prints them. */
public enum AddressKind {
    /** 0.0.0.0 and nothing else. */
    UNSPEC,
    /** On some link or behind a gateway; also what has no route at all. */
    UNICAST,
    /** An address of this host. */
    LOCAL,
    /** A broadcast address of one of its links. */
    BROADCAST,
    /** Kept for completeness of the option's words. */
    ANYCAST,
    /** In 224.0.0.0/4. */
    MULTICAST,
    /** Covered by a blackhole route. */
    BLACKHOLE,
    /** Covered by an unreachable route, or by none. */
    UNREACHABLE,
    /** Covered by a prohibit route. */
    PROHIBIT,
    /** Covered by a throw route. */
    THROW,
    /** Covered by a nat route, which Linux no longer has. */
    NAT,
    /** Left to an external resolver, which Linux no longer has. */
    XRESOLVE
}
