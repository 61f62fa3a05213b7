package org.ringlab.netfilter.conntrack;

/** The kernel settings that connection tracking asks for (net.netfilter.nf_conntrack_…). */
public interface ConntrackSettings {
    /** How many connections are tracked at most; 0 for any number. */
    int maximum();

    /** By which port connections get their helpers. */
    HelperAssignment helperAssignment();

    /** How large the hash table is. */
    default int buckets() {
        return 262_144;
    }

    /** How long a connection outlives its last packet, in nanoseconds. */
    default long nanos(Timeout timeout) {
        return timeout.nanos();
    }

    /** Whether a connection may be picked up in its middle ({@code nf_conntrack_tcp_loose}). */
    default boolean tcpLoose() {
        return true;
    }

    /** Whether only resets out of the window are invalid ({@code nf_conntrack_tcp_be_liberal}). */
    default boolean tcpBeLiberal() {
        return false;
    }

    /** Whether a reset with an old number closes a connection ({@code nf_conntrack_tcp_ignore_invalid_rst}). */
    default boolean tcpIgnoreInvalidReset() {
        return false;
    }

    /** How often a segment may come again before less time is given ({@code nf_conntrack_tcp_max_retrans}). */
    default int tcpMostRetransmissions() {
        return 3;
    }

    /** The port by which a connection gets its helper. */
    enum HelperAssignment {
        /** The one its first packet came with. */
        FIRST_PORT,
        /** The one it has after translation, too (Linux before 4.7, {@code nf_conntrack_helper} being 1). */
        TRANSLATED_PORT,
        /** None: helpers are given by rules only. */
        NEVER
    }

    /** No limit, and helpers by the first packet's port. */
    ConntrackSettings PLAIN = new ConntrackSettings() {
        @Override
        public int maximum() {
            return 0;
        }

        @Override
        public HelperAssignment helperAssignment() {
            return HelperAssignment.FIRST_PORT;
        }
    };
}
