package org.ringlab.checks;

import org.ringlab.netfilter.event.PacketEvent.DropReason;

/**
 * Where a packet of a probe was lost.
 *
 * @param host where
 * @param reason why
 * @param detail the engine's short English text: the rule, address or setting
 * @param packetId which packet
 */
public record Loss(String host, DropReason reason, String detail, long packetId) {}
