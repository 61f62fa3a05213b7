package org.ringlab.host.container;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.stack.Sysctls;

/**
 * The network {@code ingress} of a swarm: one layer 2 over all nodes by VXLAN (libnetwork, drivers/overlay, in host mode), and
 * on each node a namespace {@code ingress_sbox} that hands what comes to a published port to one of the tasks. The kernel's
 * IPVS isn't simulated: rules with the same chances stand in its place.
 */
final class SwarmNetwork {
    private static final int VNI = 4096;
    private static final int DATA_PORT = 4789;
    private static final String BRIDGE = "ov-001000-";
    private static final String TUNNEL = "vx-001000-";
    private static final String GATEWAY_BRIDGE = "docker_gwbridge";
    private static final String BOX = "ingress_sbox";
    private static final Ipv4Prefix SUBNET = Ipv4Prefix.of("10.255.0.0/16");
    private static final String CHAIN = "DOCKER-INGRESS";

    private int taken = 1;

    /** An address that nobody had before; after 65,000 it begins anew. */
    Ipv4Address take() {
        taken = taken % 65_000 + 1;
        return new Ipv4Address(SUBNET.network().address().bits() + taken);
    }

    private static String id() {
        return Digest.hex("network ingress");
    }

    private static String part() {
        return id().substring(0, 5);
    }

    /** A node's bridges, tunnel and namespace, made where they are missing. */
    void raise(SwarmNode node, List<SwarmNode> all) {
        Machine host = node.machine();
        Overlay.on(
                host,
                BRIDGE + part(),
                TUNNEL + part(),
                VNI,
                DATA_PORT,
                node.address(),
                all.stream().map(SwarmNode::address).toList());
        if (node.ingress().isPresent()) {
            return;
        }
        DockerNetworks networks = host.docker().networks();
        DockerNetwork gateway = networks.find(GATEWAY_BRIDGE).orElseGet(() -> networks.gateway(GATEWAY_BRIDGE));
        Ipv4Address first = new Ipv4Address(SUBNET.network().address().bits() + 1);
        DockerNetwork ingress = new DockerNetwork(host, id(), "ingress", BRIDGE + part(), SUBNET, first, true);
        Machine box =
                host.addNamespace(BOX, host.processes().init().memberships().user());
        box.stack().setUp(box.stack().loopback(), true);
        box.stack().sysctls().set(Sysctls.IP_FORWARD, 1);
        ingress.plug(box, "veth" + Digest.hex("box " + node.id()).substring(0, 7), "eth0", take(), false);
        narrow(box, "eth0");
        gateway.plug(box, "gateway_ingress", "eth1", boxAddress(gateway), false);
        Routes.add(box.stack(), Ipv4Prefix.ALL, gateway.gateway(), "eth1");
        networks.adopt(ingress);
        HostRules rules = new HostRules(host);
        for (String table : List.of("nat", "filter")) {
            rules.chain(table, CHAIN);
        }
        rules.first("nat", "PREROUTING -m addrtype --dst-type LOCAL -j " + CHAIN);
        rules.first("nat", "OUTPUT -m addrtype --dst-type LOCAL -j " + CHAIN);
        rules.first("nat", "POSTROUTING -o " + GATEWAY_BRIDGE + " -m addrtype --src-type LOCAL -j MASQUERADE");
        rules.first("filter", "FORWARD -i " + BRIDGE + part() + " -o " + BRIDGE + part() + " -j ACCEPT");
        rules.first("filter", "FORWARD -j " + CHAIN);
        node.raised(ingress, box);
    }

    /** The second address of the node's own network is its namespace's. */
    private static Ipv4Address boxAddress(DockerNetwork gateway) {
        return gateway.reserve(new Ipv4Address(gateway.gateway().bits() + 1));
    }

    /** What travels in a VXLAN has 50 bytes less. */
    private static void narrow(Machine net, String card) {
        net.stack().findInterface(card).ifPresent(i -> net.stack().setMtu(i, 1450));
    }

