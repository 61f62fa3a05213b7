package org.ringlab.host.machine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.cloud.Cloud;
import org.ringlab.host.cluster.Cluster;
import org.ringlab.host.container.Swarm;
import org.ringlab.host.guests.GuestHost;
import org.ringlab.host.mesos.Mesos;
import org.ringlab.host.xen.XenHost;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * The computers of one lab, and what is kept for several of them at once. A restarted computer takes its predecessor's
 * place.
 */
public final class Fleet {
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Map<String, Cluster> clusters = new LinkedHashMap<>();
    private final Map<String, Cloud> clouds = new LinkedHashMap<>();
    private final Map<String, Cloud> cloudStacks = new LinkedHashMap<>();
    private final Map<String, GuestHost> guestHosts = new LinkedHashMap<>();
    private final Map<String, Swarm> swarms = new LinkedHashMap<>();
    private final Map<String, Mesos> mesos = new LinkedHashMap<>();
    private final Map<String, XenHost> xens = new LinkedHashMap<>();

    /** A computer has booted. */
    public void add(Machine machine) {
        machines.put(machine.name(), machine);
        machine.setFleet(this);
        XenHost xen = xens.get(machine.name());
        if (xen != null) {
            xen.booted(machine);
        }
    }

    /** The computer of that name. */
    public Optional<Machine> find(String name) {
        return Optional.ofNullable(machines.get(name));
    }

    /** All, in the order they first booted. */
    public Map<String, Machine> machines() {
        return machines;
    }

    /** The computer that has an address. */
    public Optional<Machine> owner(Ipv4Address address) {
        return machines.values().stream()
                .filter(m -> m.stack().interfaces().stream()
                        .flatMap(i -> i.addresses().stream())
                        .anyMatch(a -> a.prefix().address().equals(address)))
                .findFirst();
    }

    /** The Kubernetes clusters, by the computer their control plane is on. */
    public Map<String, Cluster> clusters() {
        return clusters;
    }

    /** The clouds, by the computer that decides. */
    public Map<String, Cloud> clouds() {
        return clouds;
    }

    /** The clouds of CloudStack, by the computer that manages them. */
    public Map<String, Cloud> cloudStacks() {
        return cloudStacks;
    }

    /** The swarms, by the Docker host that began them. */
    public Map<String, Swarm> swarms() {
        return swarms;
    }

    /** The swarm that a Docker host is part of. */
    public Optional<Swarm> swarm(Machine host) {
        return swarms.values().stream()
                .filter(s -> s.member(host.hostName()).isPresent())
                .findFirst();
    }

    /**
     * A hypervisor of a computer, made where it is missing.
     *
     * @param name the computer's
     * @param product the hypervisor's
     * @param macPrefix what its guests' Ethernet addresses begin with
     */
    public GuestHost guestHost(String name, String product, String macPrefix) {
        return guestHosts.computeIfAbsent(name + " " + product, n -> new GuestHost(product, macPrefix));
    }

    /** The master of Mesos that a computer is, or may become. */
    public Mesos mesos(Machine master) {
        return mesos.computeIfAbsent(master.hostName(), n -> new Mesos(master));
    }

    /** All masters of Mesos. */
    public List<Mesos> mesosMasters() {
        return List.copyOf(mesos.values());
    }

    /** What a computer is, or will be, under Xen. */
    public XenHost xen(String name) {
        return xens.computeIfAbsent(name, n -> new XenHost());
    }
}
