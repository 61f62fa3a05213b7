package org.ringlab.netfilter.conntrack;

/** Which end of a packet NAT rewrites (enum nf_nat_manip_type). */
public enum Manip {
    /** The source, after routing (POSTROUTING, INPUT). */
    SOURCE,
    /** The destination, before routing (PREROUTING, OUTPUT). */
    DESTINATION;

    /** The other end: what answers need. */
    public Manip other() {
        return this == SOURCE ? DESTINATION : SOURCE;
    }
}
