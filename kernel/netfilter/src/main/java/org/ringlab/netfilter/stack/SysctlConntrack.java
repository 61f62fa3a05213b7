package org.ringlab.netfilter.stack;

import org.ringlab.common.SimClock;
import org.ringlab.netfilter.conntrack.ConntrackSettings;
import org.ringlab.netfilter.conntrack.Timeout;

/** What connection tracking reads from a namespace's settings; every packet asks, so it is kept until one changes. */
final class SysctlConntrack implements ConntrackSettings {
    private final Sysctls sysctls;
    private final StackProfile profile;
    private final long[] timeouts = new long[Timeout.values().length];
    private int asOf = -1;
    private int maximum;
    private boolean tcpLoose;
    private boolean tcpBeLiberal;
    private boolean tcpIgnoreInvalidReset;
    private int tcpMostRetransmissions;

    SysctlConntrack(Sysctls sysctls, StackProfile profile) {
        this.sysctls = sysctls;
        this.profile = profile;
    }

    private void look() {
        if (asOf == sysctls.changes()) {
            return;
        }
        asOf = sysctls.changes();
        for (Timeout timeout : Timeout.values()) {
            timeouts[timeout.ordinal()] = sysctls.value(Sysctls.CONNTRACK + timeout.setting()) * SimClock.SECOND;
        }
        maximum = sysctls.value(Sysctls.CONNTRACK_MAX);
        tcpLoose = sysctls.value(Sysctls.CONNTRACK_TCP_LOOSE) != 0;
        tcpBeLiberal = sysctls.value(Sysctls.CONNTRACK_TCP_LIBERAL) != 0;
        tcpIgnoreInvalidReset = sysctls.value(Sysctls.CONNTRACK_TCP_IGNORE_RST) != 0;
        tcpMostRetransmissions = sysctls.value(Sysctls.CONNTRACK_TCP_RETRANS);
    }

    @Override
    public int maximum() {
        look();
        return maximum;
    }

    @Override
    public int buckets() {
        return profile.conntrackBuckets();
    }

    @Override
    public long nanos(Timeout timeout) {
        look();
        return timeouts[timeout.ordinal()];
    }

    @Override
    public boolean tcpLoose() {
        look();
        return tcpLoose;
    }

    @Override
    public boolean tcpBeLiberal() {
        look();
        return tcpBeLiberal;
    }

    @Override
    public boolean tcpIgnoreInvalidReset() {
        look();
        return tcpIgnoreInvalidReset;
    }

    @Override
    public int tcpMostRetransmissions() {
        look();
        return tcpMostRetransmissions;
    }

    @Override
    public HelperAssignment helperAssignment() {
        boolean off = sysctls.get(Sysctls.CONNTRACK_HELPER).filter(v -> v == 0).isPresent();
        return off ? HelperAssignment.NEVER : profile.helperAssignment();
    }
}
