package org.ringlab.netfilter.rules;

import java.util.Set;

/**
 * {@code -m state --state}.
 *
 * @param states the states that pass
 * @param inverted {@code !}
 */
public record StateMatch(Set<ConnectionState> states, boolean inverted) implements Match {
    /** Keeps its own copy. */
    public StateMatch {
        states = Set.copyOf(states);
    }

    @Override
    public boolean matches(PacketContext packet) {
        return states.contains(packet.connectionState()) != inverted;
    }

    @Override
    public boolean needsConntrack() {
        return true;
    }

    @Override
    public String text() {
        return "-m state " + Texts.not(inverted) + "--state " + String.join(",", Texts.states(states));
    }

    @Override
    public String listing(boolean numeric) {
        return (inverted ? "! " : "") + "state " + String.join(",", Texts.states(states));
    }
}
