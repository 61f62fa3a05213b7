package org.ringlab.display;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.display.Topology.Node;
import org.ringlab.display.Topology.Port;
import org.ringlab.host.HostSpec;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.netfilter.link.Segment;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.Dummy;
import org.ringlab.netfilter.stack.EthernetCard;
import org.ringlab.netfilter.stack.GuestCard;
import org.ringlab.netfilter.stack.IpTunnel;
import org.ringlab.netfilter.stack.Loopback;
import org.ringlab.netfilter.stack.Macvlan;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.OvsInternal;
import org.ringlab.netfilter.stack.OvsPort;
import org.ringlab.netfilter.stack.Sysctls;
import org.ringlab.netfilter.stack.Tap;
import org.ringlab.netfilter.stack.Tun;
import org.ringlab.netfilter.stack.Veth;
import org.ringlab.netfilter.stack.Vlan;
import org.ringlab.netfilter.stack.Vxlan;

/** A lab's topology, ready to be drawn. */
public final class LabTopology {
    private LabTopology() {}

    /** The hosts of a lab with their interfaces as they are now. */
    public static Topology of(Lab lab) {
        List<Node> nodes = new ArrayList<>();
        for (String host : lab.hostNames()) {
            NetStack stack = lab.machine(host).stack();
            List<Port> ports = stack.interfaces().stream()
                    .filter(i -> !i.isLoopback() && !isInsideBridge(i))
                    .map(LabTopology::port)
                    .toList();
            boolean forwarding = stack.sysctls().get(Sysctls.IP_FORWARD).orElse(0) != 0;
            nodes.add(new Node(host, forwarding, ports));
        }
        return new Topology(nodes);
    }

    private static Port port(NetInterface iface) {
        return new Port(
                iface.name(),
                segment(iface),
                iface.addresses().stream().map(a -> a.prefix().toString()).toList(),
                iface.isUp());
    }

    /** A bridge's ports are drawn as the bridge, except a card, by which it reaches outside. */
    private static boolean isInsideBridge(NetInterface iface) {
        return (iface.port().isPresent() || iface.ovsPort().isPresent() && !(iface.device() instanceof OvsInternal))
                && !(iface.device() instanceof EthernetCard);
    }

    /** What joins it to others: its segment, a bridge of its host, a cable's other end; empty where nothing does. */
    private static String segment(NetInterface iface) {
        return switch (iface.device()) {
            case EthernetCard card -> card.segment().name();
            case Bridge bridge -> segment(bridge);
            case Veth veth ->
                veth.peer()
                        .ovsPort()
                        .map(port -> ovs(veth.peer(), port))
                        .or(() -> veth.peer().port().map(port -> segment(port.bridge())))
                        .orElseGet(() -> cable(iface, veth.peer()));
            case Vxlan vxlan -> "";
            case IpTunnel tunnel -> "";
            case Dummy dummy -> "";
            case Tap tap -> "";
            case GuestCard card ->
                card.tap()
                        .flatMap(tap -> tap.iface().port())
                        .map(port -> segment(port.bridge()))
                        .orElse("");
            case Vlan vlan -> segment(vlan.lower());
            case Macvlan macvlan -> segment(macvlan.lower());
            case Tun tun -> "";
            case OvsInternal internal -> iface.ovsPort().map(p -> ovs(iface, p)).orElse("");
            case Loopback lo -> "";
        };
    }

    /** A switch of Open vSwitch joins what is plugged into it, as a bridge does. */
    private static String ovs(NetInterface iface, OvsPort port) {
        return port.bridge().ports().stream()
                .flatMap(p -> p.iface().stream())
                .flatMap(i -> i.segment().stream())
                .map(Segment::name)
                .findFirst()
                .orElse(iface.stack().name() + " " + port.bridge().name());
    }

    /** A bridge with a card in it is one with the card's segment. */
    private static String segment(Bridge bridge) {
        return bridge.ports().stream()
                .flatMap(p -> p.iface().segment().stream())
                .map(Segment::name)
                .findFirst()
                .orElse(bridge.iface().stack().name() + " " + bridge.iface().name());
    }

    /** Both ends of a cable know it by the same name. */
    private static String cable(NetInterface one, NetInterface other) {
        String a = one.stack().name() + " " + one.name();
        String b = other.stack().name() + " " + other.name();
        return a.compareTo(b) < 0 ? a + " – " + b : b + " – " + a;
    }

    /** The hosts of a lab as written, before their setup. */
    public static Topology of(LabSpec spec) {
        List<Node> nodes = new ArrayList<>();
        for (HostSpec host : spec.hosts()) {
            List<Port> ports = host.interfaces().stream()
                    .map(i -> new Port(
                            i.name(),
                            i.segment(),
                            i.addresses().stream().map(Ipv4Prefix::toString).toList(),
                            i.up()))
                    .toList();
            nodes.add(new Node(host.name(), host.forwarding(), ports));
        }
        return new Topology(nodes);
    }
}
