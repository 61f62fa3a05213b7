package org.ringlab.host.container;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/** The bridge networks of a Docker host, and the rules Docker 18.09 adds for them (libnetwork, drivers/bridge). */
public final class DockerNetworks {
    private static final String STAGE_1 = "DOCKER-ISOLATION-STAGE-1";
    private static final String STAGE_2 = "DOCKER-ISOLATION-STAGE-2";

    private final Machine host;
    private final HostRules rules;
    private final List<DockerNetwork> all = new ArrayList<>();
    private final List<DockerNetwork> overlays = new ArrayList<>();
    private int made;

    DockerNetworks(Machine host) {
        this.host = host;
        rules = new HostRules(host);
    }

    /** Networks that a daemon before this one made. */
    void takeOver(DockerNetworks before) {
        before.all.forEach(n -> all.add(
                new DockerNetwork(host, n.id(), n.name(), n.bridge(), n.subnet(), n.gateway(), n.isInternal())));
        made = before.made;
    }

    /** All bridge networks, oldest first; {@code host} and {@code none} are no bridges. */
    public List<DockerNetwork> all() {
        return Collections.unmodifiableList(all);
    }

    /** Networks of a swarm that this host takes part in. */
    public List<DockerNetwork> overlays() {
        return Collections.unmodifiableList(overlays);
    }

    /** The host's part of a swarm's network; the swarm looks after it. */
    void adopt(DockerNetwork network) {
        overlays.add(network);
    }

    /** A swarm's network is here no more. */
    void disown(String name) {
        overlays.removeIf(n -> n.name().equals(name));
    }

    /** The bridge by which the containers of a swarm reach the world, made at once. */
    DockerNetwork gateway(String bridge) {
        Ipv4Prefix pool = freePool().orElse(Ipv4Prefix.of("172.18.0.0/16"));
        DockerNetwork network = new DockerNetwork(host, newId(), bridge, bridge, pool, first(pool), false);
        all.add(network);
        raise(network);
        return network;
    }

    /** The one of that name, or whose identifier begins so. */
    public Optional<DockerNetwork> find(String word) {
        return all.stream()
                .filter(n -> n.name().equals(word))
                .findFirst()
                .or(() -> all.stream()
                        .filter(n -> word.length() > 1 && n.id().startsWith(word))
                        .findFirst());
    }

    /** The daemon starts: chains first, then each network. */
    void raise() {
        for (String chain : List.of("DOCKER", STAGE_1, STAGE_2)) {
            rules.chain("filter", chain);
        }
        rules.keepChain("filter", "DOCKER-USER");
        rules.chain("nat", "DOCKER");
        rules.append("filter", STAGE_1 + " -j RETURN");
        rules.append("filter", STAGE_2 + " -j RETURN");
        rules.append("filter", "DOCKER-USER -j RETURN");
        rules.append("nat", "PREROUTING -m addrtype --dst-type LOCAL -j DOCKER");
        rules.append("nat", "OUTPUT -m addrtype --dst-type LOCAL ! -d 127.0.0.0/8 -j DOCKER");
        rules.run("-P FORWARD DROP");
        if (all.isEmpty()) {
            Ipv4Prefix pool = freePool().orElse(Ipv4Prefix.of("172.17.0.0/16"));
            all.add(new DockerNetwork(host, newId(), "bridge", "docker0", pool, first(pool), false));
        }
        all.forEach(this::raise);
    }

    private String newId() {
        return Digest.hex("network " + host.hostName() + " " + made++);
    }

    private static Ipv4Address first(Ipv4Prefix pool) {
        return new Ipv4Address(pool.network().address().bits() + 1);
    }

    private void raise(DockerNetwork network) {
        if (host.stack().findInterface(network.bridge()).isEmpty()) {
            network.raise();
        }
        String bridge = network.bridge();
        if (network.isInternal()) {
            rules.first("filter", STAGE_1 + " ! -s " + network.subnet() + " -o " + bridge + " -j DROP");
            rules.first("filter", STAGE_1 + " ! -d " + network.subnet() + " -i " + bridge + " -j DROP");
            rules.first("filter", "FORWARD -i " + bridge + " -o " + bridge + " -j ACCEPT");
        } else {
            rules.first("nat", "POSTROUTING -s " + network.subnet() + " ! -o " + bridge + " -j MASQUERADE");
            rules.first("nat", "DOCKER -i " + bridge + " -j RETURN");
            forward(network).reversed().forEach(rule -> rules.first("filter", rule));
            rules.first("filter", STAGE_1 + " -i " + bridge + " ! -o " + bridge + " -j " + STAGE_2);
            rules.first("filter", STAGE_2 + " -o " + bridge + " -j DROP");
        }
        rules.first("filter", "FORWARD -j " + STAGE_1);
        rules.first("filter", "FORWARD -j DOCKER-USER");
    }

    /** What FORWARD holds for a network, from top to bottom. */
    private static List<String> forward(DockerNetwork network) {
        String bridge = network.bridge();
        return List.of(
                "FORWARD -o " + bridge + " -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
                "FORWARD -o " + bridge + " -j DOCKER",
                "FORWARD -i " + bridge + " ! -o " + bridge + " -j ACCEPT",
                "FORWARD -i " + bridge + " -o " + bridge + " -j ACCEPT");
    }

