package org.ringlab.netfilter.stack;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent.RouteDecision;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.route.Flow;
import org.ringlab.netfilter.route.Placing;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.route.RouteChange;
import org.ringlab.netfilter.route.RouteType;
import org.ringlab.netfilter.route.RoutingRule;
import org.ringlab.netfilter.route.RoutingRules;
import org.ringlab.netfilter.route.RoutingTable;
import org.ringlab.netfilter.rules.AddressKind;

/**
 * The routing tables {@code local} and {@code main} of a stack, asked in this order, and the rows that addresses bring
 * along (net/ipv4/fib_frontend.c).
 */
public final class Routing {
    /** Number of the table of own addresses. */
    public static final int LOCAL = 255;

    /** Number of the table that {@code ip route} shows. */
    public static final int MAIN = 254;

    /** Number of the table asked last, empty at first. */
    public static final int DEFAULT = 253;

    private final NetStack stack;
    private final SortedMap<Integer, RoutingTable> tables = new TreeMap<>();
    private final RoutingTable local = table(LOCAL);
    private final RoutingTable main = table(MAIN);
    private final RoutingRules rules = new RoutingRules();

    private final Redirects redirects;
    private final PathMtus pathMtus;

    Routing(NetStack stack) {
        this.stack = stack;
        redirects = new Redirects(stack);
        pathMtus = new PathMtus(stack);
    }

    /** The tables by number, the empty ones that were named once included. */
    public SortedMap<Integer, RoutingTable> tables() {
        return Collections.unmodifiableSortedMap(tables);
    }

    /** The table of that number, made where it doesn't exist. */
    public RoutingTable table(int number) {
        return tables.computeIfAbsent(number, n -> new RoutingTable());
    }

    /** Which table is asked about which packets. */
    public RoutingRules rules() {
        return rules;
    }

    /** The shorter ways that routers told of. */
    public Redirects redirects() {
        return redirects;
    }

    /** The narrow paths that they told of. */
    public PathMtus pathMtus() {
        return pathMtus;
    }

    /** Own and broadcast addresses ({@code ip route show table local}). */
    public RoutingTable local() {
        return local;
    }

    /** What {@code ip route} and {@code route -n} show. */
    public RoutingTable main() {
        return main;
    }

    /** Where a packet to {@code destination} goes whose source isn't chosen yet. */
    public RouteLookup lookup(Ipv4Address destination) {
        return lookup(Flow.to(destination));
    }

    /** Where a packet goes: rule after rule is asked until a table has a row ({@code fib_rules_lookup}). */
    public RouteLookup lookup(Flow flow) {
        for (RoutingRule rule : rules.all()) {
            if (!rule.covers(flow)) {
                continue;
            }
            switch (rule.action()) {
                case LOOKUP -> {
                    RoutingTable table = tables.get(rule.table());
                    Route row = table == null
                            ? null
                            : table.lookup(flow.destination(), flow.oif()).orElse(null);
                    if (row != null && row.type() != RouteType.THROW) {
                        return found(row, flow.destination());
                    }
                }
                case UNREACHABLE -> {
                    return refused(RouteDecision.NO_ROUTE, null, flow.destination());
                }
                case PROHIBIT -> {
                    return refused(RouteDecision.PROHIBIT, null, flow.destination());
                }
                case BLACKHOLE -> {
                    return refused(RouteDecision.BLACKHOLE, null, flow.destination());
                }
            }
        }
        return refused(RouteDecision.NO_ROUTE, null, flow.destination());
    }

    private RouteLookup found(Route route, Ipv4Address destination) {
        return switch (route.type()) {
            case LOCAL, BROADCAST -> {
                boolean own = route.type() == RouteType.LOCAL;
                // To a secondary address, and to any of 127.0.0.0/8, from the primary one.
                Ipv4Address source = route.preferredSource() == null ? destination : route.preferredSource();
                NetInterface iface = own
                        ? stack.loopback()
                        : stack.findInterface(route.iface()).orElse(null);
                yield new RouteLookup(
                        own ? RouteDecision.LOCAL : RouteDecision.UNICAST, route, iface, destination, source);
            }
            case UNICAST -> {
                Ipv4Address nextHop = route.gateway() == null ? destination : route.gateway();
                NetInterface iface = stack.findInterface(route.iface()).orElse(null);
                Ipv4Address near = route.ownGateway() == null ? nextHop : route.ownGateway();
                Ipv4Address source =
                        route.preferredSource() == null ? stack.addressFor(iface, near) : route.preferredSource();
                Ipv4Address shortcut = redirects.gateway(route, destination);
                yield new RouteLookup(
                        RouteDecision.UNICAST, route, iface, shortcut == null ? nextHop : shortcut, source);
            }
            case UNREACHABLE -> refused(RouteDecision.UNREACHABLE, route, destination);
            case PROHIBIT -> refused(RouteDecision.PROHIBIT, route, destination);
            case BLACKHOLE -> refused(RouteDecision.BLACKHOLE, route, destination);
            case THROW -> refused(RouteDecision.NO_ROUTE, route, destination);
        };
    }

