package org.ringlab.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.probe.PortLabels;
import org.ringlab.netfilter.conntrack.Connection;
import org.ringlab.netfilter.conntrack.TcpState;
import org.ringlab.netfilter.conntrack.Tuple;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.TableName;

/** Reads a host's state for an outcome. */
final class Harvest {
    private final PortLabels labels;

    Harvest(PortLabels labels) {
        this.labels = labels;
    }

    Outcome.HostState of(Machine machine) {
        Map<String, Map<String, Outcome.ChainState>> tables = new LinkedHashMap<>();
        for (Table table : machine.stack().ruleSet().tables()) {
            Map<String, Outcome.ChainState> chains = new LinkedHashMap<>();
            table.chains().forEach(chain -> chains.put(chain.name(), chain(chain)));
            tables.put(table.name().text(), chains);
        }
        return new Outcome.HostState(connections(machine), tables);
    }

    private static Outcome.ChainState chain(Chain chain) {
        List<Outcome.RuleState> rules = new ArrayList<>();
        for (Rule rule : chain.rules()) {
            rules.add(new Outcome.RuleState(
                    rule.text(), rule.counters().packets(), rule.counters().bytes()));
        }
        return new Outcome.ChainState(
                chain.isBuiltIn() ? chain.policyText() : null,
                rules,
                chain.policyCounters().packets(),
                chain.policyCounters().bytes());
    }

    /** A host tracks connections once the nat table was named or a rule needs them. */
    private @Nullable List<Outcome.Connection> connections(Machine machine) {
        boolean tracks =
                machine.namedTables().contains(TableName.NAT) || machine.stack().tracks();
        if (!tracks) {
            return null;
        }
        return machine.stack().conntrack().entries().stream()
                .sorted(Comparator.comparing(Connection::toString))
                .map(this::connection)
                .sorted(Comparator.comparing(Harvest::sortKey))
                .toList();
    }

    private Outcome.Connection connection(Connection c) {
        List<String> flags = new ArrayList<>();
        if (!c.seenReply()) {
            flags.add("UNREPLIED");
        }
        if (c.assured()) {
            flags.add("ASSURED");
        }
        int protocol = c.original().protocol();
        return new Outcome.Connection(
                c.protocolName().equals("unknown") ? String.valueOf(protocol) : c.protocolName(),
                protocol == TcpSegment.PROTOCOL && c.tcpState() != TcpState.NONE
                        ? c.tcpState().name()
                        : "",
                tuple(c.original()),
                tuple(c.reply()),
                flags,
                c.mark());
    }

    private String tuple(Tuple t) {
        return switch (t.protocol()) {
            case TcpSegment.PROTOCOL, UdpDatagram.PROTOCOL ->
                labels.end(t.source(), t.sourceKey()) + ">" + labels.end(t.destination(), t.destinationKey());
            case IcmpMessage.PROTOCOL ->
                t.source() + ">" + t.destination() + " type=" + t.icmpType() + " code=" + t.icmpCode() + " id="
                        + icmpId(t.sourceKey());
            default -> t.source() + ">" + t.destination();
        };
    }

    private static String icmpId(int id) {
        boolean ofProbe = id >= ProbeSpec.ICMP_ID_BASE && id < ProbeSpec.ICMP_ID_BASE + 1000;
        return ofProbe ? String.valueOf(id) : "*";
    }

    /** The order of the recordings: by the entry's JSON text with sorted keys. */
    private static String sortKey(Outcome.Connection c) {
        String flags = c.flags().isEmpty() ? "]" : "\"" + String.join("\", \"", c.flags()) + "\"]";
        return flags + (c.mark() == 0 ? ", o" : ", mark " + c.mark() + ", o") + "\"" + c.original() + "\""
                + c.protocol() + "\"" + c.reply() + "\"" + c.state();
    }
}
