package org.ringlab.netfilter.stack;

import java.util.List;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.event.PacketEvent.RouteDecision;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.PacketKind;

/**
 * Shows the IPv4 packets that pass a bridge to iptables, as if they were routed from the bridge's interface to itself
 * (net/bridge/br_netfilter_hooks.c). Only while {@code net.bridge.bridge-nf-call-iptables} is 1.
 */
final class BridgeNetfilter {
    private final Bridge bridge;

    BridgeNetfilter(Bridge bridge) {
        this.bridge = bridge;
    }

    private NetStack stack() {
        return bridge.iface().stack();
    }

    boolean isOn() {
        return stack().sysctls().bridgesCallIptables();
    }

    /** {@code br_nf_pre_routing}: what passes goes on through the bridge. */
    void receive(BridgePort in, Frame frame, Frame.Ip content) {
        Skb skb = new Skb(stack(), content.packetId(), content.packet());
        skb.setIn(bridge.iface());
        skb.setFrame(frame.source(), frame.destination().isGroup() ? kindOfGroup(frame) : PacketKind.HOST);
        skb.setBridged(new Skb.Bridged(in.iface(), null, frame.source(), frame.destination()));
        PacketPath path = stack().path();
        if (stack().tracks() && !path.whole(skb)) {
            return;
        }
        Ipv4Address before = skb.packet().destination();
        if (!path.pass(Hook.PREROUTING, skb)) {
            return;
        }
        if (skb.packet().destination().equals(before)) {
            bridge.pass(in, frame.withPacket(skb.packet()), skb);
        } else {
            redirected(in, frame.withPacket(skb.packet()), skb);
        }
    }

    private static PacketKind kindOfGroup(Frame frame) {
        return frame.destination().equals(MacAddress.BROADCAST) ? PacketKind.BROADCAST : PacketKind.MULTICAST;
    }

    /** DNAT gave it another destination: on the same bridge, or by way of the host ({@code br_nf_pre_routing_finish}). */
    private void redirected(BridgePort in, Frame frame, Skb skb) {
        RouteLookup route = stack().path().routes().lookup(skb);
        boolean local = route.decision() == RouteDecision.LOCAL;
        if (!local && !stack().sysctls().forwards(bridge.iface())) {
            stack().path().drop(skb, DropReason.NOT_FORWARDING, "translated, and " + Sysctls.IP_FORWARD + " is 0");
        } else if (route.decision() == RouteDecision.UNICAST && route.iface() == bridge.iface()) {
            stack().neighbours()
                    .resolve(
                            skb,
                            bridge.iface(),
                            route.nextHop(),
                            mac -> bridge.pass(in, frame.withDestination(mac), skb));
        } else {
            bridge.pass(in, frame.withDestination(bridge.iface().mac()), skb);
        }
    }

    /** {@code br_nf_forward} and {@code br_nf_post_routing}: what passes leaves by the port. */
    void forward(BridgePort out, Frame frame, Skb received) {
        Skb skb = received.copy();
        skb.setOut(bridge.iface());
        skb.setBridgedOut(out.iface());
        PacketPath path = stack().path();
        if (!path.pass(Hook.FORWARD, skb) || !path.pass(Hook.POSTROUTING, skb)) {
            return;
        }
        Packet packet = skb.packet();
        if (received.fragmentSize() == 0) {
            bridge.send(out, frame.withPacket(packet));
            return;
        }
        // What came in pieces leaves in pieces that are no larger.
        int size = Math.min(received.fragmentSize(), out.iface().mtu());
        List<Packet> pieces = Reassembly.split(packet, size, skb.id());
        stack().tell(new PacketEvent.Fragmented(
                stack().nanos(), stack().name(), skb.id(), out.iface().name(), size, pieces));
        pieces.forEach(piece -> bridge.send(out, frame.withPacket(piece)));
    }
}
