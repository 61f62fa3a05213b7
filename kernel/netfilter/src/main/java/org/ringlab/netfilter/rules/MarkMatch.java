package org.ringlab.netfilter.rules;

/**
 * {@code -m mark}.
 *
 * @param mark the value looked for, unsigned 32 bits
 * @param mask which bits count
 * @param inverted {@code !}
 */
public record MarkMatch(int mark, int mask, boolean inverted) implements Match {
    @Override
    public boolean matches(PacketContext packet) {
        return ((packet.mark() & mask) == mark) != inverted;
    }

    private String value() {
        return "0x" + Integer.toHexString(mark) + (mask == -1 ? "" : "/0x" + Integer.toHexString(mask));
    }

    @Override
    public String text() {
        return "-m mark " + Texts.not(inverted) + "--mark " + value();
    }

    @Override
    public String listing(boolean numeric) {
        return "mark match " + Texts.not(inverted) + value();
    }
}
