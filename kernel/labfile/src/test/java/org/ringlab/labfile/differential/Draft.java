package org.ringlab.labfile.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A lab that is being written: hosts with their cards and commands, services and steps, as a tree of plain values. */
final class Draft {
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Set<String> segments = new TreeSet<>();
    private final List<Map<String, Object>> services = new ArrayList<>();
    private final List<Map<String, Object>> steps = new ArrayList<>();

    /** A host, or a namespace inside of one. */
    static final class Host {
        private final String name;
        private final String prefix;
        private final Host machine;
        private final boolean forwards;
        private final Map<String, Map<String, Object>> cards = new LinkedHashMap<>();
        private final List<String> interfaces = new ArrayList<>();
        private final List<String> addresses = new ArrayList<>();
        private final List<String> setup = new ArrayList<>();

        private Host(String name, boolean forwards) {
            this.name = name;
            this.forwards = forwards;
            prefix = "";
            machine = this;
        }

        private Host(Host machine, String namespace) {
            name = machine.name + "/" + namespace;
            prefix = "ip netns exec " + namespace + " ";
            this.machine = machine;
            forwards = false;
        }

        String name() {
            return name;
        }

        boolean forwards() {
            return forwards;
        }

        /** Names of its interfaces beside {@code lo}. */
        List<String> interfaces() {
            return interfaces;
        }

        /** Its addresses, without prefix lengths. */
        List<String> addresses() {
            return addresses;
        }

        /** Whether it has a tunnel that the runner plays by a program, which then sends what the kernel would send. */
        boolean hasPlayedTunnel() {
            return machine.setup.stream().anyMatch(command -> command.contains("ip tunnel add"));
        }

        /** The machine whose commands these are. */
        Host machine() {
            return machine;
        }

        /** The command as it is typed on the machine. */
        String typed(String command) {
            return prefix + command;
        }

        Host card(String card, String segment, String... cidrs) {
            Map<String, Object> spec = new LinkedHashMap<>();
            spec.put("segment", segment);
            if (cidrs.length > 0) {
                spec.put("address", new ArrayList<>(List.of(cidrs)));
            }
            cards.put(card, spec);
            return knows(card, cidrs);
        }

        /** Notes an interface that a command makes, or addresses that one gives. */
        Host knows(String card, String... cidrs) {
            interfaces.add(card);
            for (String cidr : cidrs) {
                addresses.add(cidr.substring(0, cidr.indexOf('/')));
            }
            return this;
        }

        Host mtu(String card, int mtu) {
            cards.get(card).put("mtu", mtu);
            return this;
        }

        Host setup(String command) {
            machine.setup.add(typed(command));
            return this;
        }
    }

    Host host(String name, boolean forwards) {
        Host host = new Host(name, forwards);
        hosts.put(name, host);
        return host;
    }

    /** A namespace; the machine's setup must make it. */
    Host namespace(Host machine, String name) {
        Host inner = new Host(machine, name);
        hosts.put(inner.name(), inner);
        return inner;
    }

    List<Host> hosts() {
        return List.copyOf(hosts.values());
    }

    void service(Map<String, Object> service) {
        services.add(new LinkedHashMap<>(service));
    }

    void step(Map<String, Object> step) {
        steps.add(new LinkedHashMap<>(step));
    }

    Map<String, Object> tree(String name) {
        Map<String, Object> machines = new LinkedHashMap<>();
        for (Host host : hosts.values()) {
            host.cards.values().forEach(card -> segments.add(String.valueOf(card.get("segment"))));
            if (host.machine == host) {
                Map<String, Object> spec = new LinkedHashMap<>();
                spec.put("forwarding", host.forwards);
                spec.put("interfaces", new LinkedHashMap<>(host.cards));
                spec.put("setup", new ArrayList<>(host.setup));
                machines.put(host.name, spec);
            }
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", name);
        // Cards come in this order, whatever the order of hosts; their numbers decide some choices of addresses.
        tree.put("segments", new ArrayList<>(segments));
        tree.put("hosts", machines);
        tree.put("services", new ArrayList<>(services));
        tree.put("probes", new ArrayList<>(steps));
        return tree;
    }
}
