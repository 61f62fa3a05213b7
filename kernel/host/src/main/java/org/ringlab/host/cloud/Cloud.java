package org.ringlab.host.cloud;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.host.container.Cables;
import org.ringlab.host.container.Digest;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Fleet;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.link.Segment;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.StackProfile;
import org.ringlab.netfilter.stack.UdpSocket;

/** A cloud: one host that decides, others that run guests. A guest is a computer of its own on a cable to its host's bridge. */
public final class Cloud {
    /** Until a guest has booted. */
    private static final long BOOT = 3 * SimClock.SECOND;

    /** What fits into a VXLAN over Ethernet. */
    private static final int GUEST_MTU = 1450;

    private final Fleet fleet;
    private final String controller;
    private final List<Compute> computes = new ArrayList<>();
    private final Map<String, CloudNetwork> networks = new LinkedHashMap<>();
    private final List<Instance> instances = new ArrayList<>();
    private int made;

    /** A cloud without hosts that run guests. */
    public Cloud(Fleet fleet, String controller) {
        this.fleet = fleet;
        this.controller = controller;
    }

    private Machine machine() {
        return fleet.find(controller).orElseThrow();
    }

    /** Hosts that run guests. */
    public List<Compute> computes() {
        return Collections.unmodifiableList(computes);
    }

    /** Networks by name. */
    public Map<String, CloudNetwork> networks() {
        return Collections.unmodifiableMap(networks);
    }

    /** Guests, newest first. */
    public List<Instance> instances() {
        return List.copyOf(instances).reversed();
    }

    /** A host becomes one that runs guests. */
    public void add(Machine host, Ipv4Address address) {
        computes.add(new Compute(fleet, host.hostName(), address));
        // The tunnels that are there already learn of the newcomer.
        networks.values().forEach(n -> n.on(machine(), own(machine()), addresses()));
        host.files().install("/etc/nova/nova.conf", "[DEFAULT]\ncpu_allocation_ratio=16.0\nram_allocation_ratio=1.5\n");
    }

