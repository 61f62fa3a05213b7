package org.ringlab.virt.network;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringlab.virt.Generation;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.xml.Element;

/** The virtual networks of a host (bridge_driver.c). */
public final class Networks {
    private static final String DEFINITIONS = "/etc/libvirt/qemu/networks/";
    private static final String AUTOSTART = DEFINITIONS + "autostart/";

    private final VirtHost host;
    private final Map<String, VirtualNetwork> all = new TreeMap<>();

    /** No networks yet. */
    public Networks(VirtHost host) {
        this.host = host;
    }

    /** All, by name. */
    public Collection<VirtualNetwork> all() {
        return Collections.unmodifiableCollection(all.values());
    }

    /** The network of that name. */
    public Optional<VirtualNetwork> named(String name) {
        return Optional.ofNullable(all.get(name));
    }

    /** The network of that UUID. */
    public Optional<VirtualNetwork> numbered(String uuid) {
        return all.values().stream().filter(n -> n.def().uuid().equals(uuid)).findFirst();
    }

    /** Defines a network, or redefines one with the same name and UUID. */
    public VirtualNetwork define(String text) throws VirError {
        NetworkDef def = NetworkReader.read(host, text);
        bridgeIsFree(def);
        VirtualNetwork network = fitting(def).orElse(new VirtualNetwork(null));
        nameBridge(def);
        network.setConfig(def);
        all.put(def.name(), network);
        host.files().write(DEFINITIONS + def.name() + ".xml", def.toString());
        return network;
    }

    /** Starts a network that vanishes once it is stopped. */
    public VirtualNetwork create(String text) throws VirError {
        NetworkDef def = NetworkReader.read(host, text);
        bridgeIsFree(def);
        Optional<VirtualNetwork> same = fitting(def);
        if (same.filter(VirtualNetwork::isActive).isPresent()) {
            throw new VirError(Code.INVALID, "network is already active as '" + def.name() + "'");
        }
        VirtualNetwork network = same.orElse(new VirtualNetwork(null));
        nameBridge(def);
        begin(network, def);
        all.put(def.name(), network);
        return network;
    }

    private void bridgeIsFree(NetworkDef def) throws VirError {
        Optional<String> bridge = def.bridge();
        if (!def.isVirtual() || bridge.isEmpty()) {
            return;
        }
        for (VirtualNetwork other : all.values()) {
            boolean same = other.name().equals(def.name()) && other.def().uuid().equals(def.uuid());
            if (!same && other.def().isVirtual() && other.def().bridge().equals(bridge)) {
                // The name of an existing network is complained about first.
                if (!other.name().equals(def.name())) {
                    throw new VirError(Code.INTERNAL, "bridge name '" + bridge.get() + "' already in use.");
                }
            }
        }
    }

