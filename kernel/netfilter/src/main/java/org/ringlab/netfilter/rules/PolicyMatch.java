package org.ringlab.netfilter.rules;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * {@code -m policy}: whether IPsec handled the packet, or will. There is no IPsec here: {@code --pol none} passes
 * always and {@code --pol ipsec} never.
 *
 * @param in {@code --dir in}, or out
 * @param none {@code --pol none}, or ipsec
 * @param strict {@code --strict}
 * @param elements what is asked of each transformation, at most four
 */
public record PolicyMatch(boolean in, boolean none, boolean strict, List<Element> elements) implements Match {
    /** Keeps a copy of the list. */
    public PolicyMatch {
        elements = List.copyOf(elements);
    }

    /**
     * A value with its {@code !}.
     *
     * @param value as printed
     * @param inverted {@code !}
     */
    public record Value(String value, boolean inverted) {
        private String text(String option) {
            return " " + Texts.not(inverted) + option + value;
        }
    }

    /**
     * A network with its {@code !}.
     *
     * @param address as typed
     * @param mask which bits count
     * @param inverted {@code !}
     */
    public record Net(Ipv4Address address, Ipv4Address mask, boolean inverted) {
        private String text(String option) {
            String slash = mask.equals(Ipv4Address.BROADCAST) ? "" : "/" + Texts.mask(mask);
            return " " + Texts.not(inverted) + option + address + slash;
        }
    }

    /**
     * A number of a protocol with its {@code !}.
     *
     * @param number 0 to 255
     * @param inverted {@code !}
     */
    public record Proto(int number, boolean inverted) {}

    /** What is asked of one transformation. */
    public record Element(
            Optional<Value> reqid,
            Optional<Value> spi,
            Optional<Proto> protocol,
            Optional<Value> mode,
            Optional<Net> tunnelDestination,
            Optional<Net> tunnelSource) {
        private String text(String dashes, boolean numeric) {
            return reqid.map(v -> v.text(dashes + "reqid ")).orElse("")
                    + spi.map(v -> v.text(dashes + "spi ")).orElse("")
                    + protocol.map(p -> " " + Texts.not(p.inverted) + dashes + "proto "
                                    + (numeric ? Integer.toString(p.number) : ProtocolNames.name(p.number)))
                            .orElse("")
                    + mode.map(v -> v.text(dashes + "mode ")).orElse("")
                    + tunnelDestination.map(v -> v.text(dashes + "tunnel-dst ")).orElse("")
                    + tunnelSource.map(v -> v.text(dashes + "tunnel-src ")).orElse("");
        }
    }

    @Override
    public boolean matches(PacketContext packet) {
        return none;
    }

    @Override
    public boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        Set<Hook> wrong = in ? EnumSet.of(Hook.OUTPUT, Hook.POSTROUTING) : EnumSet.of(Hook.PREROUTING, Hook.INPUT);
        return hooks.stream().noneMatch(wrong::contains);
    }

    private String head(String dashes) {
        return " " + dashes + "dir " + (in ? "in" : "out") + " " + dashes + "pol " + (none ? "none" : "ipsec")
                + (strict ? " " + dashes + "strict" : "");
    }

    @Override
    public String text() {
        StringBuilder s = new StringBuilder("-m policy").append(head("--"));
        for (int i = 0; i < elements.size(); i++) {
            s.append(i > 0 ? " --next" : "").append(elements.get(i).text("--", false));
        }
        return s.toString();
    }

    @Override
    public String listing(boolean numeric) {
        StringBuilder s = new StringBuilder("policy match").append(head(""));
        for (int i = 0; i < elements.size(); i++) {
            s.append(strict ? " [" + i + "]" : "").append(elements.get(i).text("", numeric));
        }
        return s.toString();
    }
}
