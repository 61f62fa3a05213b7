package org.ringlab.netfilter.rules;

/** A target after which nothing a lab can see is other than before; the packet goes on to the next rule. */
public sealed interface QuietTarget extends Target permits NflogTarget, ChecksumTarget {}