    private Optional<VirtualNetwork> fitting(NetworkDef def) throws VirError {
        for (VirtualNetwork other : all.values()) {
            boolean name = other.name().equals(def.name());
            boolean uuid = other.def().uuid().equals(def.uuid());
            if (uuid && !name) {
                throw new VirError(
                        Code.FAILED, "network '" + other.name() + "' is already defined with uuid " + def.uuid());
            }
            if (name && !uuid) {
                throw new VirError(
                        Code.FAILED,
                        "network '" + def.name() + "' already exists with uuid "
                                + other.def().uuid());
            }
            if (name) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    /** The first {@code virbrN} that no network and no interface has (networkFindUnusedBridgeName). */
    private void nameBridge(NetworkDef def) {
        if (!def.isVirtual() || def.bridge().isPresent()) {
            return;
        }
        int number = 0;
        while (isTaken("virbr" + number)) {
            number++;
        }
        Element bridge = def.root().child("bridge").orElseThrow();
        Element named = Element.of("bridge", "name", "virbr" + number);
        bridge.attributes().forEach(named::set);
        def.root().replace(bridge, named);
    }

    private boolean isTaken(String bridge) {
        return host.links().exists(bridge)
                || all.values().stream()
                        .anyMatch(n -> n.def().bridge().filter(bridge::equals).isPresent());
    }

    /** Starts a network. */
    public void start(VirtualNetwork network) throws VirError {
        if (network.isActive()) {
            throw new VirError(Code.INVALID, "network is already active");
        }
        begin(network, network.def().copy());
    }

    private void begin(VirtualNetwork network, NetworkDef def) throws VirError {
        if (def.isVirtual()) {
            for (NetworkDef.Ip ip : def.addresses()) {
                Optional<String> taken = host.links().routeTo(ip.address(), ip.prefix());
                if (taken.isPresent()) {
                    throw new VirError(Code.INTERNAL, "Network is already in use by interface " + taken.get());
                }
            }
            String bridge = def.bridge().orElse("");
            if (host.links().exists(bridge)) {
                String verb = host.generation() == Generation.EL7
                        ? "error creating bridge interface " + bridge
                        : "error creating bridge interface " + bridge;
                throw new VirError(Code.SYSTEM, verb + ": File exists");
            }
            host.links().start(def);
            portRange(def);
        }
        network.setLive(def);
    }

    /** The masquerading rules choose the range of ports, and the live document shows it from then on. */
    private static void portRange(NetworkDef def) {
        if (def.forward().filter("nat"::equals).isEmpty()) {
            return;
        }
        def.root()
                .child("forward")
                .filter(f -> f.child("nat").isEmpty())
                .ifPresent(forward ->
                        forward.add(0, new Element("nat").add(Element.of("port", "start", "1024", "end", "65535"))));
    }

    /** Stops a network, whoever uses it; one that isn't persistent goes. */
    public void destroy(VirtualNetwork network) throws VirError {
        NetworkDef live = network.live()
                .orElseThrow(() -> new VirError(Code.INVALID, "network '" + network.name() + "' is not active"));
        if (live.isVirtual()) {
            host.links().stop(live);
        }
        String name = network.name();
        if (!network.isPersistent()) {
            all.remove(name);
        } else {
            network.setLive(null);
        }
    }

    /** Forgets a network's document; an active one runs on. */
    public void undefine(VirtualNetwork network) throws VirError {
        if (!network.isPersistent()) {
            throw new VirError(Code.INVALID, "can't undefine transient network");
        }
        host.files().remove(DEFINITIONS + network.name() + ".xml");
        host.files().remove(AUTOSTART + network.name() + ".xml");
        network.setAutostart(false);
        if (network.isActive()) {
            network.setConfig(null);
        } else {
            all.remove(network.name());
        }
    }

    /** Lets a network start with libvirtd, or not. */
    public void autostart(VirtualNetwork network, boolean on) throws VirError {
        if (!network.isPersistent()) {
            throw new VirError(Code.INVALID, "cannot set autostart for transient network");
        }
        network.setAutostart(on);
        String link = AUTOSTART + network.name() + ".xml";
        if (on) {
            host.files().link(link, DEFINITIONS + network.name() + ".xml");
        } else {
            host.files().remove(link);
        }
    }

    /** libvirtd starts: so do networks that are marked; a failure stays their own affair. */
    public void start() {
        for (VirtualNetwork network : List.copyOf(all.values())) {
            if (network.isAutostart() && !network.isActive()) {
                try {
                    start(network);
                } catch (VirError failed) {
                    continue;
                }
            }
        }
    }

    /** The host goes down: what ran is gone. */
    public void powerOff() {
        all.values().removeIf(n -> !n.isPersistent());
        all.values().forEach(n -> n.setLive(null));
    }

    /** Changes the stations of a network ({@code net-update}). */
    public void update(VirtualNetwork network, String command, Element station, boolean live, boolean config)
            throws VirError {
        if (live && !network.isActive()) {
            throw new VirError(Code.INVALID, "network is not running");
        }
        Element checked = NetworkReader.station(network.name(), station);
        if (config) {
            NetworkDef def = network.config()
                    .orElseThrow(
                            () -> new VirError(Code.INVALID, "cannot change persistent config of a transient network"));
            change(def, command, checked);
            host.files().write(DEFINITIONS + def.name() + ".xml", def.toString());
        }
        if (live) {
            change(network.live().orElseThrow(), command, checked);
            host.links().reload(network.live().orElseThrow());
        }
    }

    private static void change(NetworkDef def, String command, Element station) throws VirError {
        Element ip = def.root()
                .child("ip")
                .orElseThrow(() -> new VirError(
                        Code.INVALID, "couldn't locate a matching dhcp element in network '" + def.name() + "'"));
        Element dhcp = ip.child("dhcp").orElseGet(() -> {
            Element made = new Element("dhcp").open();
            ip.add(made);
            return made;
        });
        Optional<Element> there = dhcp.children("host").stream()
                .filter(h -> matches(h, station, command))
                .findFirst();
        switch (command) {
            case "delete" ->
                dhcp.replaceOrRemove(
                        there.orElseThrow(() -> new VirError(
                                Code.INVALID,
                                "couldn't locate a matching dhcp host entry in network '" + def.name() + "'")),
                        Optional.empty());
            case "modify" ->
                dhcp.replaceOrRemove(
                        there.orElseThrow(() -> new VirError(
                                Code.INVALID,
                                "couldn't locate an existing dhcp host entry with \"mac='"
                                        + station.attribute("mac", "(null)") + "'\" in network '" + def.name() + "'")),
                        Optional.of(station));
            default -> {
                if (there.isPresent()) {
                    throw new VirError(
                            Code.INVALID,
                            "there is an existing dhcp host entry in network '" + def.name()
                                    + "' that matches \"<host mac='" + station.attribute("mac", "(null)") + "' name='"
                                    + station.attribute("name", "(null)") + "' ip='"
                                    + station.attribute("ip", "(null)") + "'/>\"");
                }
                dhcp.add(
                        command.equals("add-first")
                                ? dhcp.children("range").size()
                                : dhcp.children().size(),
                        station);
            }
        }
    }

    private static boolean matches(Element there, Element wanted, String command) {
        if (command.equals("delete")) {
            return List.of("mac", "name", "ip").stream()
                    .allMatch(key -> wanted.attribute(key).isEmpty()
                            || wanted.attribute(key).equals(there.attribute(key)));
        }
        List<String> keys = command.equals("modify") ? List.of("mac") : List.of("mac", "name", "ip");
        return keys.stream()
                .anyMatch(key -> wanted.attribute(key).isPresent()
                        && wanted.attribute(key).equals(there.attribute(key)));
    }
}
