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
        for (Route row : rows) {
            if (row.destination().contains(destination)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /**
     * Adds a row.
     *
     * @return false where a row for the same destination and metric is there already ({@code EEXIST})
     */
    public boolean add(Route route) {
        for (Route row : rows) {
            if (row.destination().equals(route.destination()) && row.metric() == route.metric()) {
                return false;
            }
        }
        rows.add(route);
        rows.sort(BEST_FIRST);
        return true;
    }

    /** Adds a row even where one for the same destination is there; it comes after it ({@code ip route append}). */
    public void append(Route route) {
        rows.add(route);
        rows.sort(BEST_FIRST);
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
