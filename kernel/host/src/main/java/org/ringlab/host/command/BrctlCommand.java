package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.link.MacTable;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.BridgePort;
import org.ringlab.netfilter.stack.Interfaces;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;

/** {@code brctl} of bridge-utils 1.7, and 1.5 on CentOS 7: bridges, their ports and what they learned. */
final class BrctlCommand extends NamedCommand {
    private static final String TITLES = "bridge name\tbridge id\t\tSTP enabled\tinterfaces";
    private static final int LONGEST_NAME = 15;

    /** Each with its arguments and purpose, as the program lists them. */
    private static final Map<String, String> USAGES = usages();

    BrctlCommand() {
        super(
                "brctl",
                "brctl addbr|delbr|addif|delif|show|showmacs|showstp|stp|set… …: bridges",
                "addbr",
                "delbr",
                "addif",
                "delif",
                "show",
                "showmacs",
                "setageing",
                "stp",
                "showstp",
                "setbridgeprio",
                "setfd",
                "sethello",
                "setmaxage",
                "setpathcost",
                "setportprio");
    }

    private static Map<String, String> usages() {
        Map<String, String> u = new LinkedHashMap<>();
        u.put("addbr", "<bridge>\t\tadd bridge");
        u.put("delbr", "<bridge>\t\tdelete bridge");
        u.put("addif", "<bridge> <device>\tadd interface to bridge");
        u.put("delif", "<bridge> <device>\tdelete interface from bridge");
        u.put("hairpin", "<bridge> <port> {on|off}\tturn hairpin on/off");
        u.put("setageing", "<bridge> <time>\t\tset ageing time");
        u.put("setbridgeprio", "<bridge> <prio>\t\tset bridge priority");
        u.put("setfd", "<bridge> <time>\t\tset bridge forward delay");
        u.put("sethello", "<bridge> <time>\t\tset hello time");
        u.put("setmaxage", "<bridge> <time>\t\tset max message age");
        u.put("setpathcost", "<bridge> <port> <cost>\tset path cost");
        u.put("setportprio", "<bridge> <port> <prio>\tset port priority");
        u.put("show", "[ <bridge> ]\t\tshow a list of bridges");
        u.put("showmacs", "<bridge>\t\tshow a list of mac addrs");
        u.put("showstp", "<bridge>\t\tshow bridge stp info");
        u.put("stp", "<bridge> {on|off}\tturn stp on/off");
        return u;
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return session.machine().stack().interfaces().stream()
                .map(NetInterface::name)
                .toList();
    }

    @Override
    public int run(Session session, List<String> typed, Streams io) {
        // getopt takes the first -- away, wherever it stands
        List<String> args = new ArrayList<>(typed);
        args.remove("--");
        boolean old = session.machine().profile() == Profile.CENTOS7;
        if (args.isEmpty()) {
            return usage(io, "");
        }
        Optional<String> option = args.stream()
                .filter(a -> a.length() > 1 && a.startsWith("-") && !a.equals("-V") && !a.equals("--version"))
                .findFirst();
        if (option.isPresent()) {
            String word = option.get();
            boolean isLong = word.startsWith("--");
            io.err()
                    .line(
                            isLong
                                    ? "brctl: unrecognized option '" + word + "'"
                                    : "brctl: invalid option -- '" + word.charAt(1) + "'");
            io.err().line("Unknown option '?'");
            return usage(io, "");
        }
        if (args.get(0).equals("-V") || args.get(0).equals("--version")) {
            io.out().line(old ? "bridge-utils, 1.5" : "bridge-utils, 1.7");
            return 0;
        }
        String verb = args.get(0);
        String usage = USAGES.getOrDefault(verb, "");
        if (usage.isEmpty()) {
            return usage(io, "never heard of command [" + verb + "]");
        }
        List<String> rest = args.subList(1, args.size());
        long wanted = usage.substring(0, usage.indexOf('\t'))
                        .chars()
                        .filter(c -> c == '<')
                        .count()
                + (usage.contains("{") ? 1 : 0);
        if (!verb.equals("show") && rest.size() < wanted) {
            io.out().line("Incorrect number of arguments for command");
            io.out().line("Usage: brctl " + verb + " " + usage);
            return 1;
        }
        NetStack stack = session.machine().stack();
        return switch (verb) {
            case "addbr" -> addBridge(stack, rest.get(0), io);
            case "delbr" -> deleteBridge(stack, rest.get(0), io);
            case "addif" -> addPorts(stack, rest, io);
            case "delif" -> deletePorts(stack, rest, io);
            case "show" -> show(stack, rest, old, io);
            case "showmacs" -> showStations(stack, rest.get(0), io);
            case "setageing" -> setAgeing(stack, rest, io);
            case "hairpin" -> complain(io, "brctl: not simulated: hairpin");
            case "showstp" -> BrctlTree.show(session, rest.get(0), io);
            default -> new BrctlTree(stack, io).set(verb, rest);
        };
    }

