package org.ringlab.netfilter.rules;

/**
 * {@code -m pkttype}: to whom the frame was addressed.
 *
 * @param kind to whom
 * @param inverted {@code !}
 */
public record PktTypeMatch(PacketKind kind, boolean inverted) implements Match {
    @Override
    public boolean matches(PacketContext packet) {
        return (packet.kind() == kind) != inverted;
    }

    @Override
    public String text() {
        return "-m pkttype " + Texts.not(inverted) + "--pkt-type " + kind.text();
    }

    @Override
    public String listing(boolean numeric) {
        return "PKTTYPE " + (inverted ? "!= " : "= ") + kind.text();
    }
}
