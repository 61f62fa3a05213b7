package org.ringlab.netfilter.rules;

/** Names under which the kernel shows lists in {@code /proc} ({@code xt_check_proc_name} in net/netfilter/x_tables.c). */
final class ProcName {
    private ProcName() {}

    /** Whether a file can have the name. */
    static boolean possible(String name) {
        return !name.isEmpty() && !name.equals(".") && !name.equals("..") && name.indexOf('/') < 0;
    }
}
