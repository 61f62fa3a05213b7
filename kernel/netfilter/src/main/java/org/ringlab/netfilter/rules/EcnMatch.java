package org.ringlab.netfilter.rules;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.ringlab.netfilter.packet.TcpSegment;

/**
 * {@code -m ecn}: explicit congestion notification (RFC 3168).
 *
 * @param ect {@code --ecn-ip-ect}, 0 to 3
 * @param ectInverted {@code !} before it
 * @param echo {@code --ecn-tcp-ece}: true for set, false for {@code !}
 * @param reduced {@code --ecn-tcp-cwr}: true for set, false for {@code !}
 */
public record EcnMatch(OptionalInt ect, boolean ectInverted, Optional<Boolean> echo, Optional<Boolean> reduced)
        implements Match {
    private static final int IP_BITS = 3;

    @Override
    public boolean matches(PacketContext packet) {
        if (ect.isPresent() && ((packet.packet().tos() & IP_BITS) == ect.getAsInt()) == ectInverted) {
            return false;
        }
        if (echo.isEmpty() && reduced.isEmpty()) {
            return true;
        }
        return !packet.laterFragment()
                && packet.packet().payload() instanceof TcpSegment tcp
                && echo.map(wanted -> tcp.has(TcpSegment.ECE) == wanted).orElse(true)
                && reduced.map(wanted -> tcp.has(TcpSegment.CWR) == wanted).orElse(true);
    }

    @Override
    public boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        return echo.isEmpty() && reduced.isEmpty() || ruleProtocol == TcpSegment.PROTOCOL;
    }

    @Override
    public String text() {
        return "-m ecn"
                + echo.map(wanted -> " " + Texts.not(!wanted) + "--ecn-tcp-ece").orElse("")
                + reduced.map(wanted -> " " + Texts.not(!wanted) + "--ecn-tcp-cwr")
                        .orElse("")
                + (ect.isEmpty() ? "" : " " + Texts.not(ectInverted) + "--ecn-ip-ect " + ect.getAsInt());
    }

    @Override
    public String listing(boolean numeric) {
        return "ECN match"
                + echo.map(wanted -> wanted ? " ECE" : " !ECE").orElse("")
                + reduced.map(wanted -> wanted ? " CWR" : " !CWR").orElse("")
                + (ect.isEmpty() ? "" : " " + (ectInverted ? "!" : "") + "ECT=" + ect.getAsInt());
    }
}
