package org.ringlab.host.guests;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.container.Digest;
import org.ringlab.host.container.HostRules;
import org.ringlab.host.container.Routes;
import org.ringlab.host.dhcp.ClientLease;
import org.ringlab.host.dhcp.DhcpClient;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.link.Segment;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.StackProfile;

/**
 * The switches and guests of one hypervisor on one host. A restart of the host ends the guests and takes its switches away;
 * which guests there are is kept.
 */
public final class GuestHost {
    private final String product;
    private final String macPrefix;
    private final Map<String, VirtualSwitch> switches = new LinkedHashMap<>();
    private final Map<String, String> networks = new LinkedHashMap<>();
    private final List<Guest> guests = new ArrayList<>();
    private @Nullable Machine machine;
    private int made;

    /**
     * A hypervisor without switches and guests.
     *
     * @param product its name, for names of cables
     * @param macPrefix the six digits that its guests' Ethernet addresses begin with
     */
    public GuestHost(String product, String macPrefix) {
        this.product = product;
        this.macPrefix = macPrefix;
    }

    /** Takes note of the host as it is now; true where it was started anew since. */
    public boolean isFreshOn(Machine host) {
        if (machine == host) {
            return false;
        }
        machine = host;
        switches.clear();
        networks.clear();
        guests.forEach(Guest::off);
        return true;
    }

    private Machine host() {
        if (machine == null) {
            throw new IllegalStateException("no host yet");
        }
        return machine;
    }

    /** Switches by name. */
    public Map<String, VirtualSwitch> switches() {
        return Collections.unmodifiableMap(switches);
    }

    /** Names that guests' cards are connected by, and the switch behind each. */
    public Map<String, String> networks() {
        return Collections.unmodifiableMap(networks);
    }

    /** Guests, oldest first. */
    public List<Guest> guests() {
        return Collections.unmodifiableList(guests);
    }

    /** The guest of that name. */
    public Optional<Guest> find(String name) {
        return guests.stream().filter(g -> g.name().equals(name)).findFirst();
    }

    /** Makes a switch: a bridge of the host that is up. */
    public VirtualSwitch addSwitch(String name, String bridge, String kind) {
        NetStack stack = host().stack();
        if (stack.findInterface(bridge).isEmpty()) {
            stack.setUp(stack.links().addBridge(bridge), true);
        }
        VirtualSwitch made = new VirtualSwitch(name, Optional.of(bridge), kind);
        switches.put(name, made);
        return made;
    }

    /** Makes a switch for guests alone: the host has no interface on it, so it can neither speak there nor take an address. */
    public VirtualSwitch addPrivateSwitch(String name, String kind) {
        VirtualSwitch made = new VirtualSwitch(name, Optional.empty(), kind);
        switches.put(name, made);
        return made;
    }

    /** Takes a switch away, its networks too; cards get back what it had of theirs. */
    public void remove(VirtualSwitch gone) {
        List.copyOf(gone.uplinks()).forEach(card -> removeUplink(gone, card));
        gone.bridge()
                .flatMap(host().stack()::findInterface)
                .ifPresent(host().stack().links()::remove);
        switches.remove(gone.name());
        networks.values().removeIf(s -> s.equals(gone.name()));
    }

    /** A name for cards to be connected by. */
    public void addNetwork(String name, String switchName) {
        networks.put(name, switchName);
    }

    /** Takes such a name away. */
    public void removeNetwork(String name) {
        networks.remove(name);
    }

    /** A card of the host becomes a port of a switch that is a bridge; its addresses and routes move to the switch's own interface. */
    public void addUplink(VirtualSwitch to, String card) {
        String bridge = to.bridge().orElseThrow();
        ip("link", "set", "dev", card, "master", bridge);
        move(card, bridge);
        ip("link", "set", "dev", card, "up");
        to.addUplink(card);
    }

    /** A card is its own again, with the addresses that came from it. */
    public void removeUplink(VirtualSwitch from, String card) {
        ip("link", "set", "dev", card, "nomaster");
        from.removeUplink(card);
        if (from.uplinks().isEmpty()) {
            from.bridge().ifPresent(bridge -> move(bridge, card));
        }
    }