    private static RouteLookup refused(RouteDecision decision, @Nullable Route route, Ipv4Address destination) {
        return new RouteLookup(decision, route, null, destination, Ipv4Address.ANY);
    }

    /** The largest packet that gets to {@code destination} whole by way of {@code out}, as far as is known here. */
    int mtu(NetInterface out, int routeMtu, Ipv4Address destination) {
        int link = routeMtu == 0 ? out.mtu() : Math.min(out.mtu(), routeMtu);
        return pathMtus.limit(destination, link);
    }

    /** Forgets what routers said of narrow paths and shorter ways: {@code ip route flush cache}. */
    public void flushCache() {
        pathMtus.forget();
        redirects.forget();
    }

    /** Whether {@code address} is one of this host's. */
    public boolean isLocal(Ipv4Address address) {
        return local.lookup(address).filter(r -> r.type() == RouteType.LOCAL).isPresent();
    }

    /** Whether {@code address} is a broadcast address here. */
    public boolean isBroadcast(Ipv4Address address) {
        return address.equals(Ipv4Address.BROADCAST)
                || local.lookup(address)
                        .filter(r -> r.type() == RouteType.BROADCAST)
                        .isPresent();
    }

    /** What kind of address it is here, for {@code -m addrtype} ({@code inet_dev_addr_type}). */
    public AddressKind kindOf(Ipv4Address address, String iface) {
        if (address.equals(Ipv4Address.ANY)) {
            return AddressKind.UNSPEC;
        }
        if (address.isMulticast()) {
            return AddressKind.MULTICAST;
        }
        if (address.equals(Ipv4Address.BROADCAST)) {
            return AddressKind.BROADCAST;
        }
        Optional<Route> own =
                local.lookup(address).filter(r -> iface.isEmpty() || r.iface().equals(iface));
        if (own.isPresent()) {
            return own.get().type() == RouteType.LOCAL ? AddressKind.LOCAL : AddressKind.BROADCAST;
        }
        return AddressKind.UNICAST;
    }

    /** Adds a row to main after the kernel's checks. */
    public RouteChange add(Route route) {
        return add(route, MAIN);
    }

    /** Adds a row to a table after the kernel's checks ({@code fib_check_nh}). */
    public RouteChange add(Route route, int number) {
        return place(route, Placing.ADD, number);
    }

    /** The same where there may be rows for the same destination with the same metric. */
    public RouteChange place(Route route, Placing placing, int number) {
        Route complete = route;
        if (route.type() == RouteType.UNICAST) {
            if (route.gateway() != null) {
                RouteLookup hop = lookup(route.gateway());
                boolean own = hop.decision() == RouteDecision.LOCAL;
                Route found = hop.route();
                if (!own && hop.decision() != RouteDecision.UNICAST
                        || found == null
                        || found.gateway() != null
                        || hop.iface() == null
                        || !own && route.scope() != Route.Scope.GLOBAL) {
                    return RouteChange.ENETUNREACH;
                }
                if (found.type() == RouteType.BROADCAST) {
                    return RouteChange.EINVAL;
                }
                complete = own ? route.throughItself() : route;
                if (route.iface().isEmpty()) {
                    complete = complete.by(found.iface());
                } else if (!route.iface().equals(found.iface())) {
                    return stack.findInterface(route.iface()).isEmpty() ? RouteChange.ENODEV : RouteChange.ENETUNREACH;
                }
            }
            NetInterface iface = stack.findInterface(complete.iface()).orElse(null);
            if (iface == null) {
                return RouteChange.ENODEV;
            }
            if (!iface.isUp()) {
                return RouteChange.ENETDOWN;
            }
            if (complete.preferredSource() != null && !isLocal(complete.preferredSource())) {
                return RouteChange.EINVAL;
            }
        }
        redirects.rowComes(complete);
        RouteChange change = table(number).insert(complete, placing);
        if (change == RouteChange.OK) {
            pathMtus.rowComes(route.destination());
        }
        return change;
    }