    private void fell(DockerNetwork network) {
        String bridge = network.bridge();
        rules.remove("nat", "POSTROUTING -s " + network.subnet() + " ! -o " + bridge + " -j MASQUERADE");
        rules.remove("nat", "DOCKER -i " + bridge + " -j RETURN");
        forward(network).forEach(rule -> rules.remove("filter", rule));
        rules.remove("filter", STAGE_1 + " -i " + bridge + " ! -o " + bridge + " -j " + STAGE_2);
        rules.remove("filter", STAGE_2 + " -o " + bridge + " -j DROP");
        rules.remove("filter", STAGE_1 + " ! -s " + network.subnet() + " -o " + bridge + " -j DROP");
        rules.remove("filter", STAGE_1 + " ! -d " + network.subnet() + " -i " + bridge + " -j DROP");
        network.fell();
    }

    /** {@code docker network create}. */
    public DockerNetwork create(
            String name, Optional<Ipv4Prefix> subnet, Optional<Ipv4Address> gateway, boolean internal)
            throws DockerException {
        if (all.stream().anyMatch(n -> n.name().equals(name)) || name.equals("host") || name.equals("none")) {
            throw new DockerException("network with name " + name + " already exists");
        }
        if (subnet.isPresent() && all.stream().anyMatch(n -> overlap(n.subnet(), subnet.get()))) {
            throw new DockerException("Pool overlaps with other one on this address space");
        }
        Ipv4Prefix pool = subnet.map(Ipv4Prefix::network)
                .or(this::freePool)
                .orElseThrow(() ->
                        new DockerException("could not find an available, non-overlapping IPv4 address pool among the"
                                + " defaults to assign to the network"));
        if (gateway.isPresent() && !pool.contains(gateway.get())) {
            throw new DockerException("no matching subnet for gateway " + gateway.get());
        }
        String id = newId();
        DockerNetwork network = new DockerNetwork(
                host, id, name, "br-" + id.substring(0, 12), pool, gateway.orElse(first(pool)), internal);
        all.add(network);
        raise(network);
        return network;
    }

    /** {@code docker network rm}. */
    public void remove(DockerNetwork network) throws DockerException {
        if (network.name().equals("bridge")) {
            throw new DockerException("bridge is a pre-defined network and cannot be removed");
        }
        if (!network.endpoints().isEmpty()) {
            throw new DockerException("error while removing network: network " + network.name() + " id " + network.id()
                    + " has active endpoints");
        }
        fell(network);
        all.remove(network);
    }

    /** The first of Docker's pools that no network and no route of the host uses. */
    private Optional<Ipv4Prefix> freePool() {
        List<Ipv4Prefix> pools = new ArrayList<>();
        for (int i = 17; i < 32; i++) {
            pools.add(Ipv4Prefix.of("172." + i + ".0.0/16"));
        }
        for (int i = 0; i < 256; i += 16) {
            pools.add(Ipv4Prefix.of("192.168." + i + ".0/20"));
        }
        return pools.stream()
                .filter(pool -> all.stream().noneMatch(n -> overlap(n.subnet(), pool)))
                .filter(pool -> host.stack().routing().main().rows().stream()
                        .noneMatch(r -> r.destination().length() > 0 && overlap(r.destination(), pool)))
                .findFirst();
    }

    private static boolean overlap(Ipv4Prefix a, Ipv4Prefix b) {
        return a.network().contains(b.address()) || b.network().contains(a.address());
    }

    /** The rules of a published port. */
    void publish(DockerNetwork network, PortMapping port, Ipv4Address inside) {
        published(network, port, inside).forEach(r -> rules.append(r.table(), r.text()));
    }

    /** Takes them away. */
    void withdraw(DockerNetwork network, PortMapping port, Ipv4Address inside) {
        published(network, port, inside).forEach(r -> rules.remove(r.table(), r.text()));
    }

    private record TableRule(String table, String text) {}

    private static List<TableRule> published(DockerNetwork network, PortMapping port, Ipv4Address inside) {
        String proto = "-p " + port.protocol() + " -m " + port.protocol() + " --dport ";
        String at = port.address().equals("0.0.0.0") ? "" : " -d " + port.address() + "/32";
        return List.of(
                new TableRule(
                        "nat",
                        "DOCKER" + at + " ! -i " + network.bridge() + " " + proto + port.hostPort()
                                + " -j DNAT --to-destination " + inside + ":" + port.containerPort()),
                new TableRule(
                        "filter",
                        "DOCKER -d " + inside + "/32 ! -i " + network.bridge() + " -o " + network.bridge() + " " + proto
                                + port.containerPort() + " -j ACCEPT"),
                new TableRule(
                        "nat",
                        "POSTROUTING -s " + inside + "/32 -d " + inside + "/32 " + proto + port.containerPort()
                                + " -j MASQUERADE"));
    }
}
