package org.ringlab.proof.meaning;

import org.ringlab.netfilter.rules.Hook;

/** From where packets are looked at. */
public sealed interface View {
    /**
     * Packets that come to a chain of a host's filter table, over all the ways they can come to it.
     *
     * @param host whose
     * @param hook INPUT, FORWARD or OUTPUT
     */
    record AtChain(String host, Hook hook) implements View {}

    /**
     * First packets of connections that a host begins, and how they fare on their way through the lab.
     *
     * @param from who sends
     * @param to where they are wanted; empty for any host but the sender
     * @param answered whether an answer has to come back as well
     */
    record Path(String from, String to, boolean answered) implements View {}
}
