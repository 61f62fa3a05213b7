package org.ringlab.host.ovs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SeededRandom;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.OpenVSwitch;
import org.ringlab.netfilter.stack.OvsBridge;
import org.ringlab.netfilter.stack.OvsPort;
import org.ringlab.netfilter.stack.OvsVlan;

/**
 * The configuration of a host's Open vSwitch. A transaction works on a {@link #copy}; {@link #commit} puts it in force,
 * as {@code ovs-vswitchd} does when the database changes.
 */
public final class OvsDatabase {
    private final NetStack stack;
    private final String uuid;
    private final SeededRandom random;
    private Map<String, BridgeEntry> bridges = new LinkedHashMap<>();
    private final Map<String, String> inForce = new LinkedHashMap<>();

    /** An empty database. */
    public OvsDatabase(NetStack stack) {
        this.stack = stack;
        random = new SeededRandom(stack.name().hashCode());
        uuid = newUuid();
    }

    private OvsDatabase(OvsDatabase other) {
        stack = other.stack;
        random = other.random;
        uuid = other.uuid;
        other.bridges.forEach((name, b) -> bridges.put(name, b.copy()));
    }

    /** A bridge with its ports. */
    public record BridgeEntry(OvsRow row, Map<String, PortEntry> ports) {
        private BridgeEntry copy() {
            Map<String, PortEntry> copies = new LinkedHashMap<>();
            ports.forEach((name, p) -> copies.put(name, new PortEntry(p.row.copy(), p.iface.copy())));
            return new BridgeEntry(row.copy(), copies);
        }
    }

    /** A port with its one interface. */
    public record PortEntry(OvsRow row, OvsRow iface) {}

    /** A database to work on. */
    public OvsDatabase copy() {
        return new OvsDatabase(this);
    }

    /** What identifies the installation. */
    public String uuid() {
        return uuid;
    }

    private String newUuid() {
        long a = random.nextLong();
        long b = random.nextLong();
        return String.format(
                Locale.ROOT,
                "%08x-%04x-4%03x-%04x-%012x",
                a >>> 32,
                a >>> 16 & 0xFFFF,
                a & 0xFFF,
                0x8000 | b >>> 48 & 0x3FFF,
                b & 0xFFFF_FFFF_FFFFL);
    }

    /** All bridges in the order they came. */
    public Collection<BridgeEntry> bridges() {
        return bridges.values();
    }

    /** The bridge of that name. */
    public Optional<BridgeEntry> bridge(String name) {
        return Optional.ofNullable(bridges.get(name));
    }

    /** The bridge that has a port of that name, its own included. */
    public Optional<BridgeEntry> bridgeOf(String port) {
        return bridges.values().stream().filter(b -> b.ports.containsKey(port)).findFirst();
    }

    /** The port of that name. */
    public Optional<PortEntry> port(String name) {
        return bridgeOf(name).map(b -> b.ports.get(name));
    }

    /** All rows of a table. */
    public List<OvsRow> rows(OvsTable table) {
        List<OvsRow> rows = new ArrayList<>();
        for (BridgeEntry bridge : bridges.values()) {
            switch (table) {
                case BRIDGE -> rows.add(bridge.row);
                case PORT -> bridge.ports.values().forEach(p -> rows.add(p.row));
                case INTERFACE -> bridge.ports.values().forEach(p -> rows.add(p.iface));
            }
        }
        return rows;
    }

    /** Adds a bridge with the port of its own name. */
    public void addBridge(String name) {
        OvsRow row = new OvsRow(OvsTable.BRIDGE, newUuid());
        row.set("name", List.of(name));
        BridgeEntry bridge = new BridgeEntry(row, new LinkedHashMap<>());
        bridges.put(name, bridge);
        addPort(bridge, name).iface.set("type", List.of("internal"));
    }

    /** Removes a bridge with its ports. */
    public void removeBridge(String name) {
        bridges.remove(name);
    }

    /** Adds a port. */
    public PortEntry addPort(BridgeEntry bridge, String name) {
        OvsRow port = new OvsRow(OvsTable.PORT, newUuid());
        port.set("name", List.of(name));
        OvsRow iface = new OvsRow(OvsTable.INTERFACE, newUuid());
        iface.set("name", List.of(name));
        PortEntry entry = new PortEntry(port, iface);
        bridge.ports.put(name, entry);
        return entry;
    }

