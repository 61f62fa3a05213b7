package org.ringlab.host.command;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.route.RouteType;
import org.ringlab.netfilter.stack.Routing;

/**
 * Which rows {@code ip route show} and {@code flush} mean (ip/iproute.c, {@code filter_nlmsg}).
 *
 * @param table 0 for all
 * @param device empty for all
 * @param how how a row's network has to compare with {@code network}
 * @param network empty for all
 * @param protocol empty for all
 * @param scope empty for all
 * @param type empty for all
 * @param via empty for all
 * @param source empty for all
 * @param metric empty for all
 * @param cache whether what was learned is meant instead
 * @param hidden columns of {@link RouteText} that were asked for, and so aren't printed
 */
record RouteSelection(
        int table,
        String device,
        String how,
        Optional<Ipv4Prefix> network,
        Optional<Route.Protocol> protocol,
        Optional<Route.Scope> scope,
        Optional<RouteType> type,
        Optional<Ipv4Prefix> via,
        Optional<Ipv4Prefix> source,
        Optional<Integer> metric,
        boolean cache,
        Set<String> hidden) {
    private static final Set<String> VALUED = Set.of(
            "dev", "oif", "table", "root", "match", "exact", "to", "scope", "protocol", "type", "via", "src", "metric");

    /** The words behind {@code show} or {@code flush}. */
    static IpWords words(List<String> args) {
        return new IpWords(args, IpKeywords.ROUTES, VALUED);
    }

    /** Reads the words; empty after a complaint, and the words have its status. */
    static Optional<RouteSelection> read(IpWords words, Session session, Streams io) {
        int table = Routing.MAIN;
        String device = "";
        String how = "exact";
        Optional<Ipv4Prefix> network = Optional.empty();
        Optional<Route.Protocol> protocol = Optional.empty();
        Optional<Route.Scope> scope = Optional.empty();
        Optional<RouteType> type = Optional.empty();
        Optional<Ipv4Prefix> via = Optional.empty();
        Optional<Ipv4Prefix> source = Optional.empty();
        Optional<Integer> metric = Optional.empty();
        boolean cache = false;
        Set<String> hidden = new TreeSet<>();
        while (words.next()) {
            String word = words.word();
            switch (word) {
                case "dev", "oif" -> {
                    device = words.value();
                    hidden.add("dev");
                    if (session.machine().stack().findInterface(device).isEmpty()) {
                        return words.fail(IpCommand.noDevice(io, device));
                    }
                }
                case "cached", "cloned" -> cache = true;
                case "table" -> {
                    String name = words.value();
                    if (name.equals("cache")) {
                        cache = true;
                        continue;
                    }
                    Optional<Integer> number = name.equals("all") ? Optional.of(0) : RouteTables.number(session, name);
                    if (number.isEmpty()) {
                        return words.fail(IpCommand.wrong(io, name, "table id value is invalid\n"));
                    }
                    table = number.get();
                }
                case "protocol" -> {
                    protocol = RouteText.protocol(words.value());
                    hidden.add("proto");
                    if (protocol.isEmpty()) {
                        return words.fail(RouteText.unknown(io, "protocol", words.last(), "invalid \"protocol\"\n"));
                    }
                }
                case "scope" -> {
                    scope = RouteText.scope(words.value());
                    hidden.add("scope");
                    if (scope.isEmpty()) {
                        return words.fail(RouteText.unknown(io, "scope", words.last(), "invalid \"scope\"\n"));
                    }
                }
                case "type" -> {
                    type = RouteText.type(words.value());
                    if (type.isEmpty()) {
                        return words.fail(RouteText.unknown(io, "type", words.last(), "node type value is invalid\n"));
                    }
                }
                case "metric" -> {
                    metric = IpWords.unsigned(words.value());
                    hidden.add("metric");
                    if (metric.isEmpty()) {
                        return words.fail(IpCommand.wrong(io, words.last(), "\"metric\" value is invalid\n"));
                    }
                }
                case "from", "tos", "dsfield", "mark", "realms", "vrf", "iif" -> {
                    return words.fail(IpCommand.notSimulated(io, "ip route show " + word));
                }
                default -> {
                    String key = VALUED.contains(word) ? word : "to";
                    String text = VALUED.contains(word) ? words.value() : words.typed();
                    boolean named =
                            key.equals("to") && Set.of("root", "match", "exact").contains(text);
                    if (named && !words.next()) {
                        return words.fail(IpCommand.incomplete(io));
                    }
                    Optional<Ipv4Prefix> prefix = IpWords.prefix(named ? words.typed() : text, true, io);
                    if (prefix.isEmpty()) {
                        return words.fail(1);
                    }
                    switch (key) {
                        case "via" -> {
                            via = prefix;
                            hidden.add("via");
                        }
                        case "src" -> {
                            source = prefix;
                            hidden.add("src");
                        }
                        default -> {
                            boolean everything = text.equals("all") || text.equals("any");
                            how = named ? text : everything ? "root" : key.equals("to") ? "exact" : key;
                            network = prefix;
                        }
                    }
                }
            }
        }
        return words.isIncomplete()
                ? words.fail(IpCommand.incomplete(io))
                : Optional.of(new RouteSelection(
                        table, device, how, network, protocol, scope, type, via, source, metric, cache, hidden));
    }

    /** The numbers of the tables that are meant, in the order of the kernel's 256 lists of tables. */
    List<Integer> tables(Routing routing) {
        return routing.tables().keySet().stream()
                .filter(number -> table == 0 || table == number)
                .sorted(Comparator.comparingInt(number -> number & 0xFF))
                .toList();
    }

    boolean covers(Route row) {
        return (device.isEmpty() || row.iface().equals(device))
                && (network.isEmpty() || compares(row.destination(), network.get()))
                && (protocol.isEmpty() || row.protocol() == protocol.get())
                && (scope.isEmpty() || row.scope() == scope.get())
                && (type.isEmpty() || row.type() == type.get())
                && within(via, row.given())
                && within(source, row.preferredSource())
                && (metric.isEmpty() || row.metric() == metric.get());
    }

    private static boolean within(Optional<Ipv4Prefix> wanted, @Nullable Ipv4Address address) {
        return wanted.isEmpty() || address != null && wanted.get().contains(address);
    }

    private boolean compares(Ipv4Prefix row, Ipv4Prefix wanted) {
        return switch (how) {
            case "root" -> row.length() >= wanted.length() && wanted.contains(row.address());
            case "match" -> row.length() <= wanted.length() && row.contains(wanted.address());
            default -> row.equals(wanted);
        };
    }
}
