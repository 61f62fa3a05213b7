package org.ringlab.netfilter.rules;

/** What the chains of one table say of a packet. */
public sealed interface Verdict {
    /** It goes on. */
    record Accept() implements Verdict {}

    /** It vanishes. */
    record Drop() implements Verdict {}

    /** It vanishes and its sender is told. */
    record Reject(RejectWith with) implements Verdict {}

    /** It goes on, and its connection is translated. */
    record Translate(NatTarget target) implements Verdict {}

    /** The one ACCEPT. */
    Verdict ACCEPT = new Accept();

    /** The one DROP. */
    Verdict DROP = new Drop();
}
