package org.ringlab.netfilter.rules;

import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code -m set --match-set} (net/netfilter/xt_set.c): whether a packet is in a set that {@code ipset} made.
 *
 * @param set the set's name
 * @param sources for each thing the set's kind looks at, whether the packet's source or destination counts
 * @param inverted {@code !}
 */
public record SetMatch(String set, List<Boolean> sources, boolean inverted) implements Match {
    /** Keeps a copy of the list. */
    public SetMatch {
        sources = List.copyOf(sources);
    }

    @Override
    public boolean matches(PacketContext packet) {
        return packet.memories().sets().contains(set, sources, packet.packet(), packet.nanos()) != inverted;
    }

    /** {@code src,dst}. */
    static String flags(List<Boolean> sources) {
        return sources.stream().map(source -> source ? "src" : "dst").collect(Collectors.joining(","));
    }

    @Override
    public String text() {
        return "-m set " + Texts.not(inverted) + "--match-set " + set + " " + flags(sources);
    }

    @Override
    public String listing(boolean numeric) {
        return Texts.not(inverted) + "match-set " + set + " " + flags(sources);
    }
}
