package org.ringlab.netfilter.rules;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code -m physdev} (net/netfilter/xt_physdev.c): the ports of a bridge that a packet comes and goes by.
 *
 * @param in {@code --physdev-in}
 * @param out {@code --physdev-out}
 * @param isIn {@code --physdev-is-in}: it came by a bridge
 * @param isOut {@code --physdev-is-out}: it leaves by a bridge
 * @param isBridged {@code --physdev-is-bridged}: it is bridged and not routed
 */
public record PhysdevMatch(
        Optional<Port> in, Optional<Port> out, Optional<Flag> isIn, Optional<Flag> isOut, Optional<Flag> isBridged)
        implements Match {
    /**
     * A port's name.
     *
     * @param name up to 15 characters; {@code +} at the end stands for any more
     * @param inverted {@code !}
     */
    public record Port(String name, boolean inverted) {
        private boolean accepts(String port) {
            boolean equal =
                    name.endsWith("+") ? port.startsWith(name.substring(0, name.length() - 1)) : port.equals(name);
            return equal != inverted;
        }
    }

    /**
     * A question.
     *
     * @param inverted {@code !}
     */
    public record Flag(boolean inverted) {
        private boolean accepts(boolean answer) {
            return answer != inverted;
        }
    }

    @Override
    public boolean matches(PacketContext packet) {
        BridgePorts ports = packet.bridgePorts().orElse(null);
        if (ports == null) {
            return Stream.of(isIn, isOut, isBridged).flatMap(Optional::stream).allMatch(Flag::inverted)
                    && Stream.of(in, out).flatMap(Optional::stream).allMatch(Port::inverted);
        }
        boolean comes = !ports.in().isEmpty();
        boolean leaves = !ports.out().isEmpty();
        return isBridged.map(f -> f.accepts(leaves)).orElse(true)
                && isIn.map(f -> f.accepts(comes)).orElse(true)
                && isOut.map(f -> f.accepts(leaves)).orElse(true)
                && in.map(p -> !comes || p.accepts(ports.in())).orElse(true)
                && out.map(p -> leaves && p.accepts(ports.out())).orElse(true);
    }

    /** Where a packet made here leaves is known only after OUTPUT. */
    @Override
    public boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        boolean leaving = out.isPresent() || isOut.isPresent();
        boolean bridgedOnly = isBridged.filter(f -> !f.inverted).isPresent();
        return !leaving || bridgedOnly || !hooks.contains(Hook.OUTPUT);
    }

    private String options() {
        return Stream.of(
                        isIn.map(f -> Texts.not(f.inverted) + "--physdev-is-in"),
                        in.map(p -> Texts.not(p.inverted) + "--physdev-in " + p.name),
                        isOut.map(f -> Texts.not(f.inverted) + "--physdev-is-out"),
                        out.map(p -> Texts.not(p.inverted) + "--physdev-out " + p.name),
                        isBridged.map(f -> Texts.not(f.inverted) + "--physdev-is-bridged"))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
    }

    @Override
    public String text() {
        return "-m physdev " + options();
    }

    @Override
    public String listing(boolean numeric) {
        return "PHYSDEV match " + options();
    }
}
