package org.ringlab.netfilter.rules;

/**
 * {@code -m length}: the IPv4 packet's total length in bytes.
 *
 * @param first 0 to 65535
 * @param last 0 to 65535
 * @param inverted {@code !}
 */
public record LengthMatch(int first, int last, boolean inverted) implements Match {
    @Override
    public boolean matches(PacketContext packet) {
        int length = packet.packet().length();
        return (length >= first && length <= last) != inverted;
    }

    @Override
    public String text() {
        return "-m length " + Texts.not(inverted) + "--length " + Texts.range(first, last, ":");
    }

    @Override
    public String listing(boolean numeric) {
        return "length " + (inverted ? "!" : "") + Texts.range(first, last, ":");
    }
}
