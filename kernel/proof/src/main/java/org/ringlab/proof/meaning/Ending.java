package org.ringlab.proof.meaning;

/**
 * Packets that end alike. Those of different endings are different ones.
 *
 * @param fate how
 * @param where which
 * @param packet as they are at the end
 */
public record Ending(Fate fate, int where, SymbolicPacket packet) {}
