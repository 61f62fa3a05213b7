package org.ringlab.host.cluster;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.ringlab.common.SimClock;
import org.ringlab.host.container.Cables;
import org.ringlab.host.container.HostRules;
import org.ringlab.host.container.Routes;
import org.ringlab.host.machine.Fleet;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.stack.NetInterface;

/** A host that runs pods: its part of the pods' network behind the bridge {@code cni0}, and its kubelet. */
public final class Node {
    /** How long a silent kubelet counts as well (node-monitor-grace-period). */
    static final long GRACE = 40 * SimClock.SECOND;

    private final Fleet fleet;
    private final String name;
    private final Ipv4Address address;
    private final Ipv4Prefix pods;
    private final boolean controlPlane;
    private final long joinedNanos;
    private final Set<Ipv4Address> taken = new HashSet<>();
    private int last = 1;
    private boolean wired;
    private boolean kubelet = true;
    private long silentNanos;
    private boolean cordoned;

    Node(Fleet fleet, String name, Ipv4Address address, Ipv4Prefix pods, boolean controlPlane, long joinedNanos) {
        this.fleet = fleet;
        this.name = name;
        this.address = address;
        this.pods = pods;
        this.controlPlane = controlPlane;
        this.joinedNanos = joinedNanos;
    }

    /** The host's name. */
    public String name() {
        return name;
    }

    /** The address the other nodes reach it by. */
    public Ipv4Address address() {
        return address;
    }

    /** The addresses of its pods. */
    public Ipv4Prefix pods() {
        return pods;
    }

    /** Whether the control plane is on it, so that no ordinary pod is. */
    public boolean isControlPlane() {
        return controlPlane;
    }

    /** When it joined. */
    public long joinedNanos() {
        return joinedNanos;
    }

    /** Whether new pods stay away from it. */
    public boolean isCordoned() {
        return cordoned;
    }

    void cordon(boolean on) {
        cordoned = on;
    }

    /** The host. */
    public Machine machine() {
        return fleet.find(name).orElseThrow();
    }

    private long now() {
        return machine().stack().network().clock().nanos();
    }

    /** Whether its kubelet runs. */
    public boolean hasKubelet() {
        return kubelet;
    }

    void setKubelet(boolean running) {
        if (kubelet && !running) {
            silentNanos = now();
        }
        kubelet = running;
    }

    /** How long its kubelet has been silent; 0 while it runs. */
    long silence() {
        return kubelet ? 0 : now() - silentNanos;
    }

    /** Whether the control plane takes it for well: its network is set up, its kubelet was heard of lately. */
    public boolean isReady() {
        return wired && silence() < GRACE;
    }

    /** Whether pods can have a network on it. */
    boolean isWired() {
        return wired;
    }

    void unwire() {
        wired = false;
        taken.clear();
    }

    private Ipv4Address gateway() {
        return new Ipv4Address(pods.network().address().bits() + 1);
    }

    /** The pods' bridge, and flannel's rules (backend host-gw). */
    void wire(Ipv4Prefix all) {
        if (wired) {
            return;
        }
        wired = true;
        Machine host = machine();
        if (host.stack().findInterface("cni0").isEmpty()) {
            Cables.bridge(host, "cni0", new Ipv4Prefix(gateway(), pods.length()), Cables.mac("0a58", gateway()));
        }
        HostRules rules = new HostRules(host);
        rules.append("filter", "FORWARD -s " + all + " -j ACCEPT");
        rules.append("filter", "FORWARD -d " + all + " -j ACCEPT");
        rules.append("nat", "POSTROUTING -s " + all + " -d " + all + " -j RETURN");
        rules.append("nat", "POSTROUTING -s " + all + " ! -d 224.0.0.0/4 -j MASQUERADE --random-fully");
        rules.append("nat", "POSTROUTING ! -s " + all + " -d " + pods + " -j RETURN");
        rules.append("nat", "POSTROUTING ! -s " + all + " -d " + all + " -j MASQUERADE --random-fully");
    }

    /** The way to another node's pods: by that node, which has to be on the same segment. */
    void routeTo(Node other) {
        Machine host = machine();
        Optional<NetInterface> out =
                Optional.ofNullable(host.stack().lookup(other.address).iface());
        boolean there = host.stack().routing().main().rows().stream()
                .anyMatch(r -> r.destination().equals(other.pods));
        if (out.isPresent() && !there) {
            Routes.add(host.stack(), other.pods, other.address, out.get().name());
        }
    }

    /** The next address behind the last one given (host-local): a new pod gets another than the one before it had. */
    Optional<Ipv4Address> take() {
        int size = 1 << 32 - pods.length();
        for (int i = 0; i < size; i++) {
            last = last + 1 >= size - 1 ? 2 : last + 1;
            Ipv4Address next = new Ipv4Address(pods.network().address().bits() + last);
            if (taken.add(next)) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    void release(Ipv4Address gone) {
        taken.remove(gone);
    }

    /** Runs a cable from {@code cni0} to a pod. */
    void plug(Machine net, String outerName, Ipv4Address own) {
        Ipv4Prefix prefix = new Ipv4Prefix(own, pods.length());
        Cables.plug(machine(), "cni0", outerName, net, new Cables.End("eth0", prefix, Cables.mac("0a58", own)));
        Routes.add(net.stack(), Ipv4Prefix.ALL, gateway(), "eth0");
    }
}
