package org.ringlab.netfilter.stack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.UdpDatagram;

/** The tunnels whose ends are in a namespace; the interfaces themselves may have moved elsewhere. */
public final class Tunnels {
    private final List<IpTunnel> tunnels = new ArrayList<>();
    private final List<Vxlan> vxlans = new ArrayList<>();

    Tunnels() {}

    /** Tunnels of IP and GRE, in the order they came. */
    public List<IpTunnel> ipTunnels() {
        return Collections.unmodifiableList(tunnels);
    }

    /** VXLAN interfaces, in the order they came. */
    public List<Vxlan> vxlans() {
        return Collections.unmodifiableList(vxlans);
    }

    void add(IpTunnel tunnel) {
        tunnels.add(tunnel);
    }

    void add(Vxlan vxlan) {
        vxlans.add(vxlan);
    }

    void remove(Device gone) {
        tunnels.removeIf(t -> t == gone);
        vxlans.removeIf(v -> v == gone);
    }

    /**
     * Gives a packet to the tunnel that it is for. What comes to a tunnel's end from somebody else is swallowed.
     *
     * @return whether a tunnel took it
     */
    boolean deliver(Packet packet, OtherPayload payload, long packetId) {
        boolean taken = false;
        for (IpTunnel tunnel : tunnels) {
            IpTunnel.Config config = tunnel.config();
            if (config.mode().protocol() == payload.protocol() && config.endsAt(packet.destination())) {
                taken = true;
                if (tunnel.receive(packet, payload, packetId)) {
                    return true;
                }
            }
        }
        return taken;
    }

    /** The same for a datagram: an open VXLAN port swallows what is of no network known here. */
    boolean deliver(Packet packet, UdpDatagram datagram, long packetId) {
        boolean taken = false;
        for (Vxlan vxlan : vxlans) {
            if (vxlan.iface().isUp() && vxlan.config().port() == datagram.destinationPort()) {
                taken = true;
                if (vxlan.receive(packet, datagram, packetId)) {
                    return true;
                }
            }
        }
        return taken;
    }
}