    private void move(String from, String to) {
        NetStack stack = host().stack();
        List<String> addresses = stack.findInterface(from).stream()
                .flatMap(i -> i.addresses().stream())
                .map(a -> a.prefix().address() + "/" + a.prefix().length())
                .toList();
        List<Route> routes = stack.routing().main().rows().stream()
                .filter(r -> r.iface().equals(from) && r.gateway() != null)
                .toList();
        for (String address : addresses) {
            ip("addr", "del", address, "dev", from);
            ip("addr", "add", address, "brd", "+", "dev", to);
        }
        for (Route route : routes) {
            String where = route.destination().length() == 0
                    ? "default"
                    : route.destination().toString();
            ip("route", "add", where, "via", String.valueOf(route.gateway()), "dev", to);
        }
    }

    private void ip(String... words) {
        HostRules.program(host(), "ip", List.of(words));
    }

    /** Registers a guest; it is off. */
    public Guest define(String name, String file, int memory, int vcpus, String network) {
        Guest guest = new Guest(++made, name, file, memory, vcpus, network);
        guests.add(guest);
        return guest;
    }

    /** Forgets a guest that is off. */
    public void undefine(Guest guest) {
        guests.remove(guest);
    }

    /** MiB of the host that no guest that is on has, a quarter GiB being the hypervisor's own. */
    public int freeMemory() {
        int used = guests.stream().filter(Guest::isOn).mapToInt(Guest::memory).sum();
        return host().hardware().memoryMib() - 256 - used;
    }

    private static String tap(Guest guest) {
        return "tap-" + guest.id();
    }

    /** The switch that a guest's card is plugged into. */
    private Optional<VirtualSwitch> switchOf(Guest guest) {
        return Optional.ofNullable(networks.get(guest.network())).map(switches::get);
    }

    /** Switches a guest on; its card asks for an address by DHCP. */
    public void powerOn(Guest guest) {
        NetInterface card = boot(guest);
        new DhcpClient(card, guest.name(), true, new Nothing(), text -> {}).start(Optional.empty());
    }

    /** Switches a guest on whose card is given an address and a gateway, as a hypervisor's own DHCP service does. */
    public void powerOn(Guest guest, Ipv4Prefix address, Optional<Ipv4Address> gateway) {
        NetInterface card = boot(guest);
        NetStack stack = card.stack();
        stack.addAddress(card, address, address.broadcast(), "eth0");
        gateway.ifPresent(g -> Routes.add(stack, Ipv4Prefix.ALL, g, "eth0"));
    }

    private NetInterface boot(Guest guest) {
        Machine host = host();
        NetStack stack =
                new NetStack(guest.name() + "@" + host.hostName(), host.stack().network(), StackProfile.LINUX, true);
        long now = host.stack().network().clock().nanos();
        String digits = Digest.hex(product + host.hostName() + guest.name()).substring(0, 6);
        Optional<VirtualSwitch> on = switchOf(guest);
        Segment cable;
        if (on.isPresent() && on.get().bridge().isEmpty()) {
            cable = host.stack()
                    .network()
                    .segment(product + "-" + host.hostName() + "-" + on.get().name());
        } else {
            cable = host.stack()
                    .network()
                    .segment(product + "-" + host.hostName() + "-" + guest.name() + "-" + guest.id() + "-" + now);
            plugIn(guest, cable, digits, on.flatMap(VirtualSwitch::bridge));
        }
        NetInterface card =
                stack.links().addCard("eth0", new MacAddress(Long.parseLong(macPrefix + digits, 16)), 1500, cable);
        stack.setUp(card, true);
        guest.on(stack, now);
        return card;
    }

    /** The host's end of a guest's cable, a port of the switch's bridge. */
    private void plugIn(Guest guest, Segment cable, String digits, Optional<String> bridge) {
        NetStack stack = host().stack();
        MacAddress mac = new MacAddress(Long.parseLong("fe" + macPrefix.substring(2) + digits, 16));
        NetInterface outer = stack.links().addCard(tap(guest), mac, 1500, cable);
        bridge.flatMap(stack::findInterface)
                .flatMap(i -> i.device() instanceof Bridge b ? Optional.of(b) : Optional.empty())
                .ifPresent(b -> stack.links().enslave(outer, b));
        stack.setUp(outer, true);
    }

    /** Switches a guest off. */
    public void powerOff(Guest guest) {
        host().stack().findInterface(tap(guest)).ifPresent(host().stack().links()::remove);
        guest.stack().ifPresent(s -> List.copyOf(s.interfaces()).forEach(s.links()::remove));
        guest.off();
    }

    /** The guest keeps no files that anybody sees. */
    private static final class Nothing implements DhcpClient.Environment {
        @Override
        public void keep(ClientLease lease) {}

        @Override
        public void resolver(List<Ipv4Address> servers, Optional<String> domain) {}
    }
}
