package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.route.Placing;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.route.RouteChange;
import org.ringlab.netfilter.route.RouteType;
import org.ringlab.netfilter.stack.Routing;

/** One change of a routing table by {@code ip route} (ip/iproute.c, {@code iproute_modify}). */
final class IpRouteChange {
    private static final Set<String> VALUED = Set.of(
            "via", "dev", "oif", "metric", "priority", "preference", "src", "protocol", "scope", "to", "table", "mtu");

    private final Session session;
    private final Streams io;
    private final Routing routing;

    private @Nullable RouteType type;
    private @Nullable Ipv4Prefix destination;
    private @Nullable Ipv4Address gateway;
    private @Nullable Ipv4Address source;
    private String iface = "";
    private int metric;
    private Route.@Nullable Protocol protocol;
    private Route.@Nullable Scope scope;
    private int table = -1;
    private int mtu;

    IpRouteChange(Session session, Streams io) {
        this.session = session;
        this.io = io;
        routing = session.machine().stack().routing();
    }

    /** Brings a row into a table. */
    int place(List<String> words, Placing placing) {
        int status = read(words);
        return status == 0 ? place(placing) : status;
    }

    /** Removes the first row that has all that was said. */
    int delete(List<String> words) {
        int status = read(words);
        return status == 0 ? report(routing.remove(to(), this::isMeant, table())) : status;
    }

    private int read(List<String> args) {
        if (args.isEmpty()) {
            return IpCommand.notSimulated(io, "ip route help");
        }
        IpWords words = new IpWords(args, IpKeywords.ROUTE, VALUED);
        while (words.next()) {
            int status = word(words);
            if (status != 0) {
                return status;
            }
        }
        if (words.isIncomplete()) {
            return IpCommand.incomplete(io);
        }
        if (!iface.isEmpty() && session.machine().stack().findInterface(iface).isEmpty()) {
            return IpCommand.noDevice(io, iface);
        }
        return to().network().equals(to())
                ? 0
                : IpCommand.refused(session, io, "Invalid prefix for given prefix length.", "EINVAL");
    }

    private int word(IpWords words) {
        String word = words.word();
        switch (word) {
            case "via", "src" -> {
                Optional<Ipv4Address> address = Ipv4Address.parse(words.value());
                if (address.isEmpty() && words.last().equals("inet") && words.next()) {
                    address = Ipv4Address.parse(words.last());
                }
                if (address.isEmpty()) {
                    io.err().line("Error: inet address is expected rather than \"" + words.last() + "\".");
                    return 1;
                }
                gateway = word.equals("via") ? address.get() : gateway;
                source = word.equals("src") ? address.get() : source;
            }
            case "dev", "oif" -> iface = words.value();
            case "metric", "priority", "preference" -> {
                Optional<Integer> number = IpWords.unsigned(words.value());
                if (number.isEmpty()) {
                    return IpCommand.wrong(io, words.last(), "\"metric\" value is invalid\n");
                }
                metric = number.get();
            }
            case "mtu" -> {
                if (words.value().equals("lock")) {
                    return IpCommand.notSimulated(io, "ip route … mtu lock");
                }
                Optional<Integer> number = IpWords.unsigned(words.last());
                if (number.isEmpty()) {
                    return IpCommand.wrong(io, words.last(), "\"mtu\" value is invalid\n");
                }
                mtu = number.get();
            }
            case "protocol" -> {
                protocol = RouteText.protocol(words.value()).orElse(null);
                if (protocol == null) {
                    return RouteText.unknown(io, word, words.last(), "\"protocol\" value is invalid\n");
                }
            }
            case "scope" -> {
                scope = RouteText.scope(words.value()).orElse(null);
                if (scope == null) {
                    return RouteText.unknown(io, word, words.last(), "invalid \"scope\" value\n");
                }
            }
            case "table" -> {
                Optional<Integer> number = RouteTables.number(session, words.value());
                if (number.isEmpty()) {
                    return IpCommand.wrong(io, words.last(), "\"table\" value is invalid\n");
                }
                table = number.get() == 0 ? Routing.MAIN : number.get();
            }
            case "unicast", "unreachable", "prohibit", "blackhole", "throw", "local", "broadcast" ->
                type = RouteText.type(word).orElse(null);
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
                    "pref",
                    "as",
                    "tos",
                    "dsfield",
                    "realms",
                    "vrf",
                    "nhid",
                    "anycast",
                    "multicast",
                    "nat" -> {
                return IpCommand.notSimulated(io, "ip route … " + word);
            }
            default -> {
                String text = word.equals("to") ? words.value() : words.typed();
                if (destination != null) {
                    return IpCommand.garbage(io, "to", text);
                }
                destination = IpWords.prefix(text, true, io).orElse(null);
                return destination == null ? 1 : 0;
            }
        }
        return 0;
    }

    private Ipv4Prefix to() {
        return destination == null ? Ipv4Prefix.ALL : destination;
    }

    private int table() {
        boolean own = type == RouteType.LOCAL || type == RouteType.BROADCAST;
        return table >= 0 ? table : own ? Routing.LOCAL : Routing.MAIN;
    }

    /** Whether a row has all that was said: what wasn't, may be anything. */
    private boolean isMeant(Route row) {
        return (type == null || type == row.type())
                && (gateway == null || gateway.equals(row.given()))
                && (iface.isEmpty() || iface.equals(row.iface()))
                && (source == null || source.equals(row.preferredSource()))
                && (metric == 0 || metric == row.metric())
                && (protocol == null || protocol == row.protocol())
                && (scope == null || scope == row.scope())
                && (mtu == 0 || mtu == row.mtu());
    }

    private int place(Placing placing) {
        RouteType kind = type == null ? RouteType.UNICAST : type;
        boolean leaves = kind == RouteType.UNICAST || kind == RouteType.LOCAL || kind == RouteType.BROADCAST;
        if (leaves && gateway == null && iface.isEmpty()) {
            return IpCommand.refused(session, io, "", "ENODEV");
        }
        Route.Scope nearest = kind == RouteType.LOCAL
                ? Route.Scope.HOST
                : kind == RouteType.BROADCAST || kind == RouteType.UNICAST && gateway == null
                        ? Route.Scope.LINK
                        : Route.Scope.GLOBAL;
        Route row = new Route(
                kind,
                to(),
                gateway,
                iface,
                source,
                metric,
                protocol == null ? Route.Protocol.BOOT : protocol,
                scope == null ? nearest : scope,
                mtu);
        RouteChange change = routing.place(row, placing, table());
        boolean foreign = source != null && !routing.isLocal(source);
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
            case EEXIST, ENOENT, ESRCH, ENODEV -> IpCommand.refused(session, io, "", change.name());
        };
    }
}
