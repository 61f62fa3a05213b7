package org.ringlab.netfilter.rules;

import java.util.Set;
import org.ringlab.netfilter.packet.IcmpMessage;

/**
 * {@code -m icmp --icmp-type} (net/ipv4/netfilter/ip_tables.c, {@code icmp_match}).
 *
 * @param type 0 to 254, or {@link #ANY}
 * @param firstCode 0 to 255
 * @param lastCode 0 to 255
 * @param inverted {@code !}
 */
public record IcmpMatch(int type, int firstCode, int lastCode, boolean inverted) implements Match {
    /** The type that stands for all types. */
    public static final int ANY = 255;

    @Override
    public boolean matches(PacketContext packet) {
        if (packet.laterFragment() || !(packet.packet().payload() instanceof IcmpMessage icmp)) {
            return false;
        }
        boolean meant = type == ANY || icmp.type() == type && icmp.code() >= firstCode && icmp.code() <= lastCode;
        return meant != inverted;
    }

    private boolean everyCode() {
        return firstCode == 0 && lastCode == 255;
    }

    @Override
    public boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        return ruleProtocol == IcmpMessage.PROTOCOL;
    }

    @Override
    public String text() {
        return "-m icmp " + Texts.not(inverted) + "--icmp-type "
                + (type == ANY ? "any" : type + (everyCode() ? "" : "/" + firstCode));
    }

    @Override
    public String listing(boolean numeric) {
        String not = inverted ? "!" : "";
        if (!numeric) {
            var name = IcmpTypeNames.name(type, firstCode, lastCode);
            if (name.isPresent()) {
                return "icmp " + not + name.get();
            }
        }
        return "icmptype " + not + type
                + (everyCode()
                        ? ""
                        : firstCode == lastCode ? " code " + firstCode : " codes " + firstCode + "-" + lastCode);
    }
}
