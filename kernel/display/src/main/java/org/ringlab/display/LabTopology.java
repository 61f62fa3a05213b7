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
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.Sysctls;

/** A lab's topology, ready to be drawn. */
public final class LabTopology {
    private LabTopology() {}

    /** The hosts of a lab with their interfaces as they are now. */
    public static Topology of(Lab lab) {
        List<Node> nodes = new ArrayList<>();
        for (String host : lab.hostNames()) {
            NetStack stack = lab.machine(host).stack();
            List<Port> ports = stack.interfaces().stream()
                    .filter(i -> !i.isLoopback())
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
                iface.segment().map(Segment::name).orElse(""),
                iface.addresses().stream().map(a -> a.prefix().toString()).toList(),
                iface.isUp());
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
