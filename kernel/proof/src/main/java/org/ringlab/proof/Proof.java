package org.ringlab.proof;

import java.util.List;
import java.util.Optional;
import org.ringlab.proof.meaning.Fate;

/** What a proof came to. */
public sealed interface Proof {
    /** Whether what was to be proven holds. */
    default boolean holds() {
        return false;
    }

    /**
     * It holds for all packets.
     *
     * @param undecided conditions that no packet decides (limits, lists, time): it holds whichever way they answer,
     *     where equal words answer alike
     */
    record Holds(List<String> undecided) implements Proof {
        /** Copies the list. */
        public Holds {
            undecided = List.copyOf(undecided);
        }

        @Override
        public boolean holds() {
            return true;
        }
    }

    /** In what way it doesn't hold. */
    enum Mismatch {
        /** A packet that a goal wants let through isn't. */
        NOT_ACCEPTED,
        /** A packet that a goal wants kept out is let through. */
        NOT_REJECTED,
        /** A packet is let through that the reference keeps out. */
        LOOSER,
        /** A packet is kept out that the reference lets through. */
        STRICTER,
        /** Both let it through or both keep it out, but not in the same way. */
        OTHERWISE
    }

    /**
     * It doesn't hold.
     *
     * @param mismatch in what way
     * @param witness a packet that shows it, as it sets out
     * @param atChain the same before the chain in question; empty where it doesn't come there
     * @param goal the goal it breaks; empty for a comparison
     * @param fate what becomes of the packet
     * @param reference what the reference makes of it; empty for goals
     * @param assumed conditions that no packet decides, with the answer that shows it: {@code -m limit …: no}
     * @param undecided all such conditions
     */
    record Fails(
            Mismatch mismatch,
            Witness witness,
            Optional<Witness> atChain,
            Optional<Goal> goal,
            Optional<Fate> fate,
            Optional<Fate> reference,
            List<String> assumed,
            List<String> undecided)
            implements Proof {
        /** Copies the lists. */
        public Fails {
            assumed = List.copyOf(assumed);
            undecided = List.copyOf(undecided);
        }
    }

    /** No packet that fits this goal can come to where it is looked at, though it is to be let through there. */
    record NoPacket(Goal goal) implements Proof {}

    /** It can't be proven either way: why, in English. */
    record Unclear(String why) implements Proof {}
}
