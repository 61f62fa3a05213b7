package org.ringlab.netfilter.nat;

import org.ringlab.common.SeededRandom;
import org.ringlab.netfilter.conntrack.Connection;
import org.ringlab.netfilter.conntrack.Conntrack;
import org.ringlab.netfilter.conntrack.Expectation;
import org.ringlab.netfilter.conntrack.Manip;
import org.ringlab.netfilter.conntrack.Tuple;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.rules.NatRange;

/** Decides once for each new connection and each end how it is translated ({@code nf_nat_setup_info}). */
public final class NatSetup {
    private final Conntrack conntrack;
    private final UniqueTuple uniqueTuple;

    /** Sets up the connections of one namespace; {@code random} chooses ports where nothing else does. */
    public NatSetup(Conntrack conntrack, SeededRandom random) {
        this.conntrack = conntrack;
        uniqueTuple = new UniqueTuple(conntrack, random);
    }

    /** Translates a new connection into {@code range}; one that is in the table already stays as it is. */
    public void setUp(Connection connection, NatRange range, Manip manip) {
        if (connection.confirmed()) {
            return;
        }
        Tuple current = connection.reply().inverse().orElseThrow();
        Tuple chosen = uniqueTuple.find(current, range, connection, manip);
        if (!chosen.equals(current)) {
            conntrack.alterReply(connection, chosen.inverse().orElseThrow());
            connection.setTranslated(manip);
        }
        connection.setNatDone(manip);
    }

    /** No rule wants it translated: its address stays, its port too unless another connection has the tuple. */
    public void nullBinding(Connection connection, Manip manip) {
        Ipv4Address address = manip == Manip.SOURCE
                ? connection.reply().destination()
                : connection.reply().source();
        setUp(connection, NatRange.to(address), manip);
    }

    /** An expected connection is translated as the connection that announced it ({@code nf_nat_follow_master}). */
    public void followMaster(Connection connection, Expectation expected) {
        Connection master = expected.master();
        Tuple there = expected.inReply() ? master.reply() : master.original();
        Tuple back = expected.inReply() ? master.original() : master.reply();
        if (connection.original().source().equals(there.source())) {
            setUp(connection, NatRange.to(back.destination()), Manip.SOURCE);
        }
        setUp(connection, NatRange.to(back.source()).withPort(expected.announcedPort()), Manip.DESTINATION);
    }
}
