package org.ringlab.netfilter.rules;

import java.util.List;

/**
 * {@code -j SET}: puts what a packet shows into a set, or takes it out; the packet goes on to the next rule.
 *
 * @param set the set's name
 * @param adds {@code --add-set}, or {@code --del-set}
 * @param sources for each thing the set's kind looks at, whether the packet's source or destination counts
 */
public record SetTarget(String set, boolean adds, List<Boolean> sources) implements Target {
    /** Keeps a copy of the list. */
    public SetTarget {
        sources = List.copyOf(sources);
    }

    /** Changes the set. */
    void apply(PacketContext packet) {
        if (adds) {
            packet.memories().sets().add(set, sources, packet.packet(), packet.nanos());
        } else {
            packet.memories().sets().remove(set, sources, packet.packet());
        }
    }

    private String words() {
        return (adds ? "add-set " : "del-set ") + set + " " + SetMatch.flags(sources);
    }

    @Override
    public String name() {
        return "SET";
    }

    @Override
    public String text() {
        return "-j SET --" + words();
    }

    @Override
    public String listing(boolean numeric) {
        return words();
    }
}