    private static int usage(Streams io, String complaint) {
        if (!complaint.isEmpty()) {
            io.err().line(complaint);
        }
        io.out().line("Usage: brctl [commands]");
        io.out().line("commands:");
        USAGES.forEach((verb, text) -> io.out().line("\t" + Texts.left(verb, 10) + "\t" + text));
        return 1;
    }

    static int complain(Streams io, String text) {
        io.err().line(text);
        return 1;
    }

    static Optional<Bridge> bridge(NetStack stack, String name) {
        return stack.findInterface(name)
                .flatMap(i -> i.device() instanceof Bridge b ? Optional.of(b) : Optional.empty());
    }

    /** A name too long is cut off, as the program copies it into the kernel's field. */
    private static int addBridge(NetStack stack, String word, Streams io) {
        String name = word.length() > LONGEST_NAME ? word.substring(0, LONGEST_NAME) : word;
        if (stack.findInterface(name).isPresent()) {
            return complain(io, "device " + name + " already exists; can't create bridge with the same name");
        }
        if (!Interfaces.isName(name)) {
            return complain(io, "add bridge failed: Invalid argument");
        }
        stack.links().addBridge(name);
        return 0;
    }

    private static int deleteBridge(NetStack stack, String name, Streams io) {
        Optional<NetInterface> iface = stack.findInterface(name);
        if (iface.isEmpty()) {
            return complain(io, "bridge " + name + " doesn't exist; can't delete it");
        }
        if (bridge(stack, name).isEmpty()) {
            return complain(io, "can't delete bridge " + name + ": Operation not permitted");
        }
        if (iface.get().isUp()) {
            return complain(io, "bridge " + name + " is still up; can't delete it");
        }
        stack.links().remove(iface.get());
        return 0;
    }

    private static int addPorts(NetStack stack, List<String> args, Streams io) {
        String name = args.get(0);
        for (String device : args.subList(1, args.size())) {
            Optional<NetInterface> iface = stack.findInterface(device);
            if (iface.isEmpty()) {
                return complain(io, "interface " + device + " does not exist!");
            }
            Optional<Bridge> bridge = bridge(stack, name);
            if (bridge.isEmpty()) {
                return complain(
                        io,
                        stack.findInterface(name).isEmpty()
                                ? "bridge " + name + " does not exist!"
                                : "can't add " + device + " to bridge " + name + ": Operation not supported");
            }
            if (iface.get().port().isPresent() || !iface.get().macvlans().isEmpty()) {
                return complain(
                        io,
                        "device " + device + " is already a member of a bridge; can't add it to bridge " + name + ".");
            }
            if (iface.get().device() instanceof Bridge) {
                return complain(
                        io,
                        "device " + device
                                + " is a bridge device itself; can't add a bridge device to a bridge device.");
            }
            if (iface.get().isLoopback() || !iface.get().device().isEthernet()) {
                return complain(io, "can't add " + device + " to bridge " + name + ": Invalid argument");
            }
            stack.links().enslave(iface.get(), bridge.get());
        }
        return 0;
    }

