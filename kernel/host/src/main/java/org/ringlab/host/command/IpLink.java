package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code ip link}: shows cards, switches them on and off, sets their MTU. */
final class IpLink {
    private static final int MIN_MTU = 68;

    private final Session session;
    private final Streams io;
    private final IpCommand.Style style;

    IpLink(Session session, Streams io, IpCommand.Style style) {
        this.session = session;
        this.io = io;
        this.style = style;
    }

    int run(List<String> args) {
        List<String> words = new ArrayList<>(args);
        String word = words.isEmpty() ? "show" : words.remove(0);
        return switch (IpCommand.verb(word, "add", "set", "change", "delete", "show", "list", "lst", "help")) {
            case "show", "list", "lst" -> show(words);
            case "set", "change" -> set(words);
            case "add", "delete" -> {
                io.err().line("ip: not simulated: ip link " + word + " (veth, bridge, tunnel and the like)");
                yield 1;
            }
            default -> IpCommand.unknownCommand(io, word, "link");
        };
    }

    private int show(List<String> words) {
        words.remove("dev");
        boolean upOnly = words.remove("up");
        Optional<String> wanted = words.stream().findFirst();
        if (wanted.isPresent()
                && session.machine().stack().findInterface(wanted.get()).isEmpty()) {
            io.err().line("Device \"" + wanted.get() + "\" does not exist.");
            return 1;
        }
        for (NetInterface iface : session.machine().stack().interfaces()) {
            if (wanted.isPresent() && !iface.name().equals(wanted.get()) || upOnly && !iface.isUp()) {
                continue;
            }
            if (style.brief()) {
                io.out()
                        .line(Texts.left(iface.name(), 16) + " " + Texts.left(state(iface), 14) + " " + iface.mac()
                                + " <" + flags(iface) + "> ");
            } else {
                String lines = head(iface, "mode DEFAULT ") + "\n" + hardware(iface);
                io.out().line(style.oneLine() ? lines.replace("\n", "\\") : lines);
            }
        }
        return 0;
    }

    /** The first line about an interface. */
    static String head(NetInterface iface, String mode) {
        String queue = iface.isLoopback() ? iface.isUp() ? "noqueue" : "noop" : "pfifo_fast";
        return iface.index() + ": " + iface.name() + ": <" + flags(iface) + "> mtu " + iface.mtu() + " qdisc " + queue
                + " state " + state(iface) + " " + mode + "group default qlen 1000";
    }

    /** The second line about an interface. */
    static String hardware(NetInterface iface) {
        return iface.isLoopback()
                ? "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00"
                : "    link/ether " + iface.mac() + " brd ff:ff:ff:ff:ff:ff";
    }

    static String state(NetInterface iface) {
        return !iface.isUp() ? "DOWN" : iface.isLoopback() ? "UNKNOWN" : "UP";
    }

    private static String flags(NetInterface iface) {
        return (iface.isLoopback() ? "LOOPBACK" : "BROADCAST,MULTICAST") + (iface.isUp() ? ",UP,LOWER_UP" : "");
    }

    private int set(List<String> args) {
        List<String> words = new ArrayList<>(args);
        if (!words.isEmpty() && words.get(0).equals("dev")) {
            words.remove(0);
        }
        if (words.isEmpty()) {
            io.err().line("Not enough information: \"dev\" argument is required.");
            return 255;
        }
        String name = words.remove(0);
        Optional<NetInterface> iface = session.machine().stack().findInterface(name);
        if (iface.isEmpty()) {
            return IpCommand.noDevice(io, name);
        }
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "up" -> session.machine().stack().setUp(iface.get(), true);
                case "down" -> session.machine().stack().setUp(iface.get(), false);
                case "mtu" -> {
                    if (i + 1 == words.size()) {
                        return IpCommand.incomplete(io);
                    }
                    Optional<Integer> mtu = Texts.number(words.get(++i));
                    if (mtu.isEmpty()) {
                        io.err().line("Error: argument \"" + words.get(i) + "\" is wrong: Invalid \"mtu\" value");
                        return 255;
                    }
                    if (mtu.get() < MIN_MTU) {
                        return IpCommand.refused(session, io, "mtu less than device minimum.", "EINVAL");
                    }
                    if (mtu.get() > 65_535) {
                        return IpCommand.refused(session, io, "mtu greater than device maximum.", "EINVAL");
                    }
                    session.machine().stack().setMtu(iface.get(), mtu.get());
                }
                case "name", "netns", "master", "nomaster", "address", "promisc", "type" -> {
                    io.err().line("ip: not simulated: ip link set … " + words.get(i));
                    return 1;
                }
                default -> {
                    return IpCommand.garbage(io, "dev", words.get(i));
                }
            }
        }
        return 0;
    }
}
