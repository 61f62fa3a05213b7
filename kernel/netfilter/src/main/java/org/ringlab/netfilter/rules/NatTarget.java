package org.ringlab.netfilter.rules;

import java.util.Set;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * A target of the nat table: says how a new connection is translated. It decides, like ACCEPT; what it says is carried
 * out by {@code org.ringlab.netfilter.nat}.
 */
public sealed interface NatTarget extends Target {
    /** The hooks from which packets may come to such a rule. */
    Set<Hook> hooks();

    @Override
    default boolean accepted(TableName table, int ruleProtocol, Set<Hook> from) {
        return table == TableName.NAT && hooks().containsAll(from);
    }

    @Override
    default boolean needsConntrack() {
        return true;
    }

    /** {@code -j SNAT}: another source. */
    record Snat(NatRange range) implements NatTarget {
        @Override
        public String name() {
            return "SNAT";
        }

        @Override
        public Set<Hook> hooks() {
            return Set.of(Hook.POSTROUTING, Hook.INPUT);
        }

        @Override
        public String text() {
            return "-j SNAT --to-source " + range.text() + range.flags(" --");
        }

        @Override
        public String listing(boolean numeric) {
            return "to:" + range.text() + range.flags(" ");
        }
    }

    /** {@code -j DNAT}: another destination. */
    record Dnat(NatRange range) implements NatTarget {
        @Override
        public String name() {
            return "DNAT";
        }

        @Override
        public Set<Hook> hooks() {
            return Set.of(Hook.PREROUTING, Hook.OUTPUT);
        }

        @Override
        public String text() {
            return "-j DNAT --to-destination " + range.text() + range.flags(" --");
        }

        @Override
        public String listing(boolean numeric) {
            return "to:" + range.text() + range.flags(" ");
        }
    }

    /** {@code -j MASQUERADE}: the source becomes the outgoing interface's address. */
    record Masquerade(NatRange range) implements NatTarget {
        @Override
        public String name() {
            return "MASQUERADE";
        }

        @Override
        public Set<Hook> hooks() {
            return Set.of(Hook.POSTROUTING);
        }

        @Override
        public String text() {
            return "-j MASQUERADE" + (range.ports() == null ? "" : " --to-ports " + range.portsText())
                    + range.flags(" --");
        }

        @Override
        public String listing(boolean numeric) {
            return ((range.ports() == null ? "" : "masq ports: " + range.portsText()) + range.flags(" ")).strip();
        }
    }

    /** {@code -j REDIRECT}: the destination becomes this host. */
    record Redirect(NatRange range) implements NatTarget {
        @Override
        public String name() {
            return "REDIRECT";
        }

        @Override
        public Set<Hook> hooks() {
            return Set.of(Hook.PREROUTING, Hook.OUTPUT);
        }

        @Override
        public String text() {
            return "-j REDIRECT" + (range.ports() == null ? "" : " --to-ports " + range.portsText())
                    + range.flags(" --");
        }

        @Override
        public String listing(boolean numeric) {
            return ((range.ports() == null ? "" : "redir ports " + range.portsText()) + range.flags(" ")).strip();
        }
    }

    /**
     * {@code -j NETMAP}: a whole network onto another one, the host's part kept; the source after routing and at INPUT,
     * the destination elsewhere.
     *
     * @param network the other network, host bits zero
     * @param mask which bits are the network's
     */
    record Netmap(Ipv4Address network, Ipv4Address mask) implements NatTarget {
        @Override
        public String name() {
            return "NETMAP";
        }

        @Override
        public Set<Hook> hooks() {
            return Set.of(Hook.PREROUTING, Hook.INPUT, Hook.OUTPUT, Hook.POSTROUTING);
        }

        /** The address that {@code address} is mapped to. */
        public Ipv4Address map(Ipv4Address address) {
            return new Ipv4Address(address.bits() & ~mask.bits() | network.bits());
        }

        private String target() {
            return network + "/" + Texts.mask(mask);
        }

        @Override
        public String text() {
            return "-j NETMAP --to " + target();
        }

        @Override
        public String listing(boolean numeric) {
            return "to:" + target();
        }
    }
}
