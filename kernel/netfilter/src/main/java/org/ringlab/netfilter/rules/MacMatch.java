package org.ringlab.netfilter.rules;

import java.util.Set;
import org.ringlab.netfilter.packet.MacAddress;

/**
 * {@code -m mac --mac-source}; packets without an Ethernet header never pass, not even inverted.
 *
 * @param source the sender's address
 * @param inverted {@code !}
 */
public record MacMatch(MacAddress source, boolean inverted) implements Match {
    @Override
    public boolean matches(PacketContext packet) {
        return packet.sourceMac().map(mac -> mac.equals(source) != inverted).orElse(false);
    }

    @Override
    public boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        return !hooks.contains(Hook.OUTPUT) && !hooks.contains(Hook.POSTROUTING);
    }

    @Override
    public String text() {
        return "-m mac " + Texts.not(inverted) + "--mac-source " + source;
    }

    @Override
    public String listing(boolean numeric) {
        return "MAC " + Texts.not(inverted) + source;
    }
}
