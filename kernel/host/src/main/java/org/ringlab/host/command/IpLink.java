package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.stack.InterfaceAddress;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;

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
        IpWords words = Shown.words(args);
        Optional<Shown> shown = Shown.read(session, words, io);
        if (shown.isEmpty()) {
            return words.status();
        }
        Profile profile = session.machine().profile();
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
                        + (style.details() ? LinkDetails.of(iface, profile, true) : "")
                        + (iface.alias().isEmpty() ? "" : "\n    alias " + iface.alias())
                        + (style.statistics() > 0
                                ? "\n" + LinkStatistics.text(iface, profile, style.statistics() > 1)
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
     * @param free only those that have no master
     * @param inet whether the lines about hardware are left out
     * @param bare whether lines about addresses come alone, as they do by label
     * @param addresses only those that have such addresses, and these alone; empty: any
     */
    record Shown(
            String name,
            String type,
            String master,
            boolean upOnly,
            boolean free,
            boolean inet,
            boolean bare,
            Optional<Predicate<InterfaceAddress>> addresses) {
        /** The words behind {@code show}. */
        static IpWords words(List<String> args) {
            return new IpWords(
                    args, IpKeywords.WHOLE, Set.of("type", "master", "dev", "group", "scope", "to", "label"));
        }

        /** Reads the words; empty after a complaint, and the words have its status. */
        static Optional<Shown> read(Session session, IpWords words, Streams io) {
            NetStack stack = session.machine().stack();
            String name = "";
            String type = "";
            String master = "";
            boolean upOnly = false;
            boolean free = false;
            boolean inet = false;
            boolean bare = false;
            Optional<Predicate<InterfaceAddress>> addresses = Optional.empty();
            while (words.next()) {
                switch (words.word()) {
                    case "up" -> upOnly = true;
                    case "nomaster" -> free = true;
                    case "group" -> {
                        String group = words.value();
                        if (!group.equals("default") && !group.equals("0")) {
                            return words.fail(IpCommand.notSimulated(io, "ip … show group " + group));
                        }
                    }
                    case "vrf" -> {
                        return words.fail(IpCommand.notSimulated(io, "ip … show " + words.word()));
                    }
                    case "scope" -> {
                        Optional<Route.Scope> scope = RouteText.scope(words.value());
                        if (scope.isEmpty()) {
                            return words.fail(RouteText.unknown(io, "scope", words.last(), "invalid \"scope\"\n"));
                        }
                        Route.Scope wanted = scope.get();
                        addresses = both(
                                addresses,
                                a -> wanted == (a.address().isLoopback() ? Route.Scope.HOST : Route.Scope.GLOBAL));
                    }
                    case "to" -> {
                        Optional<Ipv4Prefix> network = IpWords.prefix(words.value(), true, io);
                        if (network.isEmpty()) {
                            return words.fail(1);
                        }
                        inet = true;
                        addresses = both(addresses, a -> network.get().contains(a.address()));
                    }
                    case "label" -> {
                        bare = true;
                        Pattern label = Pattern.compile(words.value()
                                .replaceAll("[^*?]+", "\\\\Q$0\\\\E")
                                .replace("*", ".*")
                                .replace("?", "."));
                        addresses =
                                both(addresses, a -> label.matcher(a.label()).matches());
                    }
                    case "secondary", "primary" -> {
                        boolean secondary = words.word().equals("secondary");
                        addresses = both(addresses, a -> a.secondary() == secondary);
                    }
                    case "permanent", "dynamic" -> {
                        return words.fail(IpCommand.notSimulated(io, "ip … show " + words.word()));
                    }
                    case "type" -> type = words.value();
                    case "master" -> {
                        master = words.value();
                        if (stack.findInterface(master).isEmpty()) {
                            return words.fail(IpCommand.wrong(io, master, "Device does not exist\n"));
                        }
                    }
                    default -> {
                        String device = words.word().equals("dev") ? words.value() : words.word();
                        if (!name.isEmpty()) {
                            return words.fail(IpCommand.garbage(io, "dev", device));
                        }
                        name = device;
                    }
                }
            }
            if (words.isIncomplete()) {
                return words.fail(IpCommand.incomplete(io));
            }
            if (!name.isEmpty() && stack.findInterface(name).isEmpty()) {
                io.err().line("Device \"" + name + "\" does not exist.");
                return words.fail(1);
            }
            return Optional.of(new Shown(name, type, master, upOnly, free, inet, bare, addresses));
        }

        private static Optional<Predicate<InterfaceAddress>> both(
                Optional<Predicate<InterfaceAddress>> one, Predicate<InterfaceAddress> other) {
            return Optional.of(one.map(p -> p.and(other)).orElse(other));
        }

        /** The addresses of an interface that are meant. */
        List<InterfaceAddress> of(NetInterface iface) {
            return iface.addresses().stream()
                    .filter(addresses.orElse(a -> true))
                    .toList();
        }

        boolean covers(NetInterface iface) {
            boolean inMaster = master.isEmpty()
                    || iface.port()
                            .filter(p -> p.bridge().iface().name().equals(master))
                            .isPresent();
            return inMaster
                    && (!free || iface.port().isEmpty())
                    && (addresses.isEmpty() || !of(iface).isEmpty())
                    && (name.isEmpty() || iface.name().equals(name))
                    && (type.isEmpty() || iface.device().kind().equals(type))
                    && (!upOnly || iface.isUp());
        }
    }

    private int delete(List<String> args) {
        String name = "";
        IpWords words = new IpWords(args, IpKeywords.LINK, Set.of("dev", "type"));
        while (words.next()) {
            switch (words.word()) {
                case "type" -> words.value();
                default -> {
                    String device = words.word().equals("dev") ? words.value() : words.typed();
                    if (!name.isEmpty()) {
                        return IpCommand.garbage(io, "dev", device);
                    }
                    name = device;
                }
            }
        }
        if (words.isIncomplete()) {
            return IpCommand.incomplete(io);
        }
        if (name.isEmpty()) {
            io.err().line("Not enough information: \"dev\" argument is required.");
            return 255;
        }
        Optional<NetInterface> iface = session.machine().stack().findInterface(name);
        if (iface.isEmpty()) {
            return IpCommand.noDevice(io, name);
        }
        if (iface.get().device().kind().isEmpty()) {
            return IpCommand.refused(session, io, "", "EOPNOTSUPP");
        }
        session.machine().stack().links().remove(iface.get());
        return 0;
    }
}
