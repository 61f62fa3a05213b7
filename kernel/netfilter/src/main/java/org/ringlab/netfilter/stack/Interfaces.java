package org.ringlab.netfilter.stack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ringlab.netfilter.link.Segment;
import org.ringlab.netfilter.packet.MacAddress;

/**
 * The interfaces of a namespace: how they come, change names and places, and go (net/core/dev.c). Whether a name is
 * free and a change makes sense, the caller checks and says in its program's words.
 */
public final class Interfaces {
    /** What Ethernet devices begin with. */
    public static final int DEFAULT_MTU = 1500;

    /** Longest name of an interface, in bytes ({@code IFNAMSIZ}, less its end). */
    public static final int MAX_NAME = 15;

    private final NetStack stack;
    private final List<NetInterface> all = new ArrayList<>();
    private int lastIndex;

    Interfaces(NetStack stack) {
        this.stack = stack;
    }

    /** Whether an interface may be called so ({@code dev_valid_name}). */
    public static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> c == '/' || c == ':' || Character.isWhitespace(c));
    }

    /** All, by number; {@code lo} first. */
    public List<NetInterface> all() {
        return Collections.unmodifiableList(all);
    }

    /** The interface of that name. */
    public Optional<NetInterface> find(String name) {
        for (NetInterface iface : all) { // asked for every packet: no stream
            if (iface.name().equals(name)) {
                return Optional.of(iface);
            }
        }
        return Optional.empty();
    }

    /** The first free one of {@code prefix0}, {@code prefix1} … */
    public String freeName(String prefix) {
        int number = 0;
        while (find(prefix + number).isPresent()) {
            number++;
        }
        return prefix + number;
    }

    /** The next interface gets that number, where it isn't too late for it. */
    public void countFrom(int index) {
        lastIndex = Math.max(lastIndex, index - 1);
    }

    NetInterface add(String name, MacAddress mac, int mtu, Function<NetInterface, Device> kind) {
        NetInterface iface = new NetInterface(stack, ++lastIndex, name, mac, mtu, kind);
        all.add(iface);
        stack.sysctls().interfaceCame(name);
        stack.ovs().deviceCame(iface);
        return iface;
    }

    /** Adds one with an address of its own. */
    NetInterface add(String name, int mtu, Function<NetInterface, Device> kind) {
        return add(name, stack.network().nextMac(), mtu, kind);
    }

    NetInterface addLoopback() {
        return add("lo", MacAddress.ZERO, 65536, Loopback::new);
    }

    /** Plugs a new card into a segment; it is down. */
    public NetInterface addCard(String name, MacAddress mac, int mtu, Segment segment) {
        return add(name, mac, mtu, iface -> new EthernetCard(iface, segment));
    }

    /** A virtual cable; both ends are down. */
    public NetInterface addVeth(String name, Interfaces peerPlace, String peerName) {
        return Veth.pair(this, name, peerPlace, peerName);
    }

    /** An interface that leads nowhere; it is down. */
    public NetInterface addDummy(String name) {
        return add(name, DEFAULT_MTU, Dummy::new);
    }

    /** The host's end of a guest's cable, with nobody at the other end yet; it is down. */
    public NetInterface addTap(String name, MacAddress mac) {
        return add(name, mac, DEFAULT_MTU, Tap::new);
    }

    /** A guest's card; it is down and its cable isn't plugged in. */
    public NetInterface addGuestCard(String name, MacAddress mac) {
        return add(name, mac, DEFAULT_MTU, GuestCard::new);
    }

    /** The part of an interface's frames that has a tag (IEEE 802.1Q); it is down. */
    public NetInterface addVlan(String name, NetInterface lower, int number) {
        return add(name, lower.mac(), lower.mtu(), iface -> new Vlan(iface, lower, number));
    }

    /** Another address on an interface's card; it is down. Whether there is room, the caller has checked. */
    public NetInterface addMacvlan(String name, NetInterface on, Macvlan.Mode mode) {
        NetInterface lower = on.device() instanceof Macvlan macvlan ? macvlan.lower() : on;
        MacAddress mac =
                mode == Macvlan.Mode.PASSTHRU ? lower.mac() : stack.network().nextMac();
        return add(name, mac, lower.mtu(), iface -> new Macvlan(iface, lower.macvlanCard(), mode));
    }

    /** An interface for a program that speaks IP; nobody has started it, and the interface is down. */
    public NetInterface addTun(String name) {
        return add(name, MacAddress.ZERO, DEFAULT_MTU, Tun::new);
    }

    /** A bridge without ports; it is down. */
    public NetInterface addBridge(String name) {
        return add(name, DEFAULT_MTU, Bridge::new);
    }

    /** A tunnel to another host over this namespace's network; it is down. */
    public NetInterface addTunnel(String name, IpTunnel.Config config) {
        if (config.mode() == IpTunnel.Mode.GRETAP) {
            return add(name, DEFAULT_MTU - config.overhead(), iface -> new IpTunnel(iface, config));
        }
        return add(name, MacAddress.ZERO, DEFAULT_MTU - config.overhead(), iface -> new IpTunnel(iface, config));
    }

    /** An Ethernet segment stretched over this namespace's network; it is down. */
    public NetInterface addVxlan(String name, Vxlan.Config config) {
        int mtu = find(config.link()).map(link -> link.mtu() - Vxlan.OVERHEAD).orElse(DEFAULT_MTU);
        return add(name, mtu, iface -> new Vxlan(iface, config));
    }

    /** Calls an interface by another name; routes and address labels follow, rules don't. */
    public void rename(NetInterface iface, String name) {
        String old = iface.name();
        stack.sysctls().interfaceRenamed(old, name);
        iface.setName(name);
        iface.mutableAddresses()
                .replaceAll(a -> new InterfaceAddress(
                        a.prefix(), a.broadcast(), name + a.label().substring(old.length()), a.secondary()));
        stack.routing().interfaceRenamed(old, name);
    }

    /** Gives an interface another Ethernet address; what it knew of its neighbours is forgotten. */
    public void setMac(NetInterface iface, MacAddress mac) {
        iface.setMac(mac);
        stack.neighbours().forget(iface);
        if (iface.device() instanceof Bridge bridge) {
            bridge.addressChosen();
        }
        iface.port().ifPresent(port -> port.bridge().adjust());
    }

    /** Makes an interface a port of a bridge, of this one only. */
    public void enslave(NetInterface iface, Bridge bridge) {
        release(iface);
        bridge.enslave(iface);
    }

    /** Takes an interface out of its bridge. */
    public void release(NetInterface iface) {
        iface.ovsPort().ifPresent(OvsPort::deviceWent);
        iface.port().ifPresent(port -> port.bridge().release(port));
    }

    /** Deletes an interface; the other end of a cable goes with it. */
    public void remove(NetInterface iface) {
        if (all.contains(iface)) {
            iface.macvlans().forEach(m -> m.iface().stack().links().remove(m.iface()));
            List.copyOf(iface.vlans().values())
                    .forEach(v -> v.iface().stack().links().remove(v.iface()));
            detach(iface);
            iface.device().removed();
        }
    }

    /** Moves an interface to another namespace: addresses and routes are lost, it is down afterwards, and in no bridge. */
    public void move(NetInterface iface, NetStack to) {
        if (to != stack) {
            detach(iface);
            to.links().take(iface);
        }
    }

    private void detach(NetInterface iface) {
        release(iface);
        stack.setUp(iface, false);
        iface.mutableAddresses().clear();
        stack.routing().rebuild(iface);
        all.remove(iface);
        stack.sysctls().interfaceWent(iface.name());
    }

    /** It keeps its number where that is free. */
    private void take(NetInterface iface) {
        boolean taken = all.stream().anyMatch(i -> i.index() == iface.index());
        int index = taken ? ++lastIndex : iface.index();
        lastIndex = Math.max(lastIndex, index);
        iface.setPlace(stack, index);
        all.add(iface);
        all.sort(Comparator.comparingInt(NetInterface::index));
        stack.sysctls().interfaceCame(iface.name());
        stack.ovs().deviceCame(iface);
    }

    /** The namespace goes: cards return to {@code home}, all else is deleted. */
    public void dissolve(NetStack home) {
        for (NetInterface iface : List.copyOf(all)) {
            if (iface.device() instanceof EthernetCard) {
                if (home.links().find(iface.name()).isPresent()) {
                    rename(iface, home.links().freeName("dev"));
                }
                move(iface, home);
            } else {
                remove(iface);
            }
        }
    }
}
