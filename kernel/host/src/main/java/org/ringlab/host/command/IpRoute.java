package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.event.PacketEvent.RouteDecision;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.route.RouteType;
import org.ringlab.netfilter.stack.RouteChange;
import org.ringlab.netfilter.stack.RouteLookup;
import org.ringlab.netfilter.stack.Routing;

/** {@code ip route}: shows, asks and changes the main routing table. */
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
            case "flush" -> {
                io.err().line("ip: not simulated: ip route flush");
                yield 1;
            }
            default -> IpCommand.unknownCommand(io, word, "route");
        };
    }

    private int show(List<String> words) {
        Optional<String> device = words.contains("dev") && words.indexOf("dev") + 1 < words.size()
                ? Optional.of(words.get(words.indexOf("dev") + 1))
                : Optional.empty();
        boolean localTable =
                words.size() > 1 && words.get(0).equals("table") && words.get(1).equals("local");
        List<Route> rows = localTable ? routing.local().rows() : RouteCommand.sorted(routing);
        boolean defaultOnly = words.contains("default");
        for (Route row : rows) {
            boolean wanted =
                    (device.isEmpty() || row.iface().equals(device.get())) && (!defaultOnly || row.isDefault());
            if (wanted) {
                io.out().line(row + " " + (isDown(row) ? "linkdown " : ""));
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

    private int get(List<String> words) {
        if (words.isEmpty()) {
            io.err().line("need at least a destination address");
            return 1;
        }
        Optional<Ipv4Address> to = Ipv4Address.parse(words.get(0));
        if (to.isEmpty()) {
            io.err().line("Error: inet prefix is expected rather than \"" + words.get(0) + "\".");
            return 1;
        }
        RouteLookup found = routing.lookup(to.get());
        String failure = switch (found.decision()) {
            case LOCAL, UNICAST -> "";
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
        io.out()
                .line((local ? "local " : "") + to.get() + via + " dev "
                        + found.iface().name() + " src " + found.source() + " uid 0 ");
        io.out().line(local ? "    cache <local> " : "    cache ");
        return 0;
    }

    private int change(String verb, List<String> args) {
        List<String> words = new ArrayList<>(args);
        RouteType type = RouteType.UNICAST;
        @Nullable Ipv4Prefix destination = null;
        @Nullable Ipv4Address gateway = null;
        @Nullable Ipv4Address source = null;
        String iface = "";
        int metric = 0;
        boolean metricGiven = false;
        Route.Protocol protocol = Route.Protocol.BOOT;
        Route.@Nullable Scope scope = null;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean keyword = List.of("via", "dev", "metric", "src", "proto", "scope", "to", "table")
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
                case "dev" -> iface = words.get(++i);
                case "metric" -> {
                    Optional<Integer> number = Texts.number(words.get(++i));
                    if (number.isEmpty() || number.get() < 0) {
                        io.err().line("Error: argument \"" + words.get(i) + "\" is wrong: \"metric\" value is invalid");
                        return 255;
                    }
                    metric = number.get();
                    metricGiven = true;
                }
                case "proto" ->
                    protocol = words.get(++i).equals("static") ? Route.Protocol.STATIC : Route.Protocol.BOOT;
                case "scope" -> scope = words.get(++i).equals("link") ? Route.Scope.LINK : Route.Scope.GLOBAL;
                case "table" -> {
                    if (!words.get(++i).equals("main")) {
                        io.err().line("ip: not simulated: ip route … table " + words.get(i));
                        return 1;
                    }
                }
                case "unicast", "unreachable", "prohibit", "blackhole" ->
                    type = RouteType.valueOf(word.toUpperCase(Locale.ROOT));
                case "onlink", "nexthop", "mtu", "throw", "weight" -> {
                    io.err().line("ip: not simulated: ip route … " + word);
                    return 1;
                }
                default -> {
                    String text = word.equals("to") ? words.get(++i) : word;
                    if (destination != null) {
                        return IpCommand.garbage(io, "to", text);
                    }
                    Optional<Ipv4Prefix> prefix =
                            text.equals("default") ? Optional.of(Ipv4Prefix.ALL) : Ipv4Prefix.parse(text);
                    if (prefix.isEmpty()) {
                        io.err().line("Error: any valid prefix is expected rather than \"" + text + "\".");
                        return 1;
                    }
                    destination = prefix.get();
                }
            }
        }
        if (words.isEmpty()) {
            io.err().line("Usage: ip route { list | get | add | del | change | append | replace } ROUTE");
            return 255;
        }
        if (!iface.isEmpty() && session.machine().stack().findInterface(iface).isEmpty()) {
            return IpCommand.noDevice(io, iface);
        }
        Ipv4Prefix to = destination == null ? Ipv4Prefix.ALL : destination;
        if (!to.network().equals(to)) {
            return IpCommand.refused(session, io, "Invalid prefix for given prefix length.", "EINVAL");
        }
        if (verb.equals("delete")) {
            return report(routing.remove(to, gateway, iface, metricGiven ? metric : -1));
        }
        Route.Scope effective = scope != null
                ? scope
                : gateway == null && type == RouteType.UNICAST ? Route.Scope.LINK : Route.Scope.GLOBAL;
        Route route = new Route(type, to, gateway, iface, source, metric, protocol, effective);
        return put(verb, route);
    }

    private int put(String verb, Route route) {
        if (route.type() == RouteType.UNICAST
                && route.gateway() == null
                && route.iface().isEmpty()) {
            return IpCommand.refused(session, io, "", "ENODEV");
        }
        Optional<Route> old = routing.main().rows().stream()
                .filter(r -> r.destination().equals(route.destination()) && r.metric() == route.metric())
                .findFirst();
        if (verb.equals("change") && old.isEmpty()) {
            return IpCommand.refused(session, io, "", "ENOENT");
        }
        boolean replaces = verb.equals("change") || verb.equals("replace");
        if (replaces && old.isPresent()) {
            Route row = old.get();
            routing.remove(row.destination(), row.gateway(), row.iface(), row.metric());
            RouteChange change = routing.add(route);
            if (change != RouteChange.OK) {
                routing.add(row);
            }
            return report(change);
        }
        return report(routing.add(route));
    }

    private int report(RouteChange change) {
        return switch (change) {
            case OK -> 0;
            case ENETUNREACH -> IpCommand.refused(session, io, "Nexthop has invalid gateway.", "ENETUNREACH");
            case ENETDOWN -> IpCommand.refused(session, io, "Device for nexthop is not up.", "ENETDOWN");
            case EEXIST, EINVAL, ESRCH, ENODEV -> IpCommand.refused(session, io, "", change.name());
        };
    }
}
