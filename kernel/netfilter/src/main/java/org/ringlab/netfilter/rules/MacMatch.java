package org.ringlab.netfilter.rules;

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
    public String text() {
        return "-m mac " + Texts.not(inverted) + "--mac-source " + source;
    }

    @Override
    public String listing(boolean numeric) {
        return "MAC " + Texts.not(inverted) + source;
    }
}
