package org.ringlab.netfilter.rules;

/**
 * {@code -p}.
 *
 * @param protocol its number, 1 to 255
 * @param inverted {@code !}
 */
public record ProtocolMatch(int protocol, boolean inverted) implements Match {
    @Override
    public boolean matches(PacketContext packet) {
        return (packet.packet().payload().protocol() == protocol) != inverted;
    }

    @Override
    public String text() {
        return Texts.not(inverted) + "-p " + ProtocolNames.name(protocol);
    }

    @Override
    public String listing(boolean numeric) {
        return "";
    }
}
