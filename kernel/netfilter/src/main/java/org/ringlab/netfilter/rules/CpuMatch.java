package org.ringlab.netfilter.rules;

/**
 * {@code -m cpu}: the processor that handles the packet; a host of a lab has one, number 0.
 *
 * @param cpu unsigned 32 bits
 * @param inverted {@code !}
 */
public record CpuMatch(long cpu, boolean inverted) implements Match {
    @Override
    public boolean matches(PacketContext packet) {
        return (cpu == 0) != inverted;
    }

    @Override
    public String text() {
        return "-m cpu " + Texts.not(inverted) + "--cpu " + cpu;
    }

    @Override
    public String listing(boolean numeric) {
        return "cpu " + Texts.not(inverted) + cpu;
    }
}
