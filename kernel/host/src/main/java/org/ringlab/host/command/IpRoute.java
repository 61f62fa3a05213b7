package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.event.PacketEvent.RouteDecision;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.route.Flow;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.route.RouteType;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.PathMtus;
import org.ringlab.netfilter.stack.Redirects;
import org.ringlab.netfilter.stack.RouteChange;
import org.ringlab.netfilter.stack.RouteLookup;
import org.ringlab.netfilter.stack.Routing;

/** {@code ip route}: shows, asks and changes routing tables. */
final class IpRoute {
    private final Session session;
    private final Streams io;
    private final Routing routing;

    IpRoute(Session session, Streams io) {
        this.session = session;
        this.io = io;
        routing = session.machine().stack().routing();
    }

    int run(List<String> args) {
        List<String> words = new ArrayList<>(args);
        String word = words.isEmpty() ? "show" : words.remove(0);
        String verb = IpCommand.verb(
                word, "list", "show", "lst", "get", "add", "change", "replace", "append", "delete", "flush");
        return switch (verb) {
            case "list", "show", "lst" -> show(words);
            case "get" -> get(words);
            case "add", "change", "replace", "append", "delete" -> change(verb, words);
            case "flush" -> flush(words);
            default -> IpCommand.unknownCommand(io, word, "route");
        };
    }

    private int show(List<String> words) {
        Optional<RouteSelection> selected = RouteSelection.read(words, session, io);
        if (selected.isEmpty()) {
            return 255;
        }
        RouteSelection wanted = selected.get();
        if (wanted.cache()) {
            return showCache(wanted.network());
        }
        if (wanted.table() != 0 && !routing.tables().containsKey(wanted.table())) {
            io.err().line("Error: ipv4: FIB table does not exist.\nDump terminated");
            return 2;
        }
        for (int number : List.copyOf(routing.tables().keySet())) {
            if (wanted.table() != 0 && wanted.table() != number) {
                continue;
            }
            boolean named = wanted.table() == 0 && number != Routing.MAIN;
            String name = named ? RouteTables.name(session, number) : "";
            for (Route row : RouteCommand.sorted(number == Routing.LOCAL ? routing.local() : routing.table(number))) {
                if (wanted.covers(row)) {
                    io.out().line(wanted.without(row.text(name)) + " " + (isDown(row) ? "linkdown " : ""));
                }
            }
        }
        return 0;
    }

    private int flush(List<String> words) {
        if (words.isEmpty()) {
            io.err().line("\"ip route flush\" requires arguments.");
            return 1;
        }
        Optional<RouteSelection> selected = RouteSelection.read(words, session, io);
        if (selected.isEmpty()) {
            return 255;
        }
        if (selected.get().cache()) {
            routing.flushCache();
            return 0;
        }
        for (int number : List.copyOf(routing.tables().keySet())) {
            if (selected.get().table() == 0 || selected.get().table() == number) {
                for (Route row : List.copyOf(routing.table(number).rows())) {
                    if (selected.get().covers(row)) {
                        routing.table(number).remove(row);
                    }
                }
            }
        }
        return 0;
    }

    private boolean isOld() {
        return session.machine().profile() == Profile.CENTOS7;
    }

    private boolean isDown(Route row) {
        return session.machine()
                .stack()
                .findInterface(row.iface())
                .filter(i -> !i.isRunning())
                .isPresent();
    }

    private int get(List<String> words) {
        if (words.isEmpty()) {
            io.err().line("need at least a destination address");
            return 1;
        }
        Optional<Ipv4Address> to = Ipv4Address.parse(words.get(0));
        if (to.isEmpty()) {
            io.err().line("Error: any valid prefix is expected rather than \"" + words.get(0) + "\".");
            return 1;
        }
        String from = after(words, "from");
        String iif = after(words, "iif");
        Flow flow = new Flow(
                Ipv4Address.parse(from).orElse(Ipv4Address.ANY),
                to.get(),
                Texts.number(after(words, "mark")).orElse(0),
                iif.isEmpty() ? "lo" : iif);
        RouteLookup found = routing.lookup(flow);
        Optional<NetInterface> comesBy = session.machine().stack().findInterface(iif);
        if (!iif.isEmpty() && comesBy.isEmpty()) {
            return IpCommand.noDevice(io, iif);
        }
        for (String word : List.of("oif", "tos", "vrf", "uid", "fibmatch", "ipproto", "sport", "dport")) {
            if (words.contains(word)) {
                return IpCommand.notSimulated(io, "ip route get … " + word);
            }
        }
        boolean refuses = comesBy.isPresent()
                && found.decision() == RouteDecision.UNICAST
                && !session.machine().stack().sysctls().forwards(comesBy.get());
        String failure = switch (found.decision()) {
            case LOCAL, UNICAST -> refuses ? "EHOSTUNREACH" : "";
            case NO_ROUTE -> "ENETUNREACH";
            case UNREACHABLE -> "EHOSTUNREACH";
            case PROHIBIT -> "EACCES";
            case BLACKHOLE -> "EINVAL";
        };
        if (!failure.isEmpty() || found.iface() == null) {
            return IpCommand.refused(session, io, "", failure.isEmpty() ? "ENETUNREACH" : failure);
        }
        boolean local = found.decision() == RouteDecision.LOCAL;
        String via = found.nextHop().equals(to.get()) || local ? "" : " via " + found.nextHop();
        String table = tableOf(found.route());
        io.out()
                .line((local ? "local " : "") + to.get() + (from.isEmpty() ? "" : " from " + from) + via + " dev "
                        + found.iface().name() + table + (from.isEmpty() ? " src " + found.source() : "")
                        + (flow.mark() == 0 ? "" : " mark " + flow.mark())
                        + (isOld() || !iif.isEmpty() ? " " : " uid 0 "));
        int mtu = found.route() == null ? 0 : found.route().mtu();
        io.out()
                .line((local ? "    cache <local> " : cached(to.get(), found.isRedirected(), mtu))
                        + (iif.isEmpty() ? "" : "iif " + iif + " "));
        return 0;
    }

