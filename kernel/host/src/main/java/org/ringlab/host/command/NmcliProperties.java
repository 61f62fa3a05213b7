package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringlab.host.unit.NmConnection;
import org.ringlab.netfilter.packet.Ipv4Address;

/** Properties of profiles, and the keys of the ifcfg files that hold them. */
final class NmcliProperties {
    /** Short words of {@code nmcli con add} and the properties they stand for. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("type", "connection.type"),
            Map.entry("con-name", "connection.id"),
            Map.entry("ifname", "connection.interface-name"),
            Map.entry("autoconnect", "connection.autoconnect"),
            Map.entry("master", "connection.master"),
            Map.entry("slave-type", "connection.slave-type"),
            Map.entry("ip4", "ipv4.addresses"),
            Map.entry("gw4", "ipv4.gateway"),
            Map.entry("stp", "bridge.stp"),
            Map.entry("forward-delay", "bridge.forward-delay"),
            Map.entry("mac", "802-3-ethernet.mac-address"),
            Map.entry("mtu", "802-3-ethernet.mtu"));

    private static final List<String> METHODS = List.of("auto", "link-local", "manual", "shared", "disabled");

    private NmcliProperties() {}

    /** A property's full name; empty for a word that is none. */
    static Optional<String> name(String word) {
        String plain = word.replaceFirst("^\\+", "");
        String full = ALIASES.getOrDefault(plain, plain)
                .replaceFirst("^con(nection)?\\.", "connection.")
                .replaceFirst("^ip4\\.", "ipv4.")
                .replaceFirst("^ipv4\\.address$", "ipv4.addresses")
                .replaceFirst("^(ethernet|802-3-ethernet)\\.", "802-3-ethernet.");
        return shown().contains(full) ? Optional.of(full) : Optional.empty();
    }

    private static List<String> shown() {
        return List.of(
                "connection.id",
                "connection.uuid",
                "connection.type",
                "connection.interface-name",
                "connection.autoconnect",
                "connection.master",
                "connection.slave-type",
                "802-3-ethernet.mac-address",
                "802-3-ethernet.mtu",
                "ipv4.method",
                "ipv4.dns",
                "ipv4.addresses",
                "ipv4.gateway",
                "bridge.stp",
                "bridge.forward-delay");
    }

    /** A profile's properties, in nmcli's order. */
    static Map<String, String> of(NmConnection connection) {
        boolean bridge = connection.type().equals("bridge");
        Map<String, String> all = new LinkedHashMap<>();
        all.put("connection.id", connection.name());
        all.put("connection.uuid", connection.uuid());
        all.put("connection.type", bridge ? "bridge" : "802-3-ethernet");
        all.put("connection.interface-name", orNone(connection.device()));
        all.put("connection.autoconnect", connection.isAutomatic() ? "yes" : "no");
        all.put("connection.master", orNone(connection.master()));
        all.put("connection.slave-type", connection.master().isEmpty() ? "--" : "bridge");
        if (!bridge) {
            all.put("802-3-ethernet.mac-address", orNone(connection.get("HWADDR")));
            all.put("802-3-ethernet.mtu", connection.get("MTU").isEmpty() ? "auto" : connection.get("MTU"));
        }
        if (connection.master().isEmpty()) {
            boolean manual = connection.address().isPresent();
            all.put("ipv4.method", connection.isDynamic() ? "auto" : manual ? "manual" : "disabled");
            all.put("ipv4.dns", orNone(connection.get("DNS1")));
            all.put("ipv4.addresses", connection.address().orElse("--"));
            all.put("ipv4.gateway", orNone(connection.get("GATEWAY")));
        }
        if (bridge) {
            all.put("bridge.stp", connection.get("STP").equalsIgnoreCase("no") ? "no" : "yes");
            all.put("bridge.forward-delay", connection.get("DELAY").isEmpty() ? "15" : connection.get("DELAY"));
        }
        return all;
    }

    private static String orNone(String value) {
        return value.isEmpty() ? "--" : value;
    }

    /** The keys that a property's value becomes; a problem in nmcli's words behind {@code !}. */
    static Map<String, String> keys(String property, String value) {
        return switch (property) {
            case "connection.id" -> Map.of("NAME", value);
            case "connection.interface-name" ->
                value.length() > 15 || value.matches(".*[\\s/].*")
                        ? problem("Error: failed to modify " + property + ": '" + value
                                + "' is not valid interface name.")
                        : Map.of("DEVICE", value.equals("*") ? "" : value);
            case "connection.autoconnect" -> flag(property, value, "ONBOOT");
            case "connection.master" -> Map.of("BRIDGE", value);
            case "connection.slave-type" -> Map.of();
            case "802-3-ethernet.mac-address" -> Map.of("HWADDR", value);
            case "802-3-ethernet.mtu" -> Map.of("MTU", value.equals("auto") || value.equals("0") ? "" : value);
            case "ipv4.method" ->
                !METHODS.contains(value)
                        ? problem("Error: failed to modify ipv4.method: invalid method '" + value + "'; use one of "
                                + String.join(", ", METHODS) + ".")
                        : Map.of("BOOTPROTO", value.equals("auto") ? "dhcp" : "none");
            case "ipv4.dns" ->
                value.isEmpty() || Ipv4Address.parse(value).isPresent()
                        ? Map.of("DNS1", value)
                        : problem("Error: failed to modify ipv4.dns: invalid IPv4 address '" + value + "'.");
            case "ipv4.gateway" ->
                value.isEmpty() || Ipv4Address.parse(value).isPresent()
                        ? Map.of("GATEWAY", value)
                        : problem("Error: failed to modify ipv4.gateway: invalid IP address: Invalid IPv4 address '"
                                + value + "'.");
            case "ipv4.addresses" -> addresses(value);
            case "bridge.stp" -> flag(property, value, "STP");
            case "bridge.forward-delay" ->
                Texts.number(value).filter(n -> n >= 0 && n <= 30).isPresent()
                        ? Map.of("DELAY", value)
                        : problem("Error: failed to modify bridge.forward-delay: '" + value
                                + "' is not valid; use <0-30>.");
            default -> problem("Error: failed to modify " + property + ": the property can't be changed.");
        };
    }

    private static Map<String, String> problem(String text) {
        return Map.of("!", text);
    }

    private static Map<String, String> flag(String property, String value, String key) {
        return value.matches("yes|true|on|1|y|t")
                ? Map.of(key, "yes")
                : value.matches("no|false|off|0|n|f")
                        ? Map.of(key, "no")
                        : problem("Error: failed to modify " + property + ": '" + value
                                + "' is not valid; use [yes, true, on] or [no, false, off].");
    }

    private static Map<String, String> addresses(String value) {
        if (value.isEmpty()) {
            return Map.of("IPADDR", "", "PREFIX", "", "NETMASK", "");
        }
        List<String> parts = new ArrayList<>(List.of(value.split("/", 2)));
        boolean right = Ipv4Address.parse(parts.get(0)).isPresent()
                && (parts.size() == 1
                        || Texts.number(parts.get(1))
                                .filter(n -> n >= 1 && n <= 32)
                                .isPresent());
        if (!right) {
            return problem("Error: failed to modify ipv4.addresses: invalid IP address: Invalid IPv4 address '" + value
                    + "'.");
        }
        Map<String, String> keys = new TreeMap<>();
        keys.put("IPADDR", parts.get(0));
        keys.put("PREFIX", parts.size() == 1 ? "32" : parts.get(1));
        keys.put("NETMASK", "");
        return keys;
    }
}
