package org.ringlab.netfilter.rules;

import java.util.Set;
import org.ringlab.netfilter.packet.UdpDatagram;

/**
 * {@code -m udp} (net/netfilter/xt_tcpudp.c, {@code udp_mt}).
 *
 * @param source {@code --sport}
 * @param destination {@code --dport}
 */
public record UdpMatch(PortTest source, PortTest destination) implements Match {
    @Override
    public boolean matches(PacketContext packet) {
        return !packet.laterFragment()
                && packet.packet().payload() instanceof UdpDatagram udp
                && source.accepts(udp.sourcePort())
                && destination.accepts(udp.destinationPort());
    }

    @Override
    public boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        return ruleProtocol == UdpDatagram.PROTOCOL;
    }

    @Override
    public String text() {
        return "-m udp" + source.text("--sport") + destination.text("--dport");
    }

    @Override
    public String listing(boolean numeric) {
        return "udp" + source.listing("spt", "udp", numeric) + destination.listing("dpt", "udp", numeric);
    }
}