    /** What is known beyond the row: another next hop, a narrow path, and how long that is believed. */
    private String cached(Ipv4Address to, boolean redirected, int rowMtu) {
        Optional<PathMtus.PathMtu> learned = routing.pathMtus().get(to);
        Optional<Redirects.Shortcut> shortcut =
                redirected ? Optional.ofNullable(routing.redirects().shortcuts().get(to)) : Optional.empty();
        long until = Math.max(
                learned.map(PathMtus.PathMtu::untilNanos).orElse(0L),
                shortcut.map(Redirects.Shortcut::untilNanos).orElse(0L));
        long left = (until - session.machine().stack().network().clock().nanos()) / SimClock.SECOND;
        int mtu = learned.map(PathMtus.PathMtu::mtu).orElse(rowMtu);
        return "    cache " + (redirected ? "<redirected> " : "") + (until == 0 ? "" : "expires " + left + "sec ")
                + (mtu == 0 ? "" : "mtu " + mtu + " ");
    }

    /** {@code ip route show cache}: what newer kernels know beyond the rows, older ones keep to themselves (before 5.3). */
    private int showCache(Optional<Ipv4Prefix> wanted) {
        if (isOld()) {
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
                io.out().line(cached(to, found.isRedirected(), 0));
            }
        }
        return 0;
    }

    /** The table a row was found in, where it is none of the usual ones. */
    private String tableOf(@Nullable Route row) {
        for (var table : routing.tables().entrySet()) {
            boolean usual = table.getKey() == Routing.LOCAL || table.getKey() == Routing.MAIN;
            if (!usual && row != null && table.getValue().rows().contains(row)) {
                return " table " + RouteTables.name(session, table.getKey());
            }
        }
        return "";
    }

    private static String after(List<String> words, String keyword) {
        int at = words.indexOf(keyword);
        return at >= 0 && at + 1 < words.size() ? words.get(at + 1) : "";
    }

    private int change(String verb, List<String> args) {
        List<String> words = new ArrayList<>(args);
        RouteType type = RouteType.UNICAST;
        @Nullable Ipv4Prefix destination = null;
        @Nullable Ipv4Address gateway = null;
        @Nullable Ipv4Address source = null;
        String iface = "";
        int metric = 0;
        Route.Protocol protocol = Route.Protocol.BOOT;
        Route.@Nullable Scope scope = null;
        int table = Routing.MAIN;
        int mtu = 0;
        for (int i = 0; i < words.size(); i++) {
            String word = IpKeywords.ROUTE.of(words.get(i));
            boolean keyword = List.of("via", "dev", "oif", "metric", "src", "protocol", "scope", "to", "table", "mtu")
                    .contains(word);
            if (keyword && i + 1 == words.size()) {
                return IpCommand.incomplete(io);
            }
            switch (word) {
                case "via", "src" -> {
                    Optional<Ipv4Address> address = Ipv4Address.parse(words.get(++i));
                    if (address.isEmpty()) {
                        io.err().line("Error: inet address is expected rather than \"" + words.get(i) + "\".");
                        return 1;
                    }
                    gateway = word.equals("via") ? address.get() : gateway;
                    source = word.equals("src") ? address.get() : source;
                }
                case "dev", "oif" -> iface = words.get(++i);
                case "metric", "priority", "preference" -> {
                    Optional<Integer> number = Texts.number(words.get(++i));
                    if (number.isEmpty() || number.get() < 0) {
                        io.err().line("Error: argument \"" + words.get(i) + "\" is wrong: \"metric\" value is invalid");
                        return 255;
                    }
                    metric = number.get();
                }
                case "protocol" ->
                    protocol = words.get(++i).equals("static") ? Route.Protocol.STATIC : Route.Protocol.BOOT;
                case "scope" -> scope = words.get(++i).equals("link") ? Route.Scope.LINK : Route.Scope.GLOBAL;
                case "table" -> {
                    Optional<Integer> number = RouteTables.number(session, words.get(++i));
                    if (number.isEmpty()) {
                        io.err().line("Error: argument \"" + words.get(i) + "\" is wrong: table id value is invalid\n");
                        return 255;
                    }
                    table = number.get();
                }
                case "mtu" -> {
                    Optional<Integer> number = Texts.number(words.get(++i));
                    if (number.isEmpty()) {
                        io.err().line("Error: argument \"" + words.get(i) + "\" is wrong: \"mtu\" value is invalid");
                        return 255;
                    }
                    mtu = number.get();
                }
                case "unicast", "unreachable", "prohibit", "blackhole", "throw" ->
                    type = RouteType.valueOf(word.toUpperCase(Locale.ROOT));
                case "advmss",
                        "rtt",
                        "rttvar",
                        "window",
                        "hoplimit",
                        "cwnd",
                        "initcwnd",
                        "initrwnd",
                        "ssthresh",
                        "reordering",
                        "rto_min",
                        "quickack",
                        "congctl",
                        "features",
                        "expires",
                        "encap",
                        "onlink",
                        "nexthop",
                        "weight",
                        "tos",
                        "dsfield",
                        "realms",
                        "vrf",
                        "nhid",
                        "local" -> {
                    io.err().line("ip: not simulated: ip route … " + word);
                    return 1;
                }
                default -> {
                    String text = word.equals("to") ? words.get(++i) : words.get(i);
                    if (destination != null) {
                        return IpCommand.garbage(io, "to", text);
                    }
                    Optional<Ipv4Prefix> prefix =
                            text.equals("default") ? Optional.of(Ipv4Prefix.ALL) : IpWords.network(text);
                    if (prefix.isEmpty()) {
                        io.err().line("Error: any valid prefix is expected rather than \"" + text + "\".");
                        return 1;
                    }
                    destination = prefix.get();
                }
            }
        }
        if (words.isEmpty()) {
            return IpCommand.notSimulated(io, "ip route help");
        }
        if (!iface.isEmpty() && session.machine().stack().findInterface(iface).isEmpty()) {
            return IpCommand.noDevice(io, iface);
        }
        Ipv4Prefix to = destination == null ? Ipv4Prefix.ALL : destination;
        if (!to.network().equals(to)) {
            return IpCommand.refused(session, io, "Invalid prefix for given prefix length.", "EINVAL");
        }
        if (verb.equals("delete")) {
            return report(routing.remove(to, gateway, iface, metric, table));
        }
        Route.Scope effective = scope != null
                ? scope
                : gateway == null && type == RouteType.UNICAST ? Route.Scope.LINK : Route.Scope.GLOBAL;
        Route route = new Route(type, to, gateway, iface, source, metric, protocol, effective, mtu);
        return put(verb, route, table);
    }

    private int put(String verb, Route route, int table) {
        if (route.type() == RouteType.UNICAST
                && route.gateway() == null
                && route.iface().isEmpty()) {
            return IpCommand.refused(session, io, "", "ENODEV");
        }
        Optional<Route> old = routing.table(table).rows().stream()
                .filter(r -> r.destination().equals(route.destination()) && r.metric() == route.metric())
                .findFirst();
        if (verb.equals("change") && old.isEmpty()) {
            return IpCommand.refused(session, io, "", "ENOENT");
        }
        boolean replaces = verb.equals("change") || verb.equals("replace");
        if (replaces && old.isPresent()) {
            Route row = old.get();
            routing.remove(row.destination(), row.given(), row.iface(), row.metric(), table);
            RouteChange change = routing.add(route, table);
            if (change != RouteChange.OK) {
                routing.add(row, table);
            }
            return report(change);
        }
        RouteChange change = routing.add(route, table);
        if (change == RouteChange.EEXIST && verb.equals("append")) {
            return IpCommand.notSimulated(io, "ip route append (two rows for one destination)");
        }
        boolean foreign = route.preferredSource() != null && !routing.isLocal(route.preferredSource());
        return change == RouteChange.EINVAL && foreign
                ? IpCommand.refused(session, io, "Invalid prefsrc address.", "EINVAL")
                : report(change);
    }

    private int report(RouteChange change) {
        return switch (change) {
            case OK -> 0;
            case ENETUNREACH -> IpCommand.refused(session, io, "Nexthop has invalid gateway.", "ENETUNREACH");
            case ENETDOWN -> IpCommand.refused(session, io, "Device for nexthop is not up.", "ENETDOWN");
            case EINVAL -> IpCommand.refused(session, io, "Nexthop has invalid gateway.", "EINVAL");
            case EEXIST, ESRCH, ENODEV -> IpCommand.refused(session, io, "", change.name());
        };
    }
}
