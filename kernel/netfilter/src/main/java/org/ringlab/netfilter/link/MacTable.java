package org.ringlab.netfilter.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.MacAddress;

/**
 * Where stations were last heard: what a switch learns from source addresses and forgets after a while
 * (net/bridge/br_fdb.c).
 *
 * @param <P> what a port is
 */
public final class MacTable<P> {
    /** How long a station is remembered, unless somebody says otherwise: 300 s. */
    public static final long DEFAULT_AGEING = 300 * SimClock.SECOND;

    private final SimClock clock;
    private final Map<MacAddress, Row<P>> rows = new LinkedHashMap<>();
    private long ageingNanos = DEFAULT_AGEING;
    private long hurriedNanos = Long.MAX_VALUE;

    /** An empty table. */
    public MacTable(SimClock clock) {
        this.clock = clock;
    }

    /**
     * A station.
     *
     * @param mac its address
     * @param port where it was heard
     * @param heardNanos when it was heard last
     * @param permanent whether it was written down by hand and is never forgotten or overwritten
     */
    public record Row<P>(MacAddress mac, P port, long heardNanos, boolean permanent) {}

    /**
     * A frame came from {@code mac} by {@code port}.
     *
     * @return whether that is news
     */
    public boolean learn(MacAddress mac, P port) {
        Row<P> old = rows.get(mac);
        if (mac.isGroup() || old != null && old.permanent()) {
            return false;
        }
        boolean news = old == null || !old.port().equals(port) || isStale(old);
        if (old != null && !news && old.heardNanos() == clock.nanos()) {
            return false; // written already
        }
        rows.put(mac, new Row<>(mac, port, clock.nanos(), false));
        return news;
    }

    /** Writes a station down for good ({@code bridge fdb add}). */
    public void pin(MacAddress mac, P port) {
        rows.put(mac, new Row<>(mac, port, clock.nanos(), true));
    }

    /** The port of {@code mac}; empty where it isn't known, or not any longer. */
    public Optional<P> find(MacAddress mac) {
        Row<P> row = rows.get(mac);
        return row == null || isStale(row) ? Optional.empty() : Optional.of(row.port());
    }

    /** Strikes a station out; false where it isn't there. */
    public boolean forget(MacAddress mac) {
        return rows.remove(mac) != null;
    }

    /** Strikes out all stations of a port. */
    public void forgetPort(P port) {
        rows.values().removeIf(row -> row.port().equals(port));
    }

    /** Sets how long a station is remembered; 0 makes a hub of the switch. */
    public void setAgeing(long nanos) {
        ageingNanos = nanos;
    }

    /** How long a station is remembered, in nanoseconds. */
    public long ageingNanos() {
        return ageingNanos;
    }

    /** Forgets sooner for a while: stations may have moved ({@code hold_time}). */
    public void hurry(long nanos) {
        hurriedNanos = nanos;
    }

    /** Forgets as usual again. */
    public void calm() {
        hurriedNanos = Long.MAX_VALUE;
    }

    /** The stations that aren't forgotten yet, in the order they were first heard. */
    public List<Row<P>> rows() {
        List<Row<P>> fresh = new ArrayList<>(rows.values());
        fresh.removeIf(this::isStale);
        return fresh;
    }

    private boolean isStale(Row<P> row) {
        return !row.permanent() && row.heardNanos() + Math.min(ageingNanos, hurriedNanos) <= clock.nanos();
    }
}
