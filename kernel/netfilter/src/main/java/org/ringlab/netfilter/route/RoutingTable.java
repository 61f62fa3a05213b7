package org.ringlab.netfilter.route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * A routing table: the longest prefix wins, then the smallest metric, then the older row
 * (net/ipv4/fib_trie.c, {@code fib_table_lookup}).
 */
public final class RoutingTable {
    /** Longest prefix first, then smallest metric; rows equal in both stay in the order they came. */
    private static final Comparator<Route> BEST_FIRST =
            Comparator.comparingInt((Route r) -> -r.destination().length()).thenComparingInt(Route::metric);

    private final List<Route> rows = new ArrayList<>();

    /** The rows, best first: the order in which {@link #lookup} meets them. */
    public List<Route> rows() {
        return Collections.unmodifiableList(rows);
    }

    /** The row that decides about {@code destination}. */
    public Optional<Route> lookup(Ipv4Address destination) {
        return lookup(destination, "");
    }

    /** The same among the rows that leave by an interface, and those that name none; empty: among all. */
    public Optional<Route> lookup(Ipv4Address destination, String oif) {
        for (Route row : rows) {
            boolean leavesThere =
                    oif.isEmpty() || row.iface().isEmpty() || row.iface().equals(oif);
            if (leavesThere && row.destination().contains(destination)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /**
     * Gives a row its place among those for the same destination with the same metric ({@code fib_table_insert}).
     *
     * @return {@code OK}, {@code EEXIST} or {@code ENOENT}
     */
    public RouteChange insert(Route route, Placing placing) {
        List<Route> rivals = rows.stream().filter(r -> isRival(r, route)).toList();
        if (rivals.isEmpty()) {
            if (!placing.creates()) {
                return RouteChange.ENOENT;
            }
            append(route);
            return RouteChange.OK;
        }
        if (placing.isExclusive()) {
            return RouteChange.EEXIST;
        }
        int first = rows.indexOf(rivals.get(0));
        if (rivals.contains(route)) {
            boolean nothingToDo = placing.replaces() && rivals.get(0).equals(route);
            return nothingToDo ? RouteChange.OK : RouteChange.EEXIST;
        }
        if (placing.replaces()) {
            rows.set(first, route);
        } else {
            rows.add(placing == Placing.APPEND ? first + rivals.size() : first, route);
        }
        return RouteChange.OK;
    }

    private static boolean isRival(Route row, Route route) {
        return row.destination().equals(route.destination()) && row.metric() == route.metric();
    }

    /** Adds a row behind those for the same destination with the same metric. */
    public void append(Route route) {
        int place = rows.size();
        while (place > 0 && BEST_FIRST.compare(rows.get(place - 1), route) > 0) {
            place--;
        }
        rows.add(place, route);
    }

    /** Changes rows without changing their order. */
    public void replaceAll(UnaryOperator<Route> change) {
        rows.replaceAll(change);
    }

    /** Removes a row. */
    public void remove(Route route) {
        rows.remove(route);
    }
}
