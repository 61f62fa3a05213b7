package org.ringlab.host.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.dhcp.DnsProxy;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.TcpListener;

/** How containers are connected (libnetwork): namespace, interfaces, published ports, and the names that they find each other by. */
public final class ContainerNetworking {
    private static final int FIRST_RANDOM_PORT = 32_768;

    private final Machine host;
    private final DockerEngine engine;
    private final DockerNetworks networks;
    private int randomPorts;

    ContainerNetworking(Machine host, DockerEngine engine) {
        this.host = host;
        this.engine = engine;
        networks = engine.networks();
    }

    /** Random ports go on behind those of the daemon before. */
    void goOnFrom(ContainerNetworking before) {
        randomPorts = before.randomPorts;
    }

    /** The network namespace it will be in. */
    Machine namespace(Container container) throws DockerException {
        String network = container.spec().network();
        if (network.equals("host")) {
            return host;
        }
        if (network.startsWith("container:")) {
            Container other = engine.get(network.substring("container:".length()));
            return other.sandbox()
                    .map(Sandbox::net)
                    .orElseThrow(
                            () -> new DockerException("cannot join network of a non running container: " + other.id()));
        }
        if (!network.equals("none") && networks.find(network).isEmpty()) {
            throw new DockerException("network " + network + " not found");
        }
        Machine made = host.unnamedNamespace(
                container.name(), host.processes().init().memberships().user());
        made.stack().setUp(made.stack().loopback(), true);
        return made;
    }

    void connect(Container container, Machine net) throws DockerException {
        Optional<DockerNetwork> network = networks.find(container.spec().network());
        if (network.isEmpty() || net == host) {
            return;
        }
        Ipv4Address address = plug(
                container,
                network.get(),
                net,
                "eth0",
                Ipv4Address.parse(container.spec().address()));
        for (PortMapping asked : wanted(container)) {
            publish(container, network.get(), asked, address);
        }
        if (!network.get().name().equals("bridge")) {
            DnsProxy names = new DnsProxy(net.stack(), () -> names(network.get()), this::upstream);
            names.start(Optional.of(net.stack().loopback()));
            container.atStop().add(names::stop);
        }
    }

    /** Connects a running container to a network by one more interface. */
    public Ipv4Address plug(
            Container container, DockerNetwork network, Machine net, String inner, Optional<Ipv4Address> wanted)
            throws DockerException {
        Ipv4Address address = network.take(container, wanted)
                .orElseThrow(() -> new DockerException(
                        wanted.isPresent()
                                ? "Address already in use"
                                : "no available IPv4 addresses on this network's address pools: " + network.name()
                                        + " (" + network.id() + ")"));
        String outer = "veth"
                + Digest.hex("veth " + container.id() + inner
                                + host.stack().network().clock().nanos())
                        .substring(0, 7);
        network.plug(net, outer, inner, address, inner.equals("eth0"));
        container.addresses().put(network, address);
        container.atStop().add(() -> {
            network.release(container);
            host.stack().findInterface(outer).ifPresent(host.stack().links()::remove);
        });
        return address;
    }

    private static List<PortMapping> wanted(Container container) {
        List<PortMapping> ports = new ArrayList<>(container.spec().ports());
        int own = container.image().port();
        if (container.spec().publishAll() && own > 0 && ports.stream().noneMatch(p -> p.containerPort() == own)) {
            ports.add(new PortMapping("0.0.0.0", 0, own, "tcp"));
        }
        return ports;
    }

    private void publish(Container container, DockerNetwork network, PortMapping asked, Ipv4Address inside)
            throws DockerException {
        PortMapping port = asked.hostPort() == 0 ? asked.at(FIRST_RANDOM_PORT + randomPorts++) : asked;
        String failed = "driver failed programming external connectivity on endpoint " + container.name() + " ("
                + Digest.hex("endpoint " + container.id()) + "): ";
        boolean allocated = engine.containers().stream()
                .flatMap(c -> c.published().stream())
                .anyMatch(p -> p.hostPort() == port.hostPort() && p.protocol().equals(port.protocol()));
        if (allocated) {
            throw new DockerException(failed + "Bind for " + port.address() + ":" + port.hostPort()
                    + " failed: port is already allocated");
        }
        if (port.protocol().equals("tcp")) {
            TcpListener proxy = DockerProxy.listen(host.stack(), port, inside)
                    .orElseThrow(() -> new DockerException(failed + "Error starting userland proxy: listen tcp "
                            + port.address() + ":" + port.hostPort() + ": bind: address already in use"));
            container.atStop().add(proxy::close);
        }
        container.published().add(port);
        networks.publish(network, port, inside);
        container.atStop().add(() -> networks.withdraw(network, port, inside));
    }

    /** On networks of one's own containers find each other by name, as Docker's server at 127.0.0.11 knows them. */
    private static Map<String, Ipv4Address> names(DockerNetwork network) {
        Map<String, Ipv4Address> names = new LinkedHashMap<>();
        network.endpoints().forEach((address, container) -> {
            names.put(container.name(), address);
            names.put(container.shortId(), address);
            container.spec().aliases().forEach(alias -> names.putIfAbsent(alias, address));
        });
        return names;
    }

    private List<Ipv4Address> upstream() {
        return resolvers()
                .lines()
                .filter(line -> line.startsWith("nameserver "))
                .flatMap(line -> Ipv4Address.parse(line.substring(11).strip()).stream())
                .toList();
    }

    void writeNames(Container container, String hostname) {
        Sandbox sandbox = container.sandbox().orElseThrow();
        StringBuilder hosts = new StringBuilder("127.0.0.1\tlocalhost\n");
        container
                .addresses()
                .values()
                .forEach(a -> hosts.append(a).append('\t').append(hostname).append('\n'));
        boolean own =
                container.addresses().keySet().stream().anyMatch(n -> !n.name().equals("bridge"));
        sandbox.files().install("/etc/hosts", hosts.toString());
        sandbox.files().install("/etc/hostname", hostname + "\n");
        sandbox.files().install("/etc/resolv.conf", own ? "nameserver 127.0.0.11\noptions ndots:0\n" : resolvers());
    }

    private String resolvers() {
        try {
            return host.files().read("/etc/resolv.conf");
        } catch (FileException e) {
            return "";
        }
    }

    /** Whether an interface name is free in a container's namespace: the next {@code ethN}. */
    public static String nextInterface(NetStack stack) {
        return stack.links().freeName("eth");
    }
}
