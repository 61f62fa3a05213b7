package org.ringlab.netfilter.rules;

import java.util.Optional;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * {@code -m iprange}.
 *
 * @param source {@code --src-range}
 * @param destination {@code --dst-range}
 */
public record IprangeMatch(Optional<Range> source, Optional<Range> destination) implements Match {
    /** Addresses from {@code first} to {@code last}; none where they are the wrong way round. */
    public record Range(Ipv4Address first, Ipv4Address last, boolean inverted) {
        private boolean accepts(Ipv4Address address) {
            return (address.compareTo(first) >= 0 && address.compareTo(last) <= 0) != inverted;
        }

        @Override
        public String toString() {
            return first + "-" + last;
        }
    }

    @Override
    public boolean matches(PacketContext packet) {
        return source.map(r -> r.accepts(packet.packet().source())).orElse(true)
                && destination
                        .map(r -> r.accepts(packet.packet().destination()))
                        .orElse(true);
    }

    @Override
    public String text() {
        return "-m iprange"
                + source.map(r -> " " + Texts.not(r.inverted) + "--src-range " + r)
                        .orElse("")
                + destination
                        .map(r -> " " + Texts.not(r.inverted) + "--dst-range " + r)
                        .orElse("");
    }

    @Override
    public String listing(boolean numeric) {
        String first =
                source.map(r -> "source IP range " + Texts.not(r.inverted) + r).orElse("");
        String second = destination
                .map(r -> "destination IP range " + Texts.not(r.inverted) + r)
                .orElse("");
        return first + (first.isEmpty() || second.isEmpty() ? "" : " ") + second;
    }
}
