package org.ringlab.netfilter.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.ringlab.netfilter.packet.Ipv4Address;

/** One option of {@code -m conntrack} (net/netfilter/xt_conntrack.c), in the order in which they are printed. */
public sealed interface ConntrackTest {
    /** The option's name without dashes. */
    String option();

    /** Its argument as printed. */
    String argument();

    /** {@code !}. */
    boolean inverted();

    /** Whether the packet passes. */
    boolean matches(PacketContext packet);

    /** {@code --ctstate}: also SNAT and DNAT, connections whose source or destination is translated. */
    record State(Set<ConnectionState> states, boolean snat, boolean dnat, boolean inverted) implements ConntrackTest {
        /** Keeps its own copy. */
        public State {
            states = Set.copyOf(states);
        }

        @Override
        public String option() {
            return "ctstate";
        }

        @Override
        public String argument() {
            List<String> names = new ArrayList<>(Texts.states(states));
            if (snat) {
                names.add("SNAT");
            }
            if (dnat) {
                names.add("DNAT");
            }
            return String.join(",", names);
        }

        @Override
        public boolean matches(PacketContext packet) {
            boolean listed = states.contains(packet.connectionState())
                    || packet.connection()
                            .map(c -> snat && c.sourceTranslated() || dnat && c.destinationTranslated())
                            .orElse(false);
            return listed != inverted;
        }
    }

    /** {@code --ctproto}. */
    record Protocol(int protocol, boolean inverted) implements ConntrackTest {
        @Override
        public String option() {
            return "ctproto";
        }

        @Override
        public String argument() {
            return Integer.toString(protocol);
        }

        @Override
        public boolean matches(PacketContext packet) {
            return packet.connection()
                    .map(c -> (c.protocol() == protocol) != inverted)
                    .orElse(false);
        }
    }

    /** One of a connection's four ends. */
    enum End {
        /** Source of the original direction. */
        ORIGINAL_SOURCE("ctorigsrc"),
        /** Destination of the original direction. */
        ORIGINAL_DESTINATION("ctorigdst"),
        /** Source of the reply direction. */
        REPLY_SOURCE("ctreplsrc"),
        /** Destination of the reply direction. */
        REPLY_DESTINATION("ctrepldst");

        private final String option;

        End(String option) {
            this.option = option;
        }

        /** The option for its address, without dashes. */
        public String option() {
            return option;
        }

        private Ipv4Address address(ConnectionView c) {
            return switch (this) {
                case ORIGINAL_SOURCE -> c.originalSource();
                case ORIGINAL_DESTINATION -> c.originalDestination();
                case REPLY_SOURCE -> c.replySource();
                case REPLY_DESTINATION -> c.replyDestination();
            };
        }

        private int port(ConnectionView c) {
            return switch (this) {
                case ORIGINAL_SOURCE -> c.originalSourcePort();
                case ORIGINAL_DESTINATION -> c.originalDestinationPort();
                case REPLY_SOURCE -> c.replySourcePort();
                case REPLY_DESTINATION -> c.replyDestinationPort();
            };
        }
    }

    /** {@code --ctorigsrc} and its three sisters; {@code mask} need not be a prefix, and is printed only in tests. */
    record Address(End end, Ipv4Address address, Ipv4Address mask, boolean inverted) implements ConntrackTest {
        @Override
        public String option() {
            return end.option;
        }

        @Override
        public String argument() {
            String length = Texts.mask(mask);
            return address + (length.equals("32") || length.contains(".") ? "" : "/" + length);
        }

        @Override
        public boolean matches(PacketContext packet) {
            return packet.connection()
                    .map(c -> ((end.address(c).bits() ^ address.bits()) & mask.bits()) == 0 != inverted)
                    .orElse(false);
        }
    }

    /** {@code --ctorigsrcport} and its three sisters. */
    record Port(End end, PortRange ports, boolean inverted) implements ConntrackTest {
        @Override
        public String option() {
            return end.option + "port";
        }

        @Override
        public String argument() {
            // The program prints a range that ends at 0 like a single port.
            return ports.last() == 0 ? Integer.toString(ports.first()) : ports.toString();
        }

        @Override
        public boolean matches(PacketContext packet) {
            return packet.connection()
                    .map(c -> ports.contains(end.port(c)) != inverted)
                    .orElse(false);
        }
    }

    /** {@code --ctstatus}; no status at all is NONE. */
    record Status(Set<ConnectionView.Status> statuses, boolean inverted) implements ConntrackTest {
        /** Keeps its own copy. */
        public Status {
            statuses = Set.copyOf(statuses);
        }

        @Override
        public String option() {
            return "ctstatus";
        }

        @Override
        public String argument() {
            List<String> names = Arrays.stream(ConnectionView.Status.values())
                    .filter(statuses::contains)
                    .map(Enum::name)
                    .toList();
            return names.isEmpty() ? "NONE" : String.join(",", names);
        }

        @Override
        public boolean matches(PacketContext packet) {
            return packet.connection()
                    .map(c -> c.status().stream().anyMatch(statuses::contains) != inverted)
                    .orElse(false);
        }
    }

    /** {@code --ctexpire}: seconds until the connection is forgotten. */
    record Expire(long first, long last, boolean inverted) implements ConntrackTest {
        @Override
        public String option() {
            return "ctexpire";
        }

        @Override
        public String argument() {
            return Texts.range(first, last, ":");
        }

        @Override
        public boolean matches(PacketContext packet) {
            return packet.connection()
                    .map(c -> (c.expiresInSeconds() >= first && c.expiresInSeconds() <= last) != inverted)
                    .orElse(false);
        }
    }

    /** {@code --ctdir}. */
    record Direction(boolean reply) implements ConntrackTest {
        @Override
        public String option() {
            return "ctdir";
        }

        @Override
        public String argument() {
            return reply ? "REPLY" : "ORIGINAL";
        }

        @Override
        public boolean inverted() {
            return false;
        }

        @Override
        public boolean matches(PacketContext packet) {
            return packet.connection().map(c -> c.replyDirection() == reply).orElse(false);
        }
    }
}
