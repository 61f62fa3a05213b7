package org.ringlab.proof.meaning;

import java.util.HashMap;
import java.util.Map;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.proof.bdd.Bdd;
import org.ringlab.proof.bdd.Words;

/**
 * All packets at once: each field is a number whose bits are functions of what the packet was at the start. Rewriting a
 * field changes its functions; so wherever a packet has come to, everything is still said about the packet that set out.
 */
public final class SymbolicPacket {
    private final PacketSpace space;
    private final int[][] words;

    /** What matches mean for this packet as it is now; shared with copies that are still alike. */
    private Map<Match, Integer> known = new HashMap<>();

    /** Where it answers a connection whose first packet was seen. */
    private int knownConnection = Bdd.FALSE;

    SymbolicPacket(PacketSpace space, int[][] words) {
        this.space = space;
        this.words = words;
    }

    /** Where it comes from. */
    public PacketSpace space() {
        return space;
    }

    /** A field's bits, the highest first. */
    public int[] get(Field field) {
        return words[field.ordinal()];
    }

    /** Gives a field other bits. */
    public void set(Field field, int[] word) {
        words[field.ordinal()] = word;
        known = new HashMap<>();
    }

    /** Gives a field one value. */
    public void set(Field field, long value) {
        set(field, Words.constant(field.width(), value));
    }

    /** Gives a field other bits in the packets of {@code where}. */
    public void setWhere(int where, Field field, int[] word) {
        set(field, space.words().ite(where, word, get(field)));
    }

    /** Where a field has a value. */
    public int is(Field field, long value) {
        return space.words().equal(get(field), value);
    }

    /** A packet to change on its own. */
    public SymbolicPacket copy() {
        SymbolicPacket copy = new SymbolicPacket(space, words.clone());
        copy.known = known;
        copy.knownConnection = knownConnection;
        return copy;
    }

    /** Where it answers a connection whose first packet was seen. */
    int knownConnection() {
        return knownConnection;
    }

    void setKnownConnection(int where) {
        knownConnection = where;
    }

    /** What matches mean for it, as far as was asked. */
    Map<Match, Integer> known() {
        return known;
    }
}