    /**
     * Removes the first row of main that fits.
     *
     * @param gateway null fits any
     * @param iface empty fits any
     * @param metric 0 fits any
     */
    public RouteChange remove(Ipv4Prefix destination, @Nullable Ipv4Address gateway, String iface, int metric) {
        return remove(
                destination,
                row -> (gateway == null || gateway.equals(row.given()))
                        && (iface.isEmpty() || iface.equals(row.iface()))
                        && (metric == 0 || metric == row.metric()),
                MAIN);
    }

    /** Removes the first row of a table for a destination that fits ({@code fib_table_delete}). */
    public RouteChange remove(Ipv4Prefix destination, Predicate<Route> fits, int number) {
        RoutingTable table = table(number);
        for (Route row : table.rows()) {
            if (row.destination().equals(destination) && fits.test(row)) {
                table.remove(row);
                return RouteChange.OK;
            }
        }
        return RouteChange.ESRCH;
    }

    /** Rows follow an interface that is called by another name. */
    void interfaceRenamed(String iface, String name) {
        for (RoutingTable table : tables.values()) {
            table.replaceAll(r -> r.iface().equals(iface) ? r.by(name) : r);
        }
    }

    /** The rows of an address that came ({@code fib_add_ifaddr}); the network's row only while the interface is up. */
    void addressCame(NetInterface iface, InterfaceAddress address) {
        Ipv4Prefix prefix = address.prefix();
        String name = iface.name();
        Ipv4Address source = primaryOf(iface, address);
        local.append(kernelRow(RouteType.LOCAL, new Ipv4Prefix(prefix.address(), 32), name, source, Route.Scope.HOST));
        if (!iface.isUp()) {
            return;
        }
        if (!address.broadcast().equals(Ipv4Address.ANY)
                && !address.broadcast().equals(Ipv4Address.BROADCAST)
                && !address.broadcast().equals(prefix.broadcast())) {
            local.append(kernelRow(
                    RouteType.BROADCAST, new Ipv4Prefix(address.broadcast(), 32), name, source, Route.Scope.LINK));
        }
        if (prefix.length() == 32 || address.secondary()) {
            return;
        }
        if (iface.isLoopback()) {
            local.append(kernelRow(RouteType.LOCAL, prefix.network(), name, source, Route.Scope.HOST));
        } else {
            main.append(kernelRow(RouteType.UNICAST, prefix.network(), name, source, Route.Scope.LINK));
        }
        if (prefix.length() < 31) {
            local.append(kernelRow(
                    RouteType.BROADCAST, new Ipv4Prefix(prefix.broadcast(), 32), name, source, Route.Scope.LINK));
        }
    }

    private static Ipv4Address primaryOf(NetInterface iface, InterfaceAddress address) {
        if (address.secondary()) {
            for (InterfaceAddress other : iface.addresses()) {
                if (!other.secondary()
                        && other.prefix().network().equals(address.prefix().network())) {
                    return other.address();
                }
            }
        }
        return address.address();
    }

    private static Route kernelRow(RouteType type, Ipv4Prefix to, String iface, Ipv4Address source, Route.Scope scope) {
        return new Route(type, to, null, iface, source, 0, Route.Protocol.KERNEL, scope);
    }

    /**
     * Makes the kernel's rows of an interface anew, and drops people's rows that can't stand any longer: all of an
     * interface that is down or lost its last address ({@code fib_disable_ip}).
     */
    void rebuild(NetInterface iface) {
        boolean disabled = !iface.isUp() || iface.addresses().isEmpty();
        for (RoutingTable table : tables.values()) {
            for (Route row : List.copyOf(table.rows())) {
                boolean stands = row.protocol() != Route.Protocol.KERNEL && !disabled;
                if (row.iface().equals(iface.name()) && !stands) {
                    table.remove(row);
                }
            }
        }
        for (InterfaceAddress address : iface.addresses()) {
            addressCame(iface, address);
        }
        for (RoutingTable table : tables.values()) {
            for (Route row : List.copyOf(table.rows())) {
                if (row.preferredSource() != null && !isLocal(row.preferredSource())) {
                    table.remove(row);
                }
            }
        }
    }

    /**
     * Whether the source of a packet is believed on the interface it came by ({@code fib_validate_source}): with
     * {@code rp_filter} 1 an answer must leave by it, with 2 by any.
     */
    boolean sourceIsBelieved(Flow flow, NetInterface in) {
        int filter = stack.sysctls().rpFilter(in);
        if (filter == 0 || flow.source().equals(Ipv4Address.ANY)) {
            return true;
        }
        RouteLookup back = lookup(new Flow(flow.destination(), flow.source(), 0, in.name()));
        if (back.decision() != RouteDecision.UNICAST || back.iface() == null) {
            return false;
        }
        return back.iface() == in || filter == 2 && !in.addresses().isEmpty();
    }
}
