package org.ringlab.display;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.display.Topology.Node;
import org.ringlab.display.Topology.Port;
import org.ringlab.host.HostSpec;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/** A lab's topology, ready to be drawn. */
public final class LabTopology {
    private LabTopology() {}

    /** The hosts of a lab with their interfaces. */
    public static Topology of(Lab lab) {
        return of(lab.spec());
    }

    /** The hosts of a lab as it boots. */
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
