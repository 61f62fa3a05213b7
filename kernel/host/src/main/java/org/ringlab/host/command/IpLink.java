package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code ip link}: shows interfaces and deletes them; what makes and changes them is in files of its own. */
final class IpLink {
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
            case "set", "change" -> new IpLinkSet(session, io).run(words);
            case "add" -> new IpLinkAdd(session, io).run(words);
            case "delete" -> delete(words);
            default -> IpCommand.unknownCommand(io, word, "link");
        };
    }

    private int show(List<String> args) {
        Optional<Shown> shown = Shown.read(session, args, io);
        if (shown.isEmpty()) {
            return 1;
        }
        for (NetInterface iface : session.machine().stack().interfaces()) {
            if (!shown.get().covers(iface)) {
                continue;
            }
            if (style.brief()) {
                io.out()
                        .line(Texts.left(LinkText.name(iface), 16) + " " + Texts.left(LinkText.state(iface), 14) + " "
                                + iface.mac() + " <" + LinkText.flags(iface) + "> ");
            } else {
                String lines = LinkText.head(iface, "mode DEFAULT ") + "\n" + LinkText.hardware(iface, session)
                        + (style.details() ? LinkText.details(iface) : "")
                        + (iface.alias().isEmpty() ? "" : "\n    alias " + iface.alias())
                        + (style.statistics()
                                ? "\n"
                                        + LinkStatistics.text(
                                                iface, session.machine().profile())
                                : "");
                io.out().line(style.oneLine() ? lines.replace("\n", "\\") : lines);
            }
        }
        return 0;
    }

    /**
     * Which interfaces are to be shown.
     *
     * @param name empty: any
     * @param type empty: any
     * @param master empty: any
     * @param upOnly only those that are up
     */
    record Shown(String name, String type, String master, boolean upOnly) {
        /** Reads the words behind {@code show}; empty after a complaint. */
        static Optional<Shown> read(Session session, List<String> args, Streams io) {
            String name = "";
            String type = "";
            String master = "";
            boolean upOnly = false;
            IpWords words = new IpWords(args, IpKeywords.WHOLE, Set.of("type", "master", "dev"));
            while (words.next()) {
                switch (words.word()) {
                    case "up" -> upOnly = true;
                    case "scope", "to", "label", "group", "vrf", "permanent", "dynamic", "secondary", "primary" -> {
                        IpCommand.notSimulated(io, "ip … show " + words.word());
                        return Optional.empty();
                    }
                    case "type" -> type = words.value();
                    case "master" -> master = words.value();
                    default -> {
                        String device = words.word().equals("dev") ? words.value() : words.word();
                        if (!name.isEmpty()) {
                            IpCommand.garbage(io, "dev", device);
                            return Optional.empty();
                        }
                        name = device;
                    }
                }
            }
            if (words.isIncomplete()) {
                IpCommand.incomplete(io);
                return Optional.empty();
            }
            for (String device : List.of(name, master)) {
                if (!device.isEmpty()
                        && session.machine().stack().findInterface(device).isEmpty()) {
                    io.err().line("Device \"" + device + "\" does not exist.");
                    return Optional.empty();
                }
            }
            return Optional.of(new Shown(name, type, master, upOnly));
        }

        boolean covers(NetInterface iface) {
            boolean inMaster = master.isEmpty()
                    || iface.port()
                            .filter(p -> p.bridge().iface().name().equals(master))
                            .isPresent();
            return inMaster
                    && (name.isEmpty() || iface.name().equals(name))
                    && (type.isEmpty() || iface.device().kind().equals(type))
                    && (!upOnly || iface.isUp());
        }
    }

    private int delete(List<String> args) {
        List<String> words = new ArrayList<>(args);
        words.remove("dev");
        if (words.isEmpty()) {
            io.err().line("Not enough information: \"dev\" argument is required.");
            return 255;
        }
        Optional<NetInterface> iface = session.machine().stack().findInterface(words.get(0));
        if (iface.isEmpty()) {
            return IpCommand.noDevice(io, words.get(0));
        }
        if (iface.get().device().kind().isEmpty()) {
            return IpCommand.refused(session, io, "", "EOPNOTSUPP");
        }
        session.machine().stack().links().remove(iface.get());
        return 0;
    }
}
