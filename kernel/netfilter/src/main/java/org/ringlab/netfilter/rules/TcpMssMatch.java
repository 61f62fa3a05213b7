package org.ringlab.netfilter.rules;

import java.util.Set;
import org.ringlab.netfilter.packet.TcpSegment;

/**
 * {@code -m tcpmss}: the largest segment that a SYN announces; segments without the option pass only inverted.
 *
 * @param first 0 to 65535
 * @param last 0 to 65535
 * @param inverted {@code !}
 */
public record TcpMssMatch(int first, int last, boolean inverted) implements Match {
    @Override
    public boolean matches(PacketContext packet) {
        if (packet.laterFragment() || !(packet.packet().payload() instanceof TcpSegment tcp)) {
            return false;
        }
        boolean within = tcp.mss() != 0 && tcp.mss() >= first && tcp.mss() <= last;
        return within != inverted;
    }

    @Override
    public boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        return ruleProtocol == TcpSegment.PROTOCOL;
    }

    @Override
    public String text() {
        return "-m tcpmss " + Texts.not(inverted) + "--mss " + Texts.range(first, last, ":");
    }

    @Override
    public String listing(boolean numeric) {
        return "tcpmss match " + (inverted ? "!" : "") + Texts.range(first, last, ":");
    }
}