    private static int deletePorts(NetStack stack, List<String> args, Streams io) {
        String name = args.get(0);
        for (String device : args.subList(1, args.size())) {
            Optional<NetInterface> iface = stack.findInterface(device);
            if (iface.isEmpty()) {
                return complain(io, "interface " + device + " does not exist!");
            }
            if (bridge(stack, name).isEmpty()) {
                return complain(io, "bridge " + name + " does not exist!");
            }
            boolean member = iface.get()
                    .port()
                    .filter(p -> p.bridge().iface().name().equals(name))
                    .isPresent();
            if (!member) {
                return complain(io, "device " + device + " is not a port of " + name);
            }
            stack.links().release(iface.get());
        }
        return 0;
    }

    private static int show(NetStack stack, List<String> names, boolean old, Streams io) {
        for (String name : names) {
            if (bridge(stack, name).isEmpty() && old) {
                io.out().print(TITLES + "\n" + name + "\t\t");
                return said(
                        io,
                        "can't get info " + Errno.text(stack.findInterface(name).isEmpty() ? "ENODEV" : "EOPNOTSUPP"));
            }
            if (bridge(stack, name).isEmpty()) {
                return complain(
                        io,
                        stack.findInterface(name).isEmpty()
                                ? "bridge " + name + " does not exist!"
                                : "device " + name + " is not a bridge!");
            }
        }
        // since 1.6 nothing is printed where there is no bridge
        if (old || stack.interfaces().stream().anyMatch(i -> i.device() instanceof Bridge)) {
            io.out().line(TITLES);
        }
        stack.interfaces().stream()
                .sorted(Comparator.comparing(NetInterface::name))
                .filter(i -> names.isEmpty() || names.contains(i.name()))
                .forEach(i -> {
                    if (i.device() instanceof Bridge bridge) {
                        row(bridge, io);
                    }
                });
        return 0;
    }

    private static void row(Bridge bridge, Streams io) {
        List<String> ports = new ArrayList<>(
                bridge.ports().stream().map(p -> p.iface().name()).sorted().toList());
        String stp = bridge.tree().isOn() ? "yes" : "no";
        io.out()
                .line(bridge.iface().name() + "\t\t" + bridge.tree().identity() + "\t" + stp + "\t\t"
                        + (ports.isEmpty() ? "" : ports.remove(0)));
        ports.forEach(port -> io.out().line("\t\t\t\t\t\t\t" + port));
    }

    private static int showStations(NetStack stack, String name, Streams io) {
        Optional<Bridge> bridge = bridge(stack, name);
        if (bridge.isEmpty()) {
            boolean there = stack.findInterface(name).isPresent();
            return complain(io, "read of forward table failed: " + Errno.text(there ? "EOPNOTSUPP" : "ENODEV"));
        }
        List<Line> lines = new ArrayList<>();
        long now = stack.network().clock().nanos();
        for (BridgePort port : bridge.get().ports()) {
            lines.add(Line.of(port.number(), port.iface().mac(), true, 0));
        }
        for (MacTable.Row<BridgePort> row : bridge.get().stations().rows()) {
            long age = row.permanent() ? 0 : now - row.heardNanos();
            lines.add(Line.of(row.port().number(), row.mac(), false, age));
        }
        io.out().line("port no\tmac addr\t\tis local?\tageing timer");
        lines.stream()
                .sorted(Comparator.comparing(Line::mac))
                .forEach(l -> io.out().line(l.text));
        return 0;
    }

    private record Line(String mac, String text) {
        static Line of(int port, MacAddress mac, boolean local, long ageNanos) {
            String text = String.format(
                    Locale.ROOT,
                    "%3d\t%s\t%s\t\t%7.2f",
                    port,
                    mac,
                    local ? "yes" : "no",
                    ageNanos / (double) SimClock.SECOND);
            return new Line(mac.toString(), text);
        }
    }

    private static int setAgeing(NetStack stack, List<String> args, Streams io) {
        double seconds;
        try {
            seconds = Double.parseDouble(args.get(1));
        } catch (NumberFormatException e) {
            return complain(io, "bad ageing time value");
        }
        Optional<Bridge> bridge = bridge(stack, args.get(0));
        if (bridge.isEmpty()) {
            return complain(io, "set ageing time failed: No such device");
        }
        bridge.get().stations().setAgeing((long) (seconds * SimClock.SECOND));
        return 0;
    }

    private static int said(Streams io, String text) {
        io.err().line(text);
        return 0;
    }
}
