package org.ringlab.netfilter.rules;

import java.util.Locale;

/**
 * {@code -m dscp}: the upper six bits of the type of service byte.
 *
 * @param value 0 to 63
 * @param inverted {@code !}
 */
public record DscpMatch(int value, boolean inverted) implements Match {
    @Override
    public boolean matches(PacketContext packet) {
        return (packet.packet().tos() >> 2 == value) != inverted;
    }

    @Override
    public String text() {
        return String.format(Locale.ROOT, "-m dscp %s--dscp 0x%02x", Texts.not(inverted), value);
    }

    @Override
    public String listing(boolean numeric) {
        return String.format(Locale.ROOT, "DSCP match %s0x%02x", inverted ? "!" : "", value);
    }
}
