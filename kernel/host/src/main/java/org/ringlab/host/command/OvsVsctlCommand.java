package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringlab.host.machine.Session;
import org.ringlab.host.ovs.OvsDatabase;
import org.ringlab.host.ovs.OvsDatabase.BridgeEntry;
import org.ringlab.host.ovs.OvsDatabase.PortEntry;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.stack.NetInterface;

/**
 * {@code ovs-vsctl} of Open vSwitch 3.1: one transaction a call, of one or more commands with {@code --} between them, that
 * happens as a whole or not at all (utilities/ovs-vsctl.c, lib/db-ctl-base.c).
 */
final class OvsVsctlCommand extends NamedCommand {
    OvsVsctlCommand() {
        super(
                "ovs-vsctl",
                "ovs-vsctl add-br|del-br|add-port|del-port|list-br|list-ports|show|set|get …: set up an Open vSwitch",
                "add-br",
                "del-br",
                "list-br",
                "add-port",
                "del-port",
                "list-ports",
                "show",
                "set",
                "get",
                "list",
                "tag=",
                "trunks=",
                "--may-exist",
                "--if-exists");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        List<String> words = new ArrayList<>();
        session.machine()
                .host()
                .ovsDatabase()
                .bridges()
                .forEach(b -> words.addAll(b.ports().keySet()));
        session.machine().host().stack().interfaces().stream()
                .map(NetInterface::name)
                .forEach(words::add);
        return words;
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        OvsDatabase inForce = session.machine().host().ovsDatabase();
        OvsDatabase database = inForce.copy();
        StringBuilder out = new StringBuilder();
        boolean changes;
        OvsStyle style;
        try {
            List<String> words = new ArrayList<>(args);
            style = style(words);
            if (global(words, out)) {
                io.out().print(out.toString());
                return 0;
            }
            List<OvsCall> calls = OvsCall.all(words);
            changes = calls.stream()
                    .anyMatch(c ->
                            !Set.of("show", "list", "get", "find", "list-br").contains(c.name()));
            for (OvsCall call : calls) {
                StringBuilder said = new StringBuilder();
                perform(call, database, inForce, style, said);
                out.append(style.oneLine() ? oneLine(said) : said);
            }
        } catch (OvsException e) {
            if (e.getMessage() != null && !e.getMessage().isEmpty()) {
                io.err().line("ovs-vsctl: " + e.getMessage());
            }
            return e.status();
        }
        io.out().print(out.toString());
        if (changes) {
            Map<String, Optional<String>> before = errors(inForce);
            inForce.commit(database);
            errors(inForce).forEach((name, error) -> {
                if (style.waits() && error.isPresent() && !error.equals(before.get(name))) {
                    io.err()
                            .line("ovs-vsctl: Error detected while setting up '" + name + "': " + error.get()
                                    + ".  See ovs-vswitchd log for details.");
                    io.err().line("ovs-vsctl: The default log directory is \"/var/log/openvswitch\".");
                }
            });
        }
        return 0;
    }

    private static Map<String, Optional<String>> errors(OvsDatabase database) {
        Map<String, Optional<String>> errors = new LinkedHashMap<>();
        database.bridges()
                .forEach(b -> b.ports().values().forEach(p -> errors.put(p.row().name(), database.error(p))));
        return errors;
    }

    /** A command's output as {@code --oneline} shows it. */
    private static String oneLine(StringBuilder said) {
        String text = said.toString().replaceFirst("\n$", "");
        return text.replace("\\", "\\\\").replace("\n", "\\n") + "\n";
    }

    /** Takes the options about output out of those in front of the first command. */
    private static OvsStyle style(List<String> words) throws OvsException {
        OvsStyle style = OvsStyle.USUAL;
        for (int i = 0;
                i < words.size()
                        && words.get(i).startsWith("-")
                        && !words.get(i).equals("--"); ) {
            String word = words.get(i);
            boolean apart = List.of("-f", "-d", "--format", "--data").contains(word) && i + 1 < words.size();
            Optional<OvsStyle> with = style.with(apart ? word + "=" + words.get(i + 1) : word);
            if (with.isEmpty()) {
                i++;
                continue;
            }
            style = with.get();
            words.subList(i, i + (apart ? 2 : 1)).clear();
        }
        return style;
    }

