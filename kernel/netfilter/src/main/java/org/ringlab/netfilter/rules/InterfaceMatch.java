package org.ringlab.netfilter.rules;

/**
 * {@code -i} or {@code -o}.
 *
 * @param in whether it looks at the interface the packet came in by
 * @param name the interface, or what its name begins with
 * @param wildcard {@code +} was typed after the name: any interface whose name begins so
 * @param inverted {@code !}
 */
public record InterfaceMatch(boolean in, String name, boolean wildcard, boolean inverted) implements Match {
    @Override
    public boolean matches(PacketContext packet) {
        String looked = in ? packet.inInterface() : packet.outInterface();
        return (wildcard ? looked.startsWith(name) : looked.equals(name)) != inverted;
    }

    /** The name as typed. */
    public String pattern() {
        return wildcard ? name + "+" : name;
    }

    /** {@inheritDoc} A bare {@code +} is never printed, not even inverted: a defect of the real program. */
    @Override
    public String text() {
        return name.isEmpty() ? "" : Texts.not(inverted) + (in ? "-i " : "-o ") + pattern();
    }

    @Override
    public String listing(boolean numeric) {
        return "";
    }
}
