package org.ringlab.netfilter.rules;

/**
 * {@code -m connmark}: the mark of the packet's connection; packets without one never pass, not even inverted.
 *
 * @param mark the value looked for, unsigned 32 bits
 * @param mask which bits count
 * @param inverted {@code !}
 */
public record ConnmarkMatch(int mark, int mask, boolean inverted) implements Match {
    @Override
    public boolean matches(PacketContext packet) {
        return packet.connection()
                .filter(c -> ((c.mark() & mask) == mark) != inverted)
                .isPresent();
    }

    @Override
    public boolean needsConntrack() {
        return true;
    }

    @Override
    public String text() {
        return "-m connmark " + Texts.not(inverted) + "--mark " + MarkMatch.value(mark, mask);
    }

    @Override
    public String listing(boolean numeric) {
        return "connmark match " + (inverted ? "! " : " ") + MarkMatch.value(mark, mask);
    }
}
