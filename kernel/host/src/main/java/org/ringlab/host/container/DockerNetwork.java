package org.ringlab.host.container;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;

/** A network of the driver {@code bridge}: a bridge of the host with an address, and the addresses it gives away. */
public final class DockerNetwork {
    private final Machine host;
    private final String id;
    private final String name;
    private final String bridge;
    private final Ipv4Prefix subnet;
    private final Ipv4Address gateway;
    private final boolean internal;
    private final Map<Ipv4Address, Container> taken = new LinkedHashMap<>();
    private final Set<Ipv4Address> reserved = new HashSet<>();

    DockerNetwork(
            Machine host,
            String id,
            String name,
            String bridge,
            Ipv4Prefix subnet,
            Ipv4Address gateway,
            boolean internal) {
        this.host = host;
        this.id = id;
        this.name = name;
        this.bridge = bridge;
        this.subnet = subnet;
        this.gateway = gateway;
        this.internal = internal;
    }

    /** Its identifier. */
    public String id() {
        return id;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The bridge's name. */
    public String bridge() {
        return bridge;
    }

    /** Its addresses. */
    public Ipv4Prefix subnet() {
        return subnet;
    }

    /** The bridge's own address, which containers use as their gateway. */
    public Ipv4Address gateway() {
        return gateway;
    }

    /** Whether nothing leads out of it ({@code --internal}). */
    public boolean isInternal() {
        return internal;
    }

    /** Who has which address. */
    public Map<Ipv4Address, Container> endpoints() {
        return new LinkedHashMap<>(taken);
    }

    /** Makes the bridge. */
    void raise() {
        long digits = Long.parseLong("0242" + Digest.hex("mac " + id).substring(0, 8), 16);
        Cables.bridge(host, bridge, new Ipv4Prefix(gateway, subnet.length()), new MacAddress(digits));
    }

    /** Takes the bridge away. */
    void fell() {
        host.stack().findInterface(bridge).ifPresent(host.stack().links()::remove);
    }

    /** Gives the lowest free address away, or the one asked for; empty where there is none. */
    Optional<Ipv4Address> take(Container container, Optional<Ipv4Address> wanted) {
        long size = 1L << 32 - subnet.length();
        for (long i = 1; i < size - 1; i++) {
            Ipv4Address address = new Ipv4Address(subnet.network().address().bits() + (int) i);
            boolean right = wanted.isEmpty() || wanted.get().equals(address);
            if (right && !address.equals(gateway) && !reserved.contains(address) && !taken.containsKey(address)) {
                taken.put(address, container);
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    /** Keeps an address from containers. */
    Ipv4Address reserve(Ipv4Address address) {
        reserved.add(address);
        return address;
    }

    void release(Container container) {
        taken.values().removeIf(c -> c == container);
    }

    /** Runs a cable from the bridge to a network namespace, with an address at its far end. */
    void plug(Machine net, String outerName, String innerName, Ipv4Address address, boolean gatewayToo) {
        Ipv4Prefix own = new Ipv4Prefix(address, subnet.length());
        Cables.plug(host, bridge, outerName, net, new Cables.End(innerName, own, Cables.mac("0242", address)));
        if (gatewayToo && !internal) {
            Routes.add(net.stack(), Ipv4Prefix.ALL, gateway, innerName);
        }
    }
}
