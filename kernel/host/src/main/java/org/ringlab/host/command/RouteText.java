package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.ringlab.common.SimClock;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.route.RouteType;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.PathMtus;
import org.ringlab.netfilter.stack.Redirects;
import org.ringlab.netfilter.stack.Routing;

/** What {@code ip route} writes about a row (ip/iproute.c, {@code print_route}); each word has a blank behind it. */
final class RouteText {
    /** Protocols, scopes and types that are real, and not simulated. */
    private static final Set<String> REAL = Set.of(
            "gated",
            "ra",
            "mrt",
            "dnrouted",
            "xorp",
            "ntk",
            "keepalived",
            "babel",
            "openr",
            "bgp",
            "isis",
            "ospf",
            "rip",
            "eigrp",
            "site",
            "nowhere",
            "multicast",
            "anycast",
            "nat",
            "xresolve");

    private RouteText() {}

    /**
     * A row.
     *
     * @param table the name of its table; empty where that is clear
     * @param details {@code -d}: also what is so as a rule
     * @param hidden columns that were asked for, and are the same in all rows: {@code via}, {@code dev}, {@code proto},
     *     {@code scope}, {@code src}, {@code metric}
     */
    static String of(Route row, String table, boolean isDown, boolean details, Set<String> hidden) {
        StringBuilder s = new StringBuilder();
        if (row.type() != RouteType.UNICAST || details) {
            s.append(name(row.type())).append(' ');
        }
        boolean host = row.destination().length() == 32;
        s.append(row.isDefault() ? "default" : host ? row.destination().address() : row.destination())
                .append(' ');
        Ipv4Address gateway = row.given();
        if (gateway != null && !hidden.contains("via")) {
            s.append("via ").append(gateway).append(' ');
        }
        if (!row.iface().isEmpty() && !hidden.contains("dev")) {
            s.append("dev ").append(row.iface()).append(' ');
        }
        if (!table.isEmpty()) {
            s.append("table ").append(table).append(' ');
        }
        if ((row.protocol() != Route.Protocol.BOOT || details) && !hidden.contains("proto")) {
            s.append("proto ").append(name(row.protocol())).append(' ');
        }
        if ((row.scope() != Route.Scope.GLOBAL || details) && !hidden.contains("scope")) {
            s.append("scope ").append(name(row.scope())).append(' ');
        }
        if (row.preferredSource() != null && !hidden.contains("src")) {
            s.append("src ").append(row.preferredSource()).append(' ');
        }
        if (row.metric() != 0 && !hidden.contains("metric")) {
            s.append("metric ").append(row.metric()).append(' ');
        }
        s.append(isDown ? "linkdown " : "");
        return s.append(row.mtu() == 0 ? "" : "mtu " + row.mtu() + " ").toString();
    }

    /** A protocol by the name or number of /etc/iproute2/rt_protos; empty for others. */
    static Optional<Route.Protocol> protocol(String word) {
        return switch (word) {
            case "redirect", "1" -> Optional.of(Route.Protocol.REDIRECT);
            case "kernel", "2" -> Optional.of(Route.Protocol.KERNEL);
            case "boot", "3" -> Optional.of(Route.Protocol.BOOT);
            case "static", "4" -> Optional.of(Route.Protocol.STATIC);
            case "zebra", "11" -> Optional.of(Route.Protocol.ZEBRA);
            case "bird", "12" -> Optional.of(Route.Protocol.BIRD);
            case "dhcp", "16" -> Optional.of(Route.Protocol.DHCP);
            default -> Optional.empty();
        };
    }

    /** A scope by the name or number of /etc/iproute2/rt_scopes; empty for others. */
    static Optional<Route.Scope> scope(String word) {
        return switch (word) {
            case "global", "0" -> Optional.of(Route.Scope.GLOBAL);
            case "link", "253" -> Optional.of(Route.Scope.LINK);
            case "host", "254" -> Optional.of(Route.Scope.HOST);
            default -> Optional.empty();
        };
    }

    /** A type by its name; empty for others. */
    static Optional<RouteType> type(String word) {
        return List.of(RouteType.values()).stream()
                .filter(t -> name(t).equals(word))
                .findFirst();
    }

    /** Complains of a name or number that isn't known: to the real program neither, or here alone. */
    static int unknown(Streams io, String kind, String word, String why) {
        boolean real = REAL.contains(word)
                || IpWords.unsigned(word).filter(n -> n >= 0 && n < 256).isPresent();
        return real ? IpCommand.notSimulated(io, "ip route … " + kind + " " + word) : IpCommand.wrong(io, word, why);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** What is known beyond a row: another next hop, a narrow path, and how long that is believed. */
    static String cached(NetStack stack, Ipv4Address to, boolean redirected, int rowMtu) {
        Routing routing = stack.routing();
        Optional<PathMtus.PathMtu> learned = routing.pathMtus().get(to);
        Optional<Redirects.Shortcut> shortcut =
                redirected ? Optional.ofNullable(routing.redirects().shortcuts().get(to)) : Optional.empty();
        long until = Math.max(
                learned.map(PathMtus.PathMtu::untilNanos).orElse(0L),
                shortcut.map(Redirects.Shortcut::untilNanos).orElse(0L));
        long left = (until - stack.network().clock().nanos()) / SimClock.SECOND;
        int mtu = learned.map(PathMtus.PathMtu::mtu).orElse(rowMtu);
        return "cache " + (redirected ? "<redirected> " : "") + (until == 0 ? "" : "expires " + left + "sec ")
                + (mtu == 0 ? "" : "mtu " + mtu + " ");
    }
}
