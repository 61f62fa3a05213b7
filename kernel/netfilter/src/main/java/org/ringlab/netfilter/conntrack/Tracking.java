package org.ringlab.netfilter.conntrack;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.rules.ConnectionState;

/**
 * What is known of a packet's connection: the kernel's {@code ct} and {@code ctinfo}.
 *
 * @param connection null where the packet is invalid, untracked or not looked at yet
 * @param state the state rules see
 * @param reply whether it goes in the direction of the answers
 * @param created whether this packet began the connection
 */
public record Tracking(@Nullable Connection connection, ConnectionState state, boolean reply, boolean created) {
    /** Belongs to nothing. */
    public static final Tracking INVALID = new Tracking(null, ConnectionState.INVALID, false, false);

    /** Exempted by a rule. */
    public static final Tracking UNTRACKED = new Tracking(null, ConnectionState.UNTRACKED, false, false);

    /** What an answer made by this host about the packet (an ICMP error, a reset) inherits: RELATED, the other way. */
    public Tracking forAnswer() {
        return connection == null ? this : new Tracking(connection, ConnectionState.RELATED, !reply, false);
    }
}
