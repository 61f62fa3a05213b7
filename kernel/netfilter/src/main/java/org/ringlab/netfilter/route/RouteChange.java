package org.ringlab.netfilter.route;

/** What comes of adding or removing a route, by its {@code errno} name. */
public enum RouteChange {
    /** Done. */
    OK,
    /** A row for that destination and metric is there, or the very same. */
    EEXIST,
    /** No row that could be changed. */
    ENOENT,
    /** The gateway isn't on any link. */
    ENETUNREACH,
    /** The interface is down. */
    ENETDOWN,
    /** The gateway is this host itself, or the words make no sense. */
    EINVAL,
    /** No such row. */
    ESRCH,
    /** No such interface. */
    ENODEV
}
