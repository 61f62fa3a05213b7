package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.NetworkFiles;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.unit.NetworkManager;
import org.ringlab.host.unit.NmConnection;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code nmcli connection}. Exit statuses are nmcli(1)'s. */
final class NmcliConnections {
    private static final int USER_ERROR = 2;
    private static final int ACTIVATION_FAILED = 4;
    private static final int NOT_FOUND = 10;
    private static final String PATH = "D-Bus active path: /org/freedesktop/NetworkManager/ActiveConnection/";

    private final Session session;
    private final NetworkManager manager;
    private final Streams io;

    NmcliConnections(Session session, Streams io) {
        this.session = session;
        this.io = io;
        manager = new NetworkManager(session);
    }

    private int fail(int status, String text) {
        io.err().line(text);
        return status;
    }

    int show(List<String> names, boolean terse, String fields, boolean active) {
        List<String> wanted =
                names.stream().filter(n -> !n.matches("id|uuid|--active")).toList();
        if (!wanted.isEmpty()) {
            for (String name : wanted) {
                Optional<NmConnection> found = manager.find(name);
                if (found.isEmpty()) {
                    return fail(NOT_FOUND, "Error: " + name + " - no such connection profile.");
                }
                NmcliProperties.of(found.get()).forEach((property, value) -> {
                    boolean asked =
                            fields.isEmpty() || List.of(fields.split(",")).contains(property);
                    String line = terse
                            ? property + ":" + (value.equals("--") ? "" : value)
                            : Texts.left(property + ":", 40) + value;
                    if (asked) {
                        io.out().line(line);
                    }
                });
            }
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        for (NmConnection connection : manager.connections()) {
            boolean up = manager.isActive(connection);
            if (up || !active) {
                String device =
                        up ? manager.device(connection).map(NetInterface::name).orElse("--") : "--";
                rows.add(List.of(connection.name(), connection.uuid(), connection.type(), device));
            }
        }
        return new NmcliTable(List.of("NAME", "UUID", "TYPE", "DEVICE"), rows).print(terse, fields, io)
                ? 0
                : USER_ERROR;
    }

    int up(List<String> words) {
        List<String> names = words.stream().filter(w -> !w.matches("id|uuid")).toList();
        if (names.isEmpty()) {
            return fail(USER_ERROR, "Error: neither a valid connection nor device given.");
        }
        String name = names.getFirst().equals("ifname") && names.size() > 1
                ? manager.connections().stream()
                        .filter(c -> c.device().equals(names.get(1)))
                        .map(NmConnection::uuid)
                        .findFirst()
                        .orElse("")
                : names.getFirst();
        Optional<NmConnection> found = manager.find(name);
        return found.isEmpty() ? fail(NOT_FOUND, "Error: unknown connection '" + name + "'.") : activate(found.get());
    }

    int activate(NmConnection connection) {
        return switch (manager.activate(connection)) {
            case NO_DEVICE ->
                fail(
                        ACTIVATION_FAILED,
                        "Error: Connection activation failed: No suitable device found for this connection.");
            case NO_ADDRESS ->
                fail(
                        ACTIVATION_FAILED,
                        "Error: Connection activation failed: IP configuration could not be reserved (no available address, timeout, etc.)");
            case DONE -> {
                io.out().line("Connection successfully activated (" + PATH + manager.activations() + ")");
                yield 0;
            }
        };
    }

    int down(List<String> words) {
        List<String> names = words.stream().filter(w -> !w.matches("id|uuid")).toList();
        if (names.isEmpty()) {
            return fail(USER_ERROR, "Error: No connection specified.");
        }
        int status = 0;
        boolean any = false;
        for (String name : names) {
            Optional<NmConnection> found = manager.find(name).filter(manager::isActive);
            if (found.isEmpty()) {
                status = fail(NOT_FOUND, "Error: '" + name + "' is not an active connection.");
                continue;
            }
            any = true;
            manager.deactivate(found.get());
            io.out()
                    .line("Connection '" + found.get().name() + "' successfully deactivated (" + PATH
                            + Math.max(1, manager.activations()) + ")");
        }
        return any ? status : fail(NOT_FOUND, "Error: no active connection provided.");
    }

    int delete(List<String> words) {
        List<String> names = words.stream().filter(w -> !w.matches("id|uuid")).toList();
        if (names.isEmpty()) {
            return fail(USER_ERROR, "Error: No connection specified.");
        }
        List<String> unknown = new ArrayList<>();
        for (String name : names) {
            Optional<NmConnection> found = manager.find(name);
            if (found.isEmpty()) {
                unknown.add("'" + name + "'");
                io.err().line("Error: unknown connection '" + name + "'.");
                continue;
            }
            try {
                manager.delete(found.get());
            } catch (FileException refused) {
                return fail(1, "Error: Connection deletion failed: " + refused.getMessage());
            }
            io.out()
                    .line("Connection '" + found.get().name() + "' ("
                            + found.get().uuid() + ") successfully deleted.");
        }
        return unknown.isEmpty()
                ? 0
                : fail(NOT_FOUND, "Error: cannot delete unknown connection(s): " + String.join(", ", unknown) + ".");
    }

    int modify(List<String> words) {
        List<String> rest = new ArrayList<>(words);
        rest.removeIf(w -> rest.indexOf(w) == 0 && w.matches("id|uuid"));
        if (rest.isEmpty()) {
            return fail(USER_ERROR, "Error: connection ID is missing.");
        }
        Optional<NmConnection> found = manager.find(rest.getFirst());
        if (found.isEmpty()) {
            return fail(NOT_FOUND, "Error: unknown connection '" + rest.getFirst() + "'.");
        }
        if (rest.size() == 1) {
            return fail(USER_ERROR, "Error: <setting>.<property> argument is missing.");
        }
        Optional<NmConnection> changed = changed(found.get(), rest.subList(1, rest.size()));
        return changed.isPresent() ? write(changed.get()) : USER_ERROR;
    }

    private int write(NmConnection connection) {
        try {
            manager.write(connection);
            return 0;
        } catch (FileException refused) {
            return fail(1, "Error: Failed to modify connection '" + connection.name() + "': " + refused.getMessage());
        }
    }

    /** A profile with properties and values in pairs; empty, after saying why, where one is wrong. */
    private Optional<NmConnection> changed(NmConnection connection, List<String> pairs) {
        NmConnection made = connection;
        for (int i = 0; i < pairs.size(); i += 2) {
            String word = pairs.get(i);
            Optional<String> property = NmcliProperties.name(word);
            if (property.isEmpty()) {
                boolean ours = word.matches("[+-]?[a-z0-9-]+\\.[a-z0-9-]+");
                fail(
                        USER_ERROR,
                        ours ? "nmcli: not simulated: " + word : "Error: invalid <setting>.<property> '" + word + "'.");
                return Optional.empty();
            }
            if (i + 1 == pairs.size()) {
                fail(USER_ERROR, "Error: value for '" + word + "' is missing.");
                return Optional.empty();
            }
            Map<String, String> keys = NmcliProperties.keys(property.get(), pairs.get(i + 1));
            if (keys.containsKey("!")) {
                fail(USER_ERROR, keys.get("!"));
                return Optional.empty();
            }
            made = made.with(keys);
        }
        return Optional.of(made);
    }

    int add(List<String> words) {
        Map<String, String> own = new TreeMap<>();
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < words.size(); i += 2) {
            String value = i + 1 < words.size() ? words.get(i + 1) : "";
            if (i + 1 == words.size()) {
                return fail(USER_ERROR, "Error: value for '" + words.get(i) + "' is missing.");
            }
            if (words.get(i).matches("type|con-name|ifname")) {
                own.put(words.get(i), value);
            } else {
                pairs.addAll(List.of(words.get(i), value));
            }
        }
        String type = own.getOrDefault("type", "");
        if (type.isEmpty()) {
            return fail(USER_ERROR, "Error: 'type' argument is required.");
        }
        if (!type.matches("ethernet|bridge|bridge-slave")) {
            boolean real = type.matches(
                    "wifi|wimax|pppoe|gsm|cdma|infiniband|bluetooth|vlan|bond|bond-slave|team|team-slave|vpn|olpc-mesh|adsl|tun|ip-tunnel|macvlan|vxlan|dummy|generic|802-3-ethernet");
            return fail(
                    USER_ERROR,
                    real
                            ? "nmcli: not simulated: type " + type
                            : "Error: invalid connection type; '" + type + "' is not valid.");
        }
        String device = own.getOrDefault("ifname", "");
        if (device.isEmpty() && !type.equals("bridge")) {
            return fail(USER_ERROR, "Error: 'ifname' argument is required.");
        }
        if (type.equals("bridge-slave") && !pairs.contains("master")) {
            return fail(USER_ERROR, "Error: 'master' argument is required.");
        }
        device = device.isEmpty() ? free("nm-bridge") : device.equals("*") ? "" : device;
        String name = own.getOrDefault("con-name", type + (device.isEmpty() ? "" : "-" + device));
        return add(type, name, device, pairs);
    }

