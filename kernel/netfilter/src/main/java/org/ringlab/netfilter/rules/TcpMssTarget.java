package org.ringlab.netfilter.rules;

import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;

/**
 * {@code -j TCPMSS} (net/netfilter/xt_TCPMSS.c): lowers, and never raises, the largest segment that a SYN announces.
 *
 * @param fixed {@code --set-mss}; empty for {@code --clamp-mss-to-pmtu}
 */
public record TcpMssTarget(OptionalInt fixed) implements AlteringTarget {
    /** What a SYN without the option means (RFC 1122): none added may promise more. */
    private static final int DEFAULT_MSS = 536;

    private static final int HEADERS = 40;
    private static final int OPTION_LENGTH = 4;
    private static final int LONGEST_OPTIONS = 40;
    private static final Set<Hook> ROUTED = EnumSet.of(Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING);

    @Override
    public PacketChange alter(ChangeablePacket packet) {
        Packet before = packet.packet();
        if (!(before.payload() instanceof TcpSegment syn) || packet.laterFragment()) {
            return PacketChange.decimal(PacketField.MSS, 0, 0);
        }
        int wanted = fixed.orElseGet(() -> packet.pathMtu() - HEADERS);
        int after = syn.mss();
        if (wanted > 0 && after > wanted) {
            after = wanted;
            packet.setPacket(before.withPayload(syn.withMss(after, syn.optionsLength())));
        } else if (wanted > 0
                && after == 0
                && syn.data().length() == 0
                && syn.optionsLength() + OPTION_LENGTH <= LONGEST_OPTIONS) {
            after = Math.min(wanted, DEFAULT_MSS);
            packet.setPacket(before.withPayload(syn.withMss(after, syn.optionsLength() + OPTION_LENGTH)));
        }
        return PacketChange.decimal(PacketField.MSS, syn.mss(), after);
    }

    @Override
    public boolean accepted(TableName table, int ruleProtocol, Set<Hook> hooks) {
        return ruleProtocol == TcpSegment.PROTOCOL && (fixed.isPresent() || ROUTED.containsAll(hooks));
    }

    /** Only rules for SYNs may have it. */
    @Override
    public boolean accepted(Rule rule) {
        return rule.matches().stream().anyMatch(m -> m instanceof TcpMatch tcp && tcp.isForSynOnly());
    }

    @Override
    public String name() {
        return "TCPMSS";
    }

    @Override
    public String text() {
        return "-j TCPMSS " + (fixed.isPresent() ? "--set-mss " + fixed.getAsInt() : "--clamp-mss-to-pmtu");
    }

    @Override
    public String listing(boolean numeric) {
        return "TCPMSS " + (fixed.isPresent() ? "set " + fixed.getAsInt() : "clamp to PMTU");
    }
}