    /** Takes the options in front; whether they were all that was asked. */
    private static boolean global(List<String> words, StringBuilder out) throws OvsException {
        while (!words.isEmpty() && words.get(0).startsWith("-") && !words.get(0).equals("--")) {
            String word = words.get(0);
            boolean local =
                    List.of("--may-exist", "--if-exists", "--with-iface").contains(word)
                            || word.startsWith("--columns=");
            if (local) {
                return false;
            }
            words.remove(0);
            switch (word.replaceFirst("=.*", "")) {
                case "--version", "-V" -> {
                    out.append("ovs-vsctl (Open vSwitch) 3.1.0\nDB Schema 8.3.1\n");
                    return true;
                }
                case "--timeout", "--dry-run", "--db", "--no-syslog", "-v", "--verbose" -> {}
                case "-t" -> {
                    if (!words.isEmpty()) {
                        words.remove(0);
                    }
                }
                case "-h", "--help" -> throw new OvsException("not simulated: " + word);
                default ->
                    throw new OvsException(
                            word.startsWith("--")
                                    ? "unrecognized option '" + word + "'"
                                    : "invalid option -- '" + word.charAt(1) + "'");
            }
        }
        return false;
    }

    private static void perform(
            OvsCall call, OvsDatabase database, OvsDatabase inForce, OvsStyle style, StringBuilder out)
            throws OvsException {
        OvsColumns columns = new OvsColumns(database, inForce, call.has("--if-exists"), style, out);
        switch (call.name()) {
            case "init" -> {}
            case "show" -> OvsShow.print(database, inForce, out);
            case "add-br" -> addBridge(call, database);
            case "del-br" -> {
                if (database.bridge(call.arg(0)).isPresent() || !call.has("--if-exists")) {
                    bridge(database, call.arg(0));
                    database.removeBridge(call.arg(0));
                }
            }
            case "list-br" ->
                database.bridges().stream().map(b -> b.row().name()).sorted().forEach(b -> line(out, b));
            case "br-exists" -> {
                if (database.bridge(call.arg(0)).isEmpty()) {
                    throw new OvsException("", 2);
                }
            }
            case "br-to-vlan" -> {
                bridge(database, call.arg(0));
                line(out, "0");
            }
            case "br-to-parent" -> line(out, bridge(database, call.arg(0)).row().name());
            case "br-set-external-id" -> {
                BridgeEntry bridge = bridge(database, call.arg(0));
                if (call.args().size() > 2) {
                    bridge.row().put("external_ids", call.arg(1), call.arg(2));
                } else {
                    bridge.row().removeKey("external_ids", call.arg(1));
                }
            }
            case "br-get-external-id" ->
                bridge(database, call.arg(0)).row().map("external_ids").forEach((key, value) -> {
                    if (call.args().size() == 1) {
                        line(out, key + "=" + value);
                    } else if (key.equals(call.arg(1))) {
                        line(out, value);
                    }
                });
            case "list-ports", "list-ifaces" ->
                bridge(database, call.arg(0)).ports().keySet().stream()
                        .filter(p -> !p.equals(call.arg(0)))
                        .sorted()
                        .forEach(p -> line(out, p));
            case "add-port" -> addPort(call, database, columns);
            case "del-port" -> removePort(call, database);
            case "port-to-br", "iface-to-br" -> {
                String what = call.name().equals("port-to-br") ? "port" : "interface";
                String name = call.arg(0);
                Optional<BridgeEntry> found =
                        database.bridgeOf(name).filter(b -> !b.row().name().equals(name));
                line(
                        out,
                        found.orElseThrow(() -> new OvsException("no " + what + " named " + name))
                                .row()
                                .name());
            }
            case "get-controller", "get-fail-mode", "del-controller", "del-fail-mode" ->
                // A lab's bridges have neither.
                bridge(database, call.arg(0));
            case "get-manager", "del-manager" -> {}
            case "list" -> columns.list(call.args(), call.options().get("--columns="));
            case "find" -> columns.find(call.args(), call.options().get("--columns="));
            case "get" -> columns.get(call.args());
            case "set" -> columns.set(call.args());
            case "add" -> columns.add(call.args());
            case "remove" -> columns.remove(call.args());
            case "clear" -> columns.clear(call.args());
            default -> throw new OvsException("not simulated: " + call.name());
        }
    }