    /** A node's part goes. */
    void fell(SwarmNode node) {
        Machine host = node.machine();
        if (node.ingress().isEmpty()) {
            return;
        }
        HostRules rules = new HostRules(host);
        rules.remove("nat", "PREROUTING -m addrtype --dst-type LOCAL -j " + CHAIN);
        rules.remove("nat", "OUTPUT -m addrtype --dst-type LOCAL -j " + CHAIN);
        rules.remove("filter", "FORWARD -j " + CHAIN);
        rules.remove("filter", "FORWARD -i " + BRIDGE + part() + " -o " + BRIDGE + part() + " -j ACCEPT");
        rules.dropChain("nat", CHAIN);
        rules.dropChain("filter", CHAIN);
        Machine box = node.sandbox();
        List.copyOf(box.stack().interfaces()).stream()
                .filter(i -> !i.isLoopback())
                .forEach(box.stack().links()::remove);
        host.removeNamespace(BOX);
        for (String name : List.of(TUNNEL + part(), BRIDGE + part())) {
            host.stack().findInterface(name).ifPresent(host.stack().links()::remove);
        }
        host.docker().networks().disown("ingress");
        node.felled();
    }

    /** A task's two cables: eth0 to the swarm, eth1 to the rest of the world. */
    void plug(DockerEngine engine, Container container, DockerNetwork ingress, Ipv4Address address)
            throws DockerException {
        Machine net = container.sandbox().orElseThrow().net();
        engine.networking().plug(container, ingress, net, "eth0", Optional.of(address));
        narrow(net, "eth0");
        Optional<DockerNetwork> gateway = engine.networks().find(GATEWAY_BRIDGE);
        if (gateway.isPresent()) {
            engine.networking().plug(container, gateway.get(), net, "eth1", Optional.empty());
            container.addresses().remove(gateway.get());
            Routes.add(net.stack(), Ipv4Prefix.ALL, gateway.get().gateway(), "eth1");
        }
    }

    /** Published ports: on the node to its {@code ingress_sbox}, and there to a task, each with the same chance. */
    void writeRules(SwarmNode node, Collection<SwarmService> services, List<SwarmTask> tasks) {
        Optional<DockerNetwork> gateway = node.machine().docker().networks().find(GATEWAY_BRIDGE);
        if (node.ingress().isEmpty() || gateway.isEmpty()) {
            return;
        }
        String box = new Ipv4Address(gateway.get().gateway().bits() + 1).toString();
        StringBuilder nat = new StringBuilder("*nat\n:" + CHAIN + " - [0:0]\n");
        StringBuilder filter = new StringBuilder("*filter\n:" + CHAIN + " - [0:0]\n");
        StringBuilder inside = new StringBuilder("*nat\n:PREROUTING ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\n");
        for (SwarmService service : services) {
            List<String> addresses = tasks.stream()
                    .filter(t -> t.service() == service && t.isWanted())
                    .flatMap(t -> t.address().stream())
                    .map(Ipv4Address::toString)
                    .toList();
            for (PortMapping port : service.ports()) {
                String match = "-p " + port.protocol() + " -m " + port.protocol() + " ";
                String outer = String.valueOf(port.hostPort());
                nat.append("-A " + CHAIN + " " + match + "--dport " + outer + " -j DNAT --to-destination " + box + ":"
                        + outer + "\n");
                filter.append("-A " + CHAIN + " " + match + "--dport " + outer + " -j ACCEPT\n");
                filter.append("-A " + CHAIN + " -m state --state RELATED,ESTABLISHED " + match + "--sport " + outer
                        + " -j ACCEPT\n");
                for (int i = 0; i < addresses.size(); i++) {
                    int left = addresses.size() - i;
                    String chance = left == 1
                            ? ""
                            : String.format(Locale.ROOT, "-m statistic --mode random --probability %.10f ", 1.0 / left);
                    inside.append("-A PREROUTING -i eth1 " + match + "--dport " + outer + " " + chance
                            + "-j DNAT --to-destination " + addresses.get(i) + ":" + port.containerPort() + "\n");
                }
            }
        }
        inside.append("-A POSTROUTING -d " + SUBNET + " -o eth0 -j MASQUERADE\nCOMMIT\n");
        nat.append("-A " + CHAIN + " -j RETURN\nCOMMIT\n");
        filter.append("-A " + CHAIN + " -j RETURN\nCOMMIT\n");
        String whole = nat.toString() + filter + inside;
        if (!whole.equals(node.written)) {
            HostRules host = new HostRules(node.machine());
            host.restore(nat.toString());
            host.restore(filter.toString());
            new HostRules(node.sandbox()).replace(inside.toString());
            node.written = whole;
        }
    }
}