    /** Takes a transaction's outcome over, and makes the switches follow. */
    public void commit(OvsDatabase changed) {
        bridges = changed.bridges;
        OpenVSwitch ovs = stack.ovs();
        List.copyOf(ovs.bridges()).stream()
                .map(OvsBridge::name)
                .filter(name -> !bridges.containsKey(name))
                .forEach(ovs::remove);
        for (BridgeEntry entry : bridges.values()) {
            OvsBridge bridge = ovs.bridge(entry.row.name()).orElseGet(() -> ovs.add(entry.row.name()));
            List<OvsPort> gone = bridge.ports().stream()
                    .filter(p -> p.number() != OvsPort.LOCAL)
                    .filter(p -> !entry.ports.containsKey(p.name())
                            || !made(entry.ports.get(p.name())).equals(inForce.get(p.name())))
                    .toList();
            gone.forEach(p -> bridge.remove(p.name()));
        }
        for (BridgeEntry entry : bridges.values()) {
            ovs.bridge(entry.row.name())
                    .ifPresent(bridge -> entry.ports.values().forEach(p -> follow(bridge, p)));
        }
    }

    private static String made(OvsDatabase.PortEntry port) {
        return port.iface.first("type") + port.iface.text("options");
    }

    private void follow(OvsBridge bridge, PortEntry port) {
        String name = port.row.name();
        if (bridge.port(name).isEmpty() && configurationError(port).isEmpty()) {
            Map<String, String> options = port.iface.map("options");
            Ipv4Address remote =
                    Ipv4Address.parse(options.getOrDefault("remote_ip", "")).orElse(Ipv4Address.ANY);
            Ipv4Address local =
                    Ipv4Address.parse(options.getOrDefault("local_ip", "")).orElse(Ipv4Address.ANY);
            Optional<Long> key = number(options.get("key"));
            switch (port.iface.first("type")) {
                case "internal" -> bridge.addInternal(name);
                case "patch" -> bridge.addPatch(name, options.getOrDefault("peer", ""));
                case "vxlan" ->
                    bridge.addVxlan(
                            name,
                            local,
                            remote,
                            key.orElse(0L).intValue(),
                            number(options.get("dst_port")).orElse(4789L).intValue());
                case "gre" -> bridge.addGre(name, local, remote, key);
                default -> bridge.addSystem(name);
            }
            inForce.put(name, made(port));
        }
        bridge.port(name).ifPresent(p -> p.setVlan(vlan(port.row)));
    }

    private static Optional<Long> number(@Nullable String text) {
        return text != null && text.matches("\\d{1,9}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /** What a port's columns say about tags: {@code tag} alone makes an access port. */
    private static OvsVlan vlan(OvsRow port) {
        int tag = port.first("tag").isEmpty() ? 0 : Integer.parseInt(port.first("tag"));
        TreeSet<Integer> trunks = new TreeSet<>();
        port.atoms("trunks").forEach(t -> trunks.add(Integer.parseInt(t)));
        OvsVlan.Mode mode = switch (port.first("vlan_mode")) {
            case "access" -> OvsVlan.Mode.ACCESS;
            case "trunk" -> OvsVlan.Mode.TRUNK;
            case "native-tagged" -> OvsVlan.Mode.NATIVE_TAGGED;
            case "native-untagged" -> OvsVlan.Mode.NATIVE_UNTAGGED;
            default -> port.first("tag").isEmpty() ? OvsVlan.Mode.TRUNK : OvsVlan.Mode.ACCESS;
        };
        return new OvsVlan(mode, tag, trunks);
    }

    /** Why a port can't be set up whatever the host has; empty where it can. */
    private static Optional<String> configurationError(PortEntry port) {
        String name = port.row.name();
        Map<String, String> options = port.iface.map("options");
        return switch (port.iface.first("type")) {
            case "", "system", "internal" -> Optional.empty();
            case "vxlan", "gre" ->
                Ipv4Address.parse(options.getOrDefault("remote_ip", "")).isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                name + ": " + port.iface.first("type") + " type requires valid 'remote_ip' argument");
            case "patch" ->
                options.containsKey("peer")
                        ? Optional.empty()
                        : Optional.of(name + ": patch type requires valid 'peer' argument");
            default ->
                Optional.of("could not open network device " + name + " (Address family not supported by protocol)");
        };
    }

    /** A port as the switch has it. */
    public Optional<OvsPort> portOf(PortEntry port) {
        return stack.ovs().port(port.row.name());
    }

    /** What is wrong with a port, in the daemon's words; empty where it is fine. */
    public Optional<String> error(PortEntry port) {
        Optional<String> wrong = configurationError(port);
        String name = port.row.name();
        Optional<OvsPort> made = stack.ovs().port(name);
        if (wrong.isPresent() || made.isEmpty() || made.get().kind() == OvsPort.Kind.PATCH) {
            return wrong;
        }
        if (made.get().iface().isPresent()) {
            return Optional.empty();
        }
        Optional<NetInterface> there = stack.findInterface(name);
        return Optional.of(
                there.isPresent()
                        ? "could not add network device " + name + " to ofproto (Device or resource busy)"
                        : "could not open network device " + name + " (No such device)");
    }
}
