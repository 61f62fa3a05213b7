package org.ringlab.netfilter.rules;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code -m addrtype} (net/netfilter/xt_addrtype.c).
 *
 * @param source {@code --src-type}
 * @param destination {@code --dst-type}
 * @param limit whether only addresses of the packet's interface count
 */
public record AddrTypeMatch(Optional<Kinds> source, Optional<Kinds> destination, Limit limit) implements Match {
    /** Kinds that pass. */
    public record Kinds(Set<AddressKind> kinds, boolean inverted) {
        /** Keeps its own copy. */
        public Kinds {
            kinds = Set.copyOf(kinds);
        }

        private String text() {
            return Arrays.stream(AddressKind.values())
                    .filter(kinds::contains)
                    .map(Enum::name)
                    .collect(Collectors.joining(","));
        }

        private boolean accepts(AddressKind kind) {
            return kinds.contains(kind) != inverted;
        }
    }

    /** To which interface the question is limited. */
    public enum Limit {
        /** To none. */
        NONE("", ""),
        /** {@code --limit-iface-in}. */
        IN(" --limit-iface-in", " limit-in"),
        /** {@code --limit-iface-out}. */
        OUT(" --limit-iface-out", " limit-out");

        private final String option;
        private final String listing;

        Limit(String option, String listing) {
            this.option = option;
            this.listing = listing;
        }
    }

    @Override
    public boolean matches(PacketContext packet) {
        String iface = switch (limit) {
            case NONE -> "";
            case IN -> packet.inInterface();
            case OUT -> packet.outInterface();
        };
        return source.map(k -> k.accepts(packet.addressKind(packet.packet().source(), iface)))
                        .orElse(true)
                && destination
                        .map(k -> k.accepts(packet.addressKind(packet.packet().destination(), iface)))
                        .orElse(true);
    }

    @Override
    public boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        return switch (limit) {
            case NONE -> true;
            case IN -> !hooks.contains(Hook.OUTPUT) && !hooks.contains(Hook.POSTROUTING);
            case OUT -> !hooks.contains(Hook.INPUT) && !hooks.contains(Hook.PREROUTING);
        };
    }

    @Override
    public String text() {
        return "-m addrtype"
                + source.map(k -> " " + Texts.not(k.inverted) + "--src-type " + k.text())
                        .orElse("")
                + destination
                        .map(k -> " " + Texts.not(k.inverted) + "--dst-type " + k.text())
                        .orElse("")
                + limit.option;
    }

    @Override
    public String listing(boolean numeric) {
        return "ADDRTYPE match"
                + source.map(k -> " src-type " + (k.inverted ? "!" : "") + k.text())
                        .orElse("")
                + destination
                        .map(k -> " dst-type " + (k.inverted ? "!" : "") + k.text())
                        .orElse("")
                + limit.listing;
    }
}
