package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.route.Placing;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.stack.RouteLookup;
import org.ringlab.netfilter.stack.Routing;

/** {@code ip route}: shows and empties routing tables; what asks and changes them is in files of its own. */
final class IpRoute {
    private final Session session;
    private final Streams io;
    private final IpCommand.Style style;
    private final Routing routing;

    IpRoute(Session session, Streams io, IpCommand.Style style) {
        this.session = session;
        this.io = io;
        this.style = style;
        routing = session.machine().stack().routing();
    }

    int run(List<String> args) {
        List<String> words = new ArrayList<>(args);
        String word = words.isEmpty() ? "show" : words.remove(0);
        IpRouteChange change = new IpRouteChange(session, io);
        return switch (IpCommand.verb(
                word, "list", "show", "lst", "get", "add", "change", "replace", "prepend", "append", "test", "delete",
                "flush")) {
            case "list", "show", "lst" -> show(words);
            case "get" -> new IpRouteGet(session, io, style).run(words);
            case "add" -> change.place(words, Placing.ADD);
            case "change" -> change.place(words, Placing.CHANGE);
            case "replace" -> change.place(words, Placing.REPLACE);
            case "prepend" -> change.place(words, Placing.PREPEND);
            case "append" -> change.place(words, Placing.APPEND);
            case "test" -> change.place(words, Placing.TEST);
            case "delete" -> change.delete(words);
            case "flush" -> flush(words);
            default -> IpCommand.unknownCommand(io, word, "route");
        };
    }

    private int show(List<String> args) {
        IpWords words = RouteSelection.words(args);
        Optional<RouteSelection> selected = RouteSelection.read(words, session, io);
        if (selected.isEmpty()) {
            return words.status();
        }
        RouteSelection wanted = selected.get();
        if (wanted.cache()) {
            return showCache(wanted.network());
        }
        if (wanted.table() != 0 && !routing.tables().containsKey(wanted.table())) {
            io.err().line("Error: ipv4: FIB table does not exist.\nDump terminated");
            return 2;
        }
        for (int number : wanted.tables(routing)) {
            boolean named = wanted.table() == 0 && (number != Routing.MAIN || style.details());
            String name = named ? RouteTables.name(session, number) : "";
            for (Route row : RouteCommand.sorted(routing.table(number))) {
                if (wanted.covers(row)) {
                    io.out().line(RouteText.of(row, name, isDown(row), style.details(), wanted.hidden()));
                }
            }
        }
        return 0;
    }

    private int flush(List<String> args) {
        if (args.isEmpty()) {
            io.err().line("\"ip route flush\" requires arguments.");
            return 1;
        }
        IpWords words = RouteSelection.words(args);
        Optional<RouteSelection> selected = RouteSelection.read(words, session, io);
        if (selected.isEmpty()) {
            return words.status();
        }
        if (selected.get().cache()) {
            routing.flushCache();
            return 0;
        }
        for (int number : selected.get().tables(routing)) {
            for (Route row : List.copyOf(routing.table(number).rows())) {
                if (selected.get().covers(row)) {
                    routing.table(number).remove(row);
                }
            }
        }
        return 0;
    }

    private boolean isDown(Route row) {
        return session.machine()
                .stack()
                .findInterface(row.iface())
                .filter(i -> !i.isRunning())
                .isPresent();
    }

    /** {@code ip route show cache}: what newer kernels know beyond the rows, older ones keep to themselves (before 5.3). */
    private int showCache(Optional<Ipv4Prefix> wanted) {
        if (session.machine().profile() == Profile.CENTOS7) {
            return 0;
        }
        SortedSet<Ipv4Address> destinations =
                new TreeSet<>(routing.redirects().shortcuts().keySet());
        destinations.addAll(routing.pathMtus().all().keySet());
        for (Ipv4Address to : destinations) {
            RouteLookup found = routing.lookup(to);
            boolean meant = wanted.isEmpty() || wanted.get().contains(to);
            if (meant && found.iface() != null) {
                String via = found.nextHop().equals(to) ? "" : " via " + found.nextHop();
                io.out().line(to + via + " dev " + found.iface().name() + " ");
                io.out().line("    " + RouteText.cached(session.machine().stack(), to, found.isRedirected(), 0));
            }
        }
        return 0;
    }
}
