package org.ringlab.netfilter.rules;

/**
 * What kind of address Linux takes one for, in the order {@code -m addrtype} prints them. Linux asks only its table of
 * local addresses (net/ipv4/fib_frontend.c, {@code inet_addr_type}): the kinds after MULTICAST, UNSPEC and ANYCAST can
 * be typed and never occur.
 */
public enum AddressKind {
    /** Never occurs. */
    UNSPEC,
    /** Anything that is none of the others. */
    UNICAST,
    /** An address of this host, or in 127.0.0.0/8. */
    LOCAL,
    /** 255.255.255.255, 0.0.0.0/8, or the broadcast address of one of the host's links. */
    BROADCAST,
    /** Never occurs. */
    ANYCAST,
    /** In 224.0.0.0/4. */
    MULTICAST,
    /** Never occurs. */
    BLACKHOLE,
    /** Never occurs. */
    UNREACHABLE,
    /** Never occurs. */
    PROHIBIT,
    /** Never occurs. */
    THROW,
    /** Never occurs. */
    NAT,
    /** Never occurs. */
    XRESOLVE
}
