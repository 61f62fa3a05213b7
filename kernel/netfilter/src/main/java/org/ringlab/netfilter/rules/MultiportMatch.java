package org.ringlab.netfilter.rules;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;

/**
 * {@code -m multiport} (net/netfilter/xt_multiport.c).
 *
 * @param side which ports are looked at
 * @param ports up to 15 ports, a range counting as two
 * @param protocol {@code tcp}, {@code udp} …: only chooses the service names of {@code iptables -L}
 * @param inverted {@code !}
 */
public record MultiportMatch(Side side, List<PortRange> ports, String protocol, boolean inverted) implements Match {
    /** Which ports of a packet are looked at. */
    public enum Side {
        /** {@code --sports}. */
        SOURCE("sports"),
        /** {@code --dports}. */
        DESTINATION("dports"),
        /** {@code --ports}: either. */
        EITHER("ports");

        private final String text;

        Side(String text) {
            this.text = text;
        }
    }

    /** TCP, UDP, DCCP, SCTP, UDP-Lite: the protocols whose ports it finds. */
    public static final Set<Integer> PROTOCOLS_WITH_PORTS = Set.of(6, 17, 33, 132, 136);

    /** Keeps its own copy. */
    public MultiportMatch {
        ports = List.copyOf(ports);
    }

    @Override
    public boolean matches(PacketContext packet) {
        if (packet.laterFragment()) {
            return false;
        }
        return switch (packet.packet().payload()) {
            case TcpSegment tcp -> accepts(tcp.sourcePort(), tcp.destinationPort());
            case UdpDatagram udp -> accepts(udp.sourcePort(), udp.destinationPort());
            case IcmpMessage icmp -> false;
            // SCTP, DCCP and UDP-Lite have their ports where TCP has them.
            case OtherPayload other ->
                other.data().length() >= 4
                        && accepts(
                                other.data().at(0) << 8 | other.data().at(1),
                                other.data().at(2) << 8 | other.data().at(3));
        };
    }

    private boolean accepts(int source, int destination) {
        boolean listed = switch (side) {
            case SOURCE -> lists(source);
            case DESTINATION -> lists(destination);
            case EITHER -> lists(source) || lists(destination);
        };
        return listed != inverted;
    }

    private boolean lists(int port) {
        for (PortRange range : ports) {
            if (range.contains(port)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        return PROTOCOLS_WITH_PORTS.contains(ruleProtocol);
    }

    @Override
    public String text() {
        return "-m multiport " + Texts.not(inverted) + "--" + side.text + " "
                + ports.stream().map(PortRange::toString).collect(Collectors.joining(","));
    }

    /** {@inheritDoc} The doubled blank before {@code !} without {@code -n} is the real program's. */
    @Override
    public String listing(boolean numeric) {
        return "multiport " + side.text + " " + (inverted ? numeric ? "!" : " !" : "")
                + ports.stream().map(range -> listed(range, numeric)).collect(Collectors.joining(","));
    }

    private String listed(PortRange range, boolean numeric) {
        return numeric
                ? range.toString()
                : range.first() == range.last()
                        ? ServiceNames.name(range.first(), protocol)
                        : ServiceNames.name(range.first(), protocol) + ":" + ServiceNames.name(range.last(), protocol);
    }
}
