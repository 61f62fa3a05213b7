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

    /** {@code 0x1}, {@code 0x1/0xff}. */
    static String value(int mark, int mask) {
        return Texts.hex(mark) + (mask == -1 ? "" : "/" + Texts.hex(mask));
    }

    @Override
    public String text() {
        return "-m mark " + Texts.not(inverted) + "--mark " + value(mark, mask);
    }

    @Override
    public String listing(boolean numeric) {
        return "mark match " + Texts.not(inverted) + value(mark, mask);
    }
}
