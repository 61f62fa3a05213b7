package org.ringlab.proof.meaning;

import org.ringlab.netfilter.rules.Hook;

/**
 * Packets that stand before a chain of the filter table.
 *
 * @param host whose
 * @param hook which chain
 * @param where which packets
 * @param packet as they are there
 */
public record Standing(String host, Hook hook, int where, SymbolicPacket packet) {}
