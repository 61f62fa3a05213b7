package org.ringlab.netfilter.stack;

/** What a system call that sends says at once, by its {@code errno} name. */
public enum SendResult {
    /** It is on its way (or silently lost later). */
    OK,
    /** No route. */
    ENETUNREACH,
    /** A route of type unreachable. */
    EHOSTUNREACH,
    /** A route of type prohibit. */
    EACCES,
    /** A route of type blackhole, or a source address that can't leave this host. */
    EINVAL,
    /** Dropped by this host's own OUTPUT. */
    EPERM,
    /** Bigger than the MTU with DF set. */
    EMSGSIZE
}
