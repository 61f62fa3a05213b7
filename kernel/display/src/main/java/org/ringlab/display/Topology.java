package org.ringlab.display;

import java.util.List;
import java.util.Optional;

/**
 * What a drawing of a lab shows, as plain values: hosts with their interfaces, and the segments that join them.
 *
 * @param hosts in the order of the lab file
 */
public record Topology(List<Node> hosts) {
    /** Keeps a copy of the list. */
    public Topology {
        hosts = List.copyOf(hosts);
    }

    /**
     * A host.
     *
     * @param name its name in the lab
     * @param forwarding whether {@code net.ipv4.ip_forward} is 1
     * @param ports its interfaces, loopback left out
     */
    public record Node(String name, boolean forwarding, List<Port> ports) {
        /** Keeps a copy of the list. */
        public Node {
            ports = List.copyOf(ports);
        }

        /** The interface of that name. */
        public Optional<Port> port(String portName) {
            return ports.stream().filter(p -> p.name().equals(portName)).findFirst();
        }
    }

    /**
     * An interface.
     *
     * @param name {@code eth0}
     * @param segment the segment it is plugged into; empty where none
     * @param addresses with prefix lengths, the primary one first
     * @param up whether it is up
     */
    public record Port(String name, String segment, List<String> addresses, boolean up) {
        /** Keeps a copy of the list. */
        public Port {
            addresses = List.copyOf(addresses);
        }
    }

    /** The host of that name. */
    public Optional<Node> host(String name) {
        return hosts.stream().filter(h -> h.name().equals(name)).findFirst();
    }

    /** The names of all segments, in the order interfaces name them. */
    public List<String> segments() {
        return hosts.stream()
                .flatMap(h -> h.ports().stream())
                .map(Port::segment)
                .filter(s -> !s.isEmpty())
                .distinct()
                .toList();
    }
}
