package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.unit.NetworkManager;
import org.ringlab.host.unit.NmConnection;
import org.ringlab.host.unit.Unit;
import org.ringlab.host.unit.Units;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code nmcli} of NetworkManager 1.18: profiles, which are the ifcfg files, and interfaces. */
final class NmcliCommand extends NamedCommand {
    private static final int USER_ERROR = 2;
    private static final int NOT_RUNNING = 8;
    private static final int NOT_FOUND = 10;
    private static final List<String> OBJECTS =
            List.of("general", "networking", "radio", "connection", "device", "agent", "monitor", "help");
    private static final List<String> CONNECTION_VERBS = List.of(
            "show", "up", "down", "add", "modify", "clone", "edit", "delete", "monitor", "reload", "load", "import",
            "export");
    private static final List<String> DEVICE_VERBS = List.of(
            "status", "show", "set", "connect", "reapply", "modify", "disconnect", "delete", "monitor", "wifi", "lldp");

    NmcliCommand() {
        super("nmcli", "nmcli [-t] [-f FIELDS] connection|device VERB ...: NetworkManager", "-t", "-f");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return switch (before.size()) {
            case 0 -> OBJECTS;
            case 1 -> before.getFirst().startsWith("d") ? DEVICE_VERBS : CONNECTION_VERBS;
            default ->
                new NetworkManager(session)
                        .connections().stream().map(NmConnection::name).toList();
        };
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> words = new ArrayList<>(args);
        boolean terse = false;
        String fields = "";
        while (!words.isEmpty() && words.getFirst().startsWith("-")) {
            String option = words.removeFirst();
            switch (option) {
                case "-t", "--terse" -> terse = true;
                case "-f", "--fields", "-g", "--get-values" -> {
                    if (words.isEmpty()) {
                        io.err().line("Error: missing argument for '" + option + "' option.");
                        return USER_ERROR;
                    }
                    terse |= option.startsWith("-g") || option.equals("--get-values");
                    fields = words.removeFirst();
                }
                case "-v", "--version" -> {
                    io.out().line("nmcli tool, version 1.18.8-2.el7_9");
                    return 0;
                }
                case "-p", "--pretty", "-c", "-m", "-a", "--ask", "-s", "--show-secrets", "-w", "-h", "--help" -> {
                    io.err().line("nmcli: not simulated: " + option);
                    return 1;
                }
                default -> {
                    io.err().line("Error: Option '" + option + "' is unknown, try 'nmcli -help'.");
                    return USER_ERROR;
                }
            }
        }
        String object = words.isEmpty() ? "" : full(words.removeFirst(), OBJECTS, "object", io);
        if (object.equals("!")) {
            return USER_ERROR;
        }
        Optional<Unit> unit = Units.find(session.machine(), "NetworkManager");
        if (unit.filter(u -> u.isActive(session.machine())).isEmpty()) {
            io.err().line("Error: NetworkManager is not running.");
            return NOT_RUNNING;
        }
        return switch (object) {
            case "connection" -> connection(session, words, terse, fields, io);
            case "device" -> device(session, words, terse, fields, io);
            default -> {
                io.err().line("nmcli: not simulated: " + (object.isEmpty() ? "the overview (name an object)" : object));
                yield 1;
            }
        };
    }

    /** The word that another one begins; {@code !}, after saying so, where there is none. */
    private static String full(String word, List<String> known, String what, Streams io) {
        Optional<String> found = known.stream().filter(k -> k.equals(word)).findFirst();
        found = found.or(() -> known.stream()
                .filter(k -> !word.isEmpty() && k.startsWith(word))
                .findFirst());
        if (found.isEmpty()) {
            io.err().line("Error: argument '" + word + "' not understood. Try passing --help instead.");
        }
        return found.orElse("!");
    }

    private static int connection(Session session, List<String> words, boolean terse, String fields, Streams io) {
        NmcliConnections connections = new NmcliConnections(session, io);
        String verb = words.isEmpty() ? "show" : full(words.removeFirst(), CONNECTION_VERBS, "verb", io);
        return switch (verb) {
            case "!" -> USER_ERROR;
            case "show" -> connections.show(words, terse, fields, words.contains("--active"));
            case "up" -> connections.up(words);
            case "down" -> connections.down(words);
            case "add" -> connections.add(words);
            case "modify" -> connections.modify(words);
            case "delete" -> connections.delete(words);
            case "reload", "load" -> 0;
            default -> {
                io.err().line("nmcli: not simulated: connection " + verb);
                yield 1;
            }
        };
    }

