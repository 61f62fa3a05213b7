package org.ringlab.netfilter.rules;

import java.util.Locale;
import java.util.Set;

/**
 * {@code -j DSCP} (net/netfilter/xt_DSCP.c): the upper six bits of the type of service byte.
 *
 * @param value 0 to 63
 */
public record DscpTarget(int value) implements AlteringTarget {
    private static final int ECN_BITS = 3;

    @Override
    public PacketChange alter(ChangeablePacket packet) {
        return TosTarget.put(packet, value << 2 | packet.packet().tos() & ECN_BITS);
    }

    @Override
    public boolean accepted(TableName table, int ruleProtocol, Set<Hook> hooks) {
        return table == TableName.MANGLE;
    }

    private String hex() {
        return String.format(Locale.ROOT, "0x%02x", value);
    }

    @Override
    public String name() {
        return "DSCP";
    }

    @Override
    public String text() {
        return "-j DSCP --set-dscp " + hex();
    }

    @Override
    public String listing(boolean numeric) {
        return "DSCP set " + hex();
    }
}