    private int add(String type, String name, String device, List<String> pairs) {
        Map<String, String> values = new TreeMap<>();
        values.put("TYPE", type.equals("bridge") ? "Bridge" : "Ethernet");
        values.put("NAME", name);
        values.put("DEVICE", device);
        values.put("ONBOOT", "yes");
        String file = file(name);
        values.put(
                "UUID",
                UUID.nameUUIDFromBytes((session.machine().hostName() + " " + file + " "
                                        + session.machine()
                                                .stack()
                                                .network()
                                                .clock()
                                                .nanos())
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toString());
        boolean addressed = pairs.contains("ip4") || pairs.contains("ipv4.addresses") || pairs.contains("ipv4.method");
        if (!type.equals("bridge-slave")) {
            values.put("BOOTPROTO", addressed ? "none" : "dhcp");
        }
        Optional<NmConnection> made = changed(new NmConnection(file, values).with(Map.of()), pairs);
        if (made.isEmpty()) {
            return USER_ERROR;
        }
        NmConnection connection = bridgeByProfile(made.get());
        int status = write(connection);
        if (status == 0) {
            io.out().line("Connection '" + name + "' (" + connection.uuid() + ") successfully added.");
            boolean free = manager.device(connection).flatMap(manager::activeOn).isEmpty();
            if (connection.isAutomatic() && free) {
                manager.activate(connection);
            }
        }
        return status;
    }

    /** {@code master} may name a profile; the file holds its interface. */
    private NmConnection bridgeByProfile(NmConnection connection) {
        return manager.find(connection.master())
                .filter(c -> c.type().equals("bridge"))
                .map(c -> connection.with(Map.of("BRIDGE", c.device())))
                .orElse(connection);
    }

    /** A file of its own: the profile's name, with a number where that is taken. */
    private String file(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        String file = plain;
        for (int i = 1; session.files().exists(NetworkFiles.SCRIPTS + "ifcfg-" + file); i++) {
            file = plain + "-" + i;
        }
        return file;
    }

    private String free(String name) {
        String found = name;
        for (int i = 1; session.machine().stack().findInterface(found).isPresent(); i++) {
            found = name + i;
        }
        return found;
    }
}
