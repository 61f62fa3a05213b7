package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
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
 * @param protocol {@code kernel}, {@code boot}, {@code static}; empty for all
 * @param scope {@code global}, {@code link}, {@code host}; empty for all
 * @param type empty for all
 * @param cache whether what was learned is meant instead
 */
record RouteSelection(
        int table,
        String device,
        String how,
        Optional<Ipv4Prefix> network,
        String protocol,
        String scope,
        Optional<RouteType> type,
        boolean cache) {
    private static final Set<String> VALUED =
            Set.of("dev", "oif", "table", "root", "match", "exact", "to", "scope", "protocol", "type");

    /** Reads the words behind the command; empty after a complaint. */
    static Optional<RouteSelection> read(List<String> args, Session session, Streams io) {
        int table = Routing.MAIN;
        String device = "";
        String how = "exact";
        Optional<Ipv4Prefix> network = Optional.empty();
        String protocol = "";
        String scope = "";
        Optional<RouteType> type = Optional.empty();
        boolean cache = false;
        IpWords words = new IpWords(args, IpKeywords.ROUTES, VALUED);
        while (words.next()) {
            String word = words.word();
            switch (word) {
                case "dev", "oif" -> device = words.value();
                case "cached", "cloned" -> cache = true;
                case "table" -> {
                    String name = words.value();
                    if (name.equals("cache")) {
                        cache = true;
                        continue;
                    }
                    Optional<Integer> number = name.equals("all") ? Optional.of(0) : RouteTables.number(session, name);
                    if (number.isEmpty()) {
                        io.err().line("Error: argument \"" + name + "\" is wrong: table id value is invalid\n");
                        return Optional.empty();
                    }
                    table = number.get();
                }
                case "protocol" -> protocol = words.value();
                case "scope" -> scope = words.value();
                case "type" -> {
                    String name = words.value().toUpperCase(Locale.ROOT);
                    type = List.of(RouteType.values()).stream()
                            .filter(t -> t.name().equals(name))
                            .findFirst();
                    if (type.isEmpty()) {
                        IpCommand.notSimulated(io, "ip route show type " + name.toLowerCase(Locale.ROOT));
                        return Optional.empty();
                    }
                }
                case "via", "src", "from", "tos", "dsfield", "mark", "metric", "realms", "vrf", "iif" -> {
                    IpCommand.notSimulated(io, "ip route show " + word);
                    return Optional.empty();
                }
                default -> {
                    boolean keyword = VALUED.contains(word);
                    how = keyword && !word.equals("to") ? word : "exact";
                    network = IpWords.prefix(keyword ? words.value() : words.typed(), true, io);
                    if (network.isEmpty()) {
                        return Optional.empty();
                    }
                }
            }
        }
        if (words.isIncomplete()) {
            IpCommand.incomplete(io);
            return Optional.empty();
        }
        return Optional.of(new RouteSelection(table, device, how, network, protocol, scope, type, cache));
    }

    boolean covers(Route row) {
        return (device.isEmpty() || row.iface().equals(device))
                && (network.isEmpty() || compares(row.destination(), network.get()))
                && (protocol.isEmpty() || row.protocol().name().equalsIgnoreCase(protocol))
                && (scope.isEmpty() || row.scope().name().equalsIgnoreCase(scope))
                && (type.isEmpty() || row.type() == type.get());
    }

    private boolean compares(Ipv4Prefix row, Ipv4Prefix wanted) {
        return switch (how) {
            case "root" -> row.length() >= wanted.length() && wanted.contains(row.address());
            case "match" -> row.length() <= wanted.length() && row.contains(wanted.address());
            default -> row.equals(wanted);
        };
    }

    /** A row's text without what all rows that are meant have in common: it was asked for. */
    String without(String row) {
        String text = row;
        text = device.isEmpty() ? text : text.replaceFirst(" dev [^ ]+", "");
        text = protocol.isEmpty() ? text : text.replaceFirst(" proto [^ ]+", "");
        return scope.isEmpty() ? text : text.replaceFirst(" scope [^ ]+", "");
    }
}
