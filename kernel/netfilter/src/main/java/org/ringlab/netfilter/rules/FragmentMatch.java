package org.ringlab.netfilter.rules;

/**
 * {@code -f}: second and further fragments.
 *
 * @param inverted {@code !}: first fragments and whole packets
 */
public record FragmentMatch(boolean inverted) implements Match {
    @Override
    public boolean matches(PacketContext packet) {
        return packet.laterFragment() != inverted;
    }

    @Override
    public String text() {
        return Texts.not(inverted) + "-f";
    }

    @Override
    public String listing(boolean numeric) {
        return "";
    }
}
