package org.ringlab.proof.meaning;

import java.util.EnumSet;
import java.util.Set;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.ConnectionView;
import org.ringlab.netfilter.rules.ConnmarkMatch;
import org.ringlab.netfilter.rules.ConntrackMatch;
import org.ringlab.netfilter.rules.ConntrackTest;
import org.ringlab.netfilter.rules.StateMatch;
import org.ringlab.proof.bdd.Bdd;

/** The packets that meet a condition about their connection. */
final class ConnectionMeaning extends PacketTerms {
    ConnectionMeaning(SymbolicPacket packet) {
        super(packet);
    }

    int state(StateMatch m) {
        return unless(m.inverted(), states(m.states()));
    }

    int mark(ConnmarkMatch m) {
        return bdd.and(connection(), unless(m.inverted(), marked(Field.CONNECTION_MARK, m.mark(), m.mask())));
    }

    int conntrack(ConntrackMatch m) {
        int every = Bdd.TRUE;
        for (ConntrackTest test : m.tests()) {
            every = bdd.and(every, passed(test));
        }
        return every;
    }

    private int passed(ConntrackTest test) {
        return switch (test) {
            case ConntrackTest.State t -> {
                int translated = bdd.or(
                        t.snat() ? is(Field.SOURCE_TRANSLATED, 1) : Bdd.FALSE,
                        t.dnat() ? is(Field.DESTINATION_TRANSLATED, 1) : Bdd.FALSE);
                yield unless(t.inverted(), bdd.or(states(t.states()), bdd.and(connection(), translated)));
            }
            case ConntrackTest.Protocol t -> tested(t, is(Field.PROTOCOL, t.protocol()));
            case ConntrackTest.Address t -> {
                long mask = Integer.toUnsignedLong(t.mask().bits());
                long value = Integer.toUnsignedLong(t.address().bits());
                yield tested(t, words.equal(get(addressOf(t.end())), mask, value));
            }
            case ConntrackTest.Port t ->
                tested(
                        t,
                        words.between(
                                get(portOf(t.end())),
                                t.ports().first(),
                                t.ports().last()));
            case ConntrackTest.Status t -> {
                int any = Bdd.FALSE;
                for (ConnectionView.Status status : t.statuses()) {
                    any = bdd.or(any, get(Field.STATUS)[status.ordinal()]);
                }
                yield tested(t, any);
            }
            case ConntrackTest.Expire t -> space.unknown("--ctexpire " + t.argument() + " " + t.inverted());
            case ConntrackTest.Direction t -> bdd.and(connection(), is(Field.REPLY, t.reply() ? 1 : 0));
        };
    }

    private int tested(ConntrackTest test, int f) {
        return bdd.and(connection(), unless(test.inverted(), f));
    }

    private static Field addressOf(ConntrackTest.End end) {
        return switch (end) {
            case ORIGINAL_SOURCE -> Field.ORIGINAL_SOURCE;
            case ORIGINAL_DESTINATION -> Field.ORIGINAL_DESTINATION;
            case REPLY_SOURCE -> Field.REPLY_SOURCE;
            case REPLY_DESTINATION -> Field.REPLY_DESTINATION;
        };
    }

    private static Field portOf(ConntrackTest.End end) {
        return switch (end) {
            case ORIGINAL_SOURCE -> Field.ORIGINAL_SOURCE_PORT;
            case ORIGINAL_DESTINATION -> Field.ORIGINAL_DESTINATION_PORT;
            case REPLY_SOURCE -> Field.REPLY_SOURCE_PORT;
            case REPLY_DESTINATION -> Field.REPLY_DESTINATION_PORT;
        };
    }

    private int states(Set<ConnectionState> states) {
        int any = Bdd.FALSE;
        for (ConnectionState state : states) {
            any = bdd.or(any, is(Field.STATE, PacketSpace.stateNumber(state)));
        }
        return any;
    }

    /** Where the packet belongs to a connection. */
    private int connection() {
        return states(EnumSet.of(ConnectionState.NEW, ConnectionState.ESTABLISHED, ConnectionState.RELATED));
    }
}
