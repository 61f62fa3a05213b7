package org.ringlab.proof.meaning;

import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.ConnectionView;
import org.ringlab.proof.bdd.Bdd;
import org.ringlab.proof.bdd.Words;

/** What a packet's connection is like, as far as the packet shows it. */
final class Connections {
    private Connections() {}

    /**
     * Where packets answer a connection whose first packet was seen: they get its state and its tuples, so that NAT can
     * put them back.
     *
     * @param first the connection's first packet when it left or was delivered
     */
    static void answers(SymbolicPacket p, int where, SymbolicPacket first) {
        Words words = p.space().words();
        Bdd bdd = p.space().bdd();
        int same = where;
        same = bdd.and(same, words.equal(p.get(Field.SOURCE), first.get(Field.REPLY_SOURCE)));
        same = bdd.and(same, words.equal(p.get(Field.DESTINATION), first.get(Field.REPLY_DESTINATION)));
        same = bdd.and(same, words.equal(p.get(Field.SOURCE_PORT), first.get(Field.REPLY_SOURCE_PORT)));
        same = bdd.and(same, words.equal(p.get(Field.DESTINATION_PORT), first.get(Field.REPLY_DESTINATION_PORT)));
        p.setWhere(
                same,
                Field.STATE,
                Words.constant(Field.STATE.width(), PacketSpace.stateNumber(ConnectionState.ESTABLISHED)));
        p.setWhere(same, Field.REPLY, Words.constant(1, 1));
        for (Field field : Field.values()) {
            if (field.compareTo(Field.SOURCE_TRANSLATED) >= 0 || field == Field.CONNECTION_MARK) {
                p.setWhere(same, field, first.get(field));
            }
        }
        p.setKnownConnection(bdd.or(p.knownConnection(), same));
    }

    /** Where a packet answers a connection whose first packet was seen. */
    static int known(SymbolicPacket p) {
        return p.knownConnection();
    }

    /**
     * Fills in the fields about the connection of a packet that is just being tracked.
     *
     * @param translates whether there is NAT here: then an answer doesn't show what its connection began with
     */
    static void track(SymbolicPacket p, boolean translates) {
        Words words = p.space().words();
        Bdd bdd = p.space().bdd();
        int reply = p.is(Field.REPLY, 1);
        int hidden = translates ? reply : Bdd.FALSE;
        // In the original direction the packet is the original tuple; an answer is the reply tuple.
        fill(p, hidden, Field.ORIGINAL_SOURCE, words.ite(reply, p.get(Field.DESTINATION), p.get(Field.SOURCE)));
        fill(p, hidden, Field.ORIGINAL_DESTINATION, words.ite(reply, p.get(Field.SOURCE), p.get(Field.DESTINATION)));
        int[] sport = p.get(Field.SOURCE_PORT);
        int[] dport = p.get(Field.DESTINATION_PORT);
        fill(p, hidden, Field.ORIGINAL_SOURCE_PORT, words.ite(reply, dport, sport));
        fill(p, hidden, Field.ORIGINAL_DESTINATION_PORT, words.ite(reply, sport, dport));
        int fresh = p.is(Field.STATE, PacketSpace.stateNumber(ConnectionState.NEW));
        int settled = translates ? bdd.not(fresh) : Bdd.FALSE;
        fill(p, settled, Field.REPLY_SOURCE, words.ite(reply, p.get(Field.SOURCE), p.get(Field.DESTINATION)));
        fill(p, settled, Field.REPLY_DESTINATION, words.ite(reply, p.get(Field.DESTINATION), p.get(Field.SOURCE)));
        fill(p, settled, Field.REPLY_SOURCE_PORT, words.ite(reply, sport, dport));
        fill(p, settled, Field.REPLY_DESTINATION_PORT, words.ite(reply, dport, sport));
        fill(p, settled, Field.SOURCE_TRANSLATED, Words.constant(1, 0));
        fill(p, hidden, Field.DESTINATION_TRANSLATED, Words.constant(1, 0));
        status(p, fresh, p.is(Field.STATE, PacketSpace.stateNumber(ConnectionState.ESTABLISHED)));
    }

    /** A field that the packet doesn't show where {@code hidden} keeps its own variables there. */
    private static void fill(SymbolicPacket p, int hidden, Field field, int[] shown) {
        p.set(field, p.space().words().ite(hidden, p.get(field), shown));
    }

    private static void status(SymbolicPacket p, int fresh, int established) {
        Bdd bdd = p.space().bdd();
        int[] status = p.get(Field.STATUS).clone();
        for (ConnectionView.Status each : ConnectionView.Status.values()) {
            int free = status[each.ordinal()];
            status[each.ordinal()] = switch (each) {
                case EXPECTED, ASSURED -> bdd.minus(free, fresh);
                case SEEN_REPLY -> bdd.or(established, bdd.minus(free, fresh));
                case CONFIRMED -> bdd.or(established, free);
            };
        }
        p.set(Field.STATUS, status);
    }
}