    private static void line(StringBuilder out, String text) {
        out.append(text).append('\n');
    }

    private static BridgeEntry bridge(OvsDatabase database, String name) throws OvsException {
        return database.bridge(name).orElseThrow(() -> new OvsException("no bridge named " + name));
    }

    private static void addBridge(OvsCall call, OvsDatabase database) throws OvsException {
        String name = call.arg(0);
        if (call.args().size() == 2) {
            throw new OvsException("'add-br' command takes exactly 1 or 3 arguments");
        }
        if (call.args().size() == 3) {
            throw new OvsException("not simulated: bridges in a VLAN of another (add-br BRIDGE PARENT VLAN)");
        }
        if (name.isEmpty()) {
            throw new OvsException("bridge name must not be empty string");
        }
        if (database.bridge(name).isPresent()) {
            if (call.has("--may-exist")) {
                return;
            }
            throw new OvsException(
                    "cannot create a bridge named " + name + " because a bridge named " + name + " already exists");
        }
        Optional<BridgeEntry> holder = database.bridgeOf(name);
        if (holder.isPresent()) {
            throw new OvsException("cannot create a bridge named " + name + " because a port named " + name
                    + " already exists on bridge " + holder.get().row().name());
        }
        database.addBridge(name);
    }

    private static void addPort(OvsCall call, OvsDatabase database, OvsColumns columns) throws OvsException {
        String name = call.arg(1);
        String settings = String.join(" ", call.args().subList(2, call.args().size()));
        Optional<BridgeEntry> holder = database.bridgeOf(name);
        if (holder.isPresent()) {
            String there = holder.get().row().name();
            if (there.equals(name)) {
                throw new OvsException(
                        "cannot create a port named " + name + " because a bridge named " + name + " already exists");
            }
            if (!call.has("--may-exist")) {
                throw new OvsException("cannot create a port named " + name + " because a port named " + name
                        + " already exists on bridge " + there);
            }
            if (!there.equals(call.arg(0))) {
                throw new OvsException("\"--may-exist add-port " + call.arg(0) + " " + name + "\" but " + name
                        + " is actually attached to bridge " + there);
            }
        } else {
            database.addPort(bridge(database, call.arg(0)), name);
        }
        Optional<PortEntry> port = database.port(name);
        for (String setting : settings.isEmpty()
                ? List.<String>of()
                : call.args().subList(2, call.args().size())) {
            columns.setColumn(
                    port.orElseThrow(() -> new OvsException("no port named " + name))
                            .row(),
                    setting);
        }
    }

    private static void removePort(OvsCall call, OvsDatabase database) throws OvsException {
        String name = call.args().getLast();
        Optional<BridgeEntry> holder =
                database.bridgeOf(name).filter(b -> !b.row().name().equals(name));
        if (database.bridge(name).isPresent()) {
            throw new OvsException("cannot delete port " + name + " because it is the local port for bridge " + name
                    + " (deleting this port requires deleting the entire bridge)");
        }
        boolean missing = holder.isEmpty() && call.has("--if-exists");
        if (call.args().size() == 2 && !missing) {
            BridgeEntry bridge = bridge(database, call.arg(0));
            if (holder.isPresent() && holder.get() != bridge) {
                throw new OvsException("bridge " + call.arg(0) + " does not have a port " + name);
            }
        }
        if (holder.isPresent()) {
            holder.get().ports().remove(name);
        } else if (!call.has("--if-exists")) {
            throw new OvsException("no port named " + name);
        }
    }
}
