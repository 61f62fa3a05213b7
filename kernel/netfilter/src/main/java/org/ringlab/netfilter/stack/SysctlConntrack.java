package org.ringlab.netfilter.stack;

import org.ringlab.netfilter.conntrack.ConntrackSettings;

/** What connection tracking reads from a namespace's settings. */
record SysctlConntrack(Sysctls sysctls, StackProfile profile) implements ConntrackSettings {
    @Override
    public int maximum() {
        return sysctls.value(Sysctls.CONNTRACK_MAX);
    }

    @Override
    public HelperAssignment helperAssignment() {
        boolean off = sysctls.get(Sysctls.CONNTRACK_HELPER).filter(v -> v == 0).isPresent();
        return off ? HelperAssignment.NEVER : profile.helperAssignment();
    }
}