    private static int device(Session session, List<String> words, boolean terse, String fields, Streams io) {
        NetworkManager manager = new NetworkManager(session);
        String verb = words.isEmpty() ? "status" : full(words.removeFirst(), DEVICE_VERBS, "verb", io);
        switch (verb) {
            case "!" -> {
                return USER_ERROR;
            }
            case "status" -> {
                List<List<String>> rows = manager.devices().stream()
                        .map(card -> List.of(
                                card.name(), NetworkManager.type(card), state(manager, card), name(manager, card)))
                        .toList();
                return new NmcliTable(List.of("DEVICE", "TYPE", "STATE", "CONNECTION"), rows).print(terse, fields, io)
                        ? 0
                        : USER_ERROR;
            }
            case "show", "connect", "disconnect" -> {
                if (words.isEmpty() && !verb.equals("show")) {
                    io.err().line("Error: No interface specified.");
                    return USER_ERROR;
                }
            }
            default -> {
                io.err().line("nmcli: not simulated: device " + verb);
                return 1;
            }
        }
        List<NetInterface> cards = new ArrayList<>();
        for (String word : words) {
            Optional<NetInterface> card = session.machine().stack().findInterface(word);
            if (card.isEmpty()) {
                io.err().line("Error: Device '" + word + "' not found.");
                return NOT_FOUND;
            }
            cards.add(card.get());
        }
        int status = 0;
        for (NetInterface card : words.isEmpty() ? manager.devices() : cards) {
            status = switch (verb) {
                case "show" -> show(manager, card, io);
                case "connect" -> connect(session, manager, card, io);
                default -> disconnect(manager, card, io);
            };
        }
        return status;
    }

    private static int connect(Session session, NetworkManager manager, NetInterface card, Streams io) {
        Optional<NmConnection> fitting = manager.connections().stream()
                .filter(c -> c.device().equals(card.name()))
                .findFirst();
        if (fitting.isEmpty()) {
            io.err().line("Error: Failed to add/activate new connection: not simulated: a profile made for it");
            return 4;
        }
        if (manager.activate(fitting.get()) != NetworkManager.Outcome.DONE) {
            return new NmcliConnections(session, io).activate(fitting.get());
        }
        io.out()
                .line("Device '" + card.name() + "' successfully activated with '"
                        + fitting.get().uuid() + "'.");
        return 0;
    }

    private static int disconnect(NetworkManager manager, NetInterface card, Streams io) {
        Optional<NmConnection> active = manager.activeOn(card);
        if (active.isEmpty()) {
            io.err()
                    .line("Error: Device '" + card.name() + "' (/org/freedesktop/NetworkManager/Devices/" + card.index()
                            + ") disconnecting failed: This device is not active");
            return 6;
        }
        manager.deactivate(active.get());
        io.out().line("Device '" + card.name() + "' successfully disconnected.");
        return 0;
    }

    private static String state(NetworkManager manager, NetInterface card) {
        return card.isLoopback()
                ? "unmanaged"
                : !card.isRunning() && card.isUp()
                        ? "unavailable"
                        : manager.activeOn(card).isPresent() ? "connected" : "disconnected";
    }

    private static String name(NetworkManager manager, NetInterface card) {
        return manager.activeOn(card).map(NmConnection::name).orElse("--");
    }

    private static int show(NetworkManager manager, NetInterface card, Streams io) {
        String state = state(manager, card);
        String number = switch (state) {
            case "connected" -> "100";
            case "disconnected" -> "30";
            case "unavailable" -> "20";
            default -> "10";
        };
        line(io, "GENERAL.DEVICE", card.name());
        line(io, "GENERAL.TYPE", NetworkManager.type(card));
        line(io, "GENERAL.HWADDR", card.mac().toString().toUpperCase(java.util.Locale.ROOT));
        line(io, "GENERAL.MTU", String.valueOf(card.mtu()));
        line(io, "GENERAL.STATE", number + " (" + state + ")");
        line(io, "GENERAL.CONNECTION", name(manager, card));
        for (int i = 0; i < card.addresses().size(); i++) {
            line(
                    io,
                    "IP4.ADDRESS[" + (i + 1) + "]",
                    card.addresses().get(i).prefix().toString());
        }
        String gateway = manager.activeOn(card).map(c -> c.get("GATEWAY")).orElse("");
        line(io, "IP4.GATEWAY", gateway.isEmpty() ? "--" : gateway);
        io.out().line("");
        return 0;
    }

    private static void line(Streams io, String name, String value) {
        io.out().line(Texts.left(name + ":", 40) + value);
    }
}
