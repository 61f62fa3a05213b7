package org.ringlab.proof;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.AddressMatch;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.IprangeMatch;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.MultiportMatch;
import org.ringlab.netfilter.rules.PortRange;
import org.ringlab.netfilter.rules.PortTest;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.RuleSet;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.TcpMatch;
import org.ringlab.netfilter.rules.UdpMatch;
import org.ringlab.proof.bdd.Bdd;
import org.ringlab.proof.meaning.Field;
import org.ringlab.proof.meaning.PacketSpace;
import org.ringlab.proof.meaning.SymbolicPacket;

/**
 * Which of many packets tells most: an ordinary first packet between hosts that one knows, to a port that rules name.
 * Each wish is kept that leaves any packet at all.
 */
final class Preferences {
    private static final List<Integer> WELL_KNOWN = List.of(80, 22, 443, 53, 21, 25, 8080, 3306);
    private static final int SOURCE_PORT = 40_000;

    private final List<Long> addresses;
    private final Set<Integer> ports = new LinkedHashSet<>();
    private final List<Long> ruleAddresses = new ArrayList<>();

    /** Prefers these addresses, and values that these rules name. */
    Preferences(List<Ipv4Address> addresses, List<RuleSet> ruleSets) {
        this.addresses = addresses.stream().map(Preferences::number).toList();
        for (RuleSet rules : ruleSets) {
            for (Table table : rules.tables()) {
                for (Chain chain : table.chains()) {
                    for (Rule rule : chain.rules()) {
                        rule.matches().forEach(this::note);
                    }
                }
            }
        }
        ports.addAll(WELL_KNOWN);
    }

    private static long number(Ipv4Address address) {
        return Integer.toUnsignedLong(address.bits());
    }

    /** Prefers what goals name, too. */
    void note(Goal goal) {
        goal.alternatives().forEach(matches -> matches.forEach(this::note));
    }

    private void note(Match match) {
        if (match instanceof AddressMatch m) {
            ruleAddresses.add(number(m.address()) + (m.mask().bits() == -1 ? 0 : 1));
        } else if (match instanceof IprangeMatch m) {
            m.source().ifPresent(r -> ruleAddresses.add(number(r.first())));
            m.destination().ifPresent(r -> ruleAddresses.add(number(r.first())));
        } else if (match instanceof TcpMatch m) {
            note(m.destination());
        } else if (match instanceof UdpMatch m) {
            note(m.destination());
        } else if (match instanceof MultiportMatch m) {
            m.ports().stream().map(PortRange::first).forEach(ports::add);
        }
    }

    private void note(PortTest test) {
        if (!test.equals(PortTest.ANY)) {
            ports.add(test.first());
        }
    }

    /** The packets of {@code where} that tell most. */
    int choose(int where, SymbolicPacket start, List<Integer> first) {
        Choice choice = new Choice(start, where);
        first.forEach(choice::prefer);
        choice.prefer(Field.STATE, PacketSpace.stateNumber(ConnectionState.NEW));
        choice.prefer(Field.STATE, PacketSpace.stateNumber(ConnectionState.ESTABLISHED));
        choice.prefer(Field.KIND, 0);
        choice.prefer(Field.LATER_FRAGMENT, 0);
        choice.prefer(Field.PROTOCOL, TcpSegment.PROTOCOL);
        choice.prefer(Field.PROTOCOL, UdpDatagram.PROTOCOL);
        choice.prefer(Field.PROTOCOL, IcmpMessage.PROTOCOL);
        choice.preferFlags();
        choice.prefer(Field.TYPE, IcmpMessage.ECHO);
        choice.prefer(Field.TYPE, IcmpMessage.ECHO_REPLY);
        choice.prefer(Field.CODE, 0);
        List<Long> known = new ArrayList<>(addresses);
        known.addAll(ruleAddresses);
        choice.oneOf(Field.DESTINATION, choice.without(known, choice.oneOf(Field.SOURCE, known)));
        choice.oneOf(Field.SOURCE, known);
        List<Long> services = ports.stream().map(Integer::longValue).toList();
        if (choice.isAnswer()) {
            choice.oneOf(Field.SOURCE_PORT, services);
            choice.prefer(Field.DESTINATION_PORT, SOURCE_PORT);
            choice.oneOf(Field.DESTINATION_PORT, services);
        } else {
            choice.oneOf(Field.DESTINATION_PORT, services);
            choice.prefer(Field.SOURCE_PORT, SOURCE_PORT);
            choice.oneOf(Field.SOURCE_PORT, services);
        }
        choice.atLeast(Field.DESTINATION_PORT, 1);
        choice.atLeast(Field.SOURCE_PORT, 1);
        choice.prefer(Field.TTL, 64);
        choice.prefer(Field.TOS, 0);
        choice.prefer(Field.OPTIONS, 5);
        choice.prefer(Field.MSS, 1460);
        choice.prefer(Field.MSS, 0);
        choice.prefer(Field.LENGTH, 60);
        return choice.where;
    }

    /** Packets that get fewer. */
    private static final class Choice {
        private final SymbolicPacket start;
        private final Bdd bdd;
        private int where;

        Choice(SymbolicPacket start, int where) {
            this.start = start;
            this.where = where;
            bdd = start.space().bdd();
        }

        boolean prefer(int wish) {
            int kept = bdd.and(where, wish);
            where = kept == Bdd.FALSE ? where : kept;
            return kept != Bdd.FALSE;
        }

        boolean prefer(Field field, long value) {
            return prefer(start.is(field, value));
        }

        void atLeast(Field field, long value) {
            prefer(start.space().words().atLeast(start.get(field), value));
        }

        /** The first value that goes; −1 where none does. */
        long oneOf(Field field, List<Long> values) {
            for (long value : values) {
                if (prefer(field, value)) {
                    return value;
                }
            }
            return -1;
        }

        List<Long> without(List<Long> values, long one) {
            // A packet to itself tells little.
            prefer(bdd.not(start.is(Field.DESTINATION, one)));
            return values.stream().filter(value -> value != one).toList();
        }

        boolean isAnswer() {
            return bdd.minus(where, start.is(Field.REPLY, 1)) == Bdd.FALSE;
        }

        /** What a handshake looks like: SYN, answered by SYN and ACK; then ACK. */
        void preferFlags() {
            int established = start.is(Field.STATE, PacketSpace.stateNumber(ConnectionState.ESTABLISHED));
            int answer = start.is(Field.REPLY, 1);
            int syn = start.is(Field.FLAGS, TcpSegment.SYN);
            int both = start.is(Field.FLAGS, TcpSegment.SYN | TcpSegment.ACK);
            int ack = start.is(Field.FLAGS, TcpSegment.ACK);
            if (!prefer(bdd.ite(established, bdd.ite(answer, both, ack), syn))) {
                prefer(ack);
            }
        }
    }
}