    /** The compute host of that name. */
    public Optional<Compute> compute(String name) {
        return computes.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** The guest of that name or identifier. */
    public Optional<Instance> instance(String word) {
        return instances.stream()
                .filter(i -> i.name().equals(word) || i.id().equals(word))
                .findFirst();
    }

    /** An identifier in the form of a UUID. */
    private String newId(String kind) {
        String hex = Digest.hex("cloud " + controller + kind + made++);
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-4" + hex.substring(13, 16) + "-a"
                + hex.substring(17, 20) + "-" + hex.substring(20, 32);
    }

    /** A network with one subnet. */
    public CloudNetwork network(String name, Ipv4Prefix subnet) {
        CloudNetwork network = new CloudNetwork(newId("network"), name, 1 + networks.size(), subnet);
        networks.put(name, network);
        Ipv4Address own = own(machine());
        network.on(machine(), own, addresses());
        network.lend(machine());
        return network;
    }

    private List<Ipv4Address> addresses() {
        List<Ipv4Address> all =
                new ArrayList<>(computes.stream().map(Compute::address).toList());
        all.add(own(machine()));
        return all;
    }

    private static Ipv4Address own(Machine host) {
        return host.stack().interfaces().stream()
                .filter(i -> !i.isLoopback())
                .flatMap(i -> i.addresses().stream())
                .map(a -> a.prefix().address())
                .findFirst()
                .orElse(Ipv4Address.ANY);
    }

    /** A guest is asked for: it gets an address, the scheduler chooses a host, and in a moment it runs there. */
    public Instance create(String name, Flavor flavor, String image, CloudNetwork network, String wantedHost) {
        Ipv4Address address = network.take().orElse(Ipv4Address.ANY);
        Instance instance = new Instance(newId("instance"), name, flavor, image, network, address);
        instances.add(instance);
        Optional<Compute> chosen = schedule(instance, wantedHost, Optional.empty());
        if (chosen.isEmpty()) {
            network.release(address);
            instance.fail("No valid host was found. ");
            return instance;
        }
        instance.place(chosen.get());
        machine().stack().network().queue().later(BOOT, () -> start(instance));
        return instance;
    }

    /** Asks the scheduler, whose reasons go into its log. */
    private Optional<Compute> schedule(Instance instance, String wantedHost, Optional<Compute> except) {
        NovaScheduler.Decision decision =
                NovaScheduler.decide(instance.flavor(), computes, instances, wantedHost, except);
        long seconds = machine().stack().network().clock().nanos() / SimClock.SECOND;
        String when = String.format(
                Locale.ROOT,
                "2026-01-01 %02d:%02d:%02d.000 1402 ",
                seconds / 3600 % 24,
                seconds / 60 % 60,
                seconds % 60);
        StringBuilder text = new StringBuilder();
        decision.trace().forEach(line -> text.append(when).append(line).append('\n'));
        String path = "/var/log/nova/nova-scheduler.log";
        String before;
        try {
            before = machine().files().read(path);
        } catch (FileException none) {
            before = "";
        }
        machine().files().install(path, before + text);
        return decision.chosen();
    }

    private void start(Instance instance) {
        Compute host = instance.host();
        if (host == null || !instances.contains(instance)) {
            return;
        }
        plug(instance, host);
        instance.setStatus("ACTIVE");
    }

    /** The guest's card on a cable to a tap of its host, which is a port of the network's bridge. */
    private void plug(Instance instance, Compute host) {
        CloudNetwork network = instance.network();
        Machine machine = host.machine();
        String port = "tap" + Digest.hex("port " + instance.id()).substring(0, 8);
        Segment cable = machine.stack().network().segment("vm-" + instance.id() + "-" + instance.moves());
        NetInterface tap =
                machine.stack().links().addCard(port, Cables.mac("fe16", instance.address()), GUEST_MTU, cable);
        machine.stack().links().enslave(tap, network.on(machine, host.address(), addresses()));
        machine.stack().setUp(tap, true);
        NetStack guest = new NetStack(
                instance.name() + "@" + host.name(), machine.stack().network(), StackProfile.LINUX, true);
        NetInterface eth0 = guest.links().addCard("eth0", Cables.mac("fa16", instance.address()), GUEST_MTU, cable);
        Ipv4Prefix own = new Ipv4Prefix(instance.address(), network.subnet().length());
        guest.addAddress(eth0, own, own.broadcast(), "eth0");
        guest.setUp(eth0, true);
        instance.runs(guest);
        announce(guest, own);
    }

    /** The switches have to learn where it is now: QEMU sends an RARP, here any broadcast does. */
    private static void announce(NetStack guest, Ipv4Prefix own) {
        UdpSocket socket =
                guest.sockets().bindUdp(Ipv4Address.ANY, guest.sockets().ephemeralPort(), (s, a, p, d, data) -> {});
        if (socket != null) {
            socket.sendTo(own.broadcast(), 9, Bytes.utf8("here"));
            socket.close();
        }
    }

    private void unplug(Instance instance) {
        Compute host = instance.host();
        NetStack guest = instance.guest();
        if (host != null) {
            String port = "tap" + Digest.hex("port " + instance.id()).substring(0, 8);
            host.machine()
                    .stack()
                    .findInterface(port)
                    .ifPresent(host.machine().stack().links()::remove);
        }
        if (guest != null) {
            List.copyOf(guest.interfaces()).forEach(guest.links()::remove);
            instance.runs(null);
        }
    }

    /** A guest goes. */
    public void delete(Instance instance) {
        unplug(instance);
        instance.network().release(instance.address());
        instances.remove(instance);
    }

    /** A guest stops and starts. */
    public void power(Instance instance, boolean on) {
        Compute host = instance.host();
        if (on && host != null && instance.guest() == null) {
            machine().stack().network().queue().later(BOOT, () -> start(instance));
        } else if (!on) {
            unplug(instance);
            instance.setStatus("SHUTOFF");
        }
    }

    /**
     * Moves a guest to another host; it keeps its address.
     *
     * @param target where to; empty for the scheduler's choice
     * @param live whether it goes on meanwhile: otherwise it waits to be confirmed
     * @return false where no host will do
     */
    public boolean migrate(Instance instance, String target, boolean live) {
        Optional<Compute> chosen = schedule(instance, target, Optional.ofNullable(instance.host()));
        if (chosen.isEmpty()) {
            return false;
        }
        unplug(instance);
        instance.place(chosen.get());
        plug(instance, chosen.get());
        // By the time the command returns, the switches know where the guest is now.
        machine().stack().network().queue().settle();
        instance.setStatus(live ? "ACTIVE" : "VERIFY_RESIZE");
        return true;
    }

    /** A move is as wanted. */
    public void confirm(Instance instance) {
        instance.setStatus("ACTIVE");
    }

    /** New guests may come to a host, or not. */
    public void enable(Compute host, boolean on) {
        host.enable(on);
    }
}
