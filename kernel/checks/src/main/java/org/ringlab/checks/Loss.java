package org.ringlab.checks;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent.DropReason;

/**
 * Where a packet of a probe was lost.
 *
 * @param host where
 * @param reason why
 * @param detail the engine's short English text: the rule, address or setting
 * @param packetId which packet
 * @param decision the rule or policy behind it; null where no rule set did it
 */
public record Loss(
        String host,
        DropReason reason,
        String detail,
        long packetId,
        @Nullable Decision decision) {}
