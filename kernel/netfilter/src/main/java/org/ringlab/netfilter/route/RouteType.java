package org.ringlab.netfilter.route;

/** What a route does with a packet ({@code ip route add TYPE …}, include/uapi/linux/rtnetlink.h). */
public enum RouteType {
    /** Sends it on. */
    UNICAST,
    /** Keeps it: an address of this host. */
    LOCAL,
    /** Keeps and sends it: a broadcast address of a link. */
    BROADCAST,
    /** Host unreachable. */
    UNREACHABLE,
    /** Administratively prohibited. */
    PROHIBIT,
    /** Silence. */
    BLACKHOLE,
    /** As if the table had no row: the next rule is asked. */
    THROW
}
