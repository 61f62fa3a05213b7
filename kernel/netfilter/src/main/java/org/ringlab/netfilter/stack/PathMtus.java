package org.ringlab.netfilter.stack;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/** What routers said of narrow paths (RFC 1191; net/ipv4/route.c, {@code __ip_rt_update_pmtu}). */
public final class PathMtus {
    /** Nobody is believed who says that less fits ({@code net.ipv4.route.min_pmtu}). */
    private static final int MIN = 552;

    /** How long it is believed ({@code net.ipv4.route.mtu_expires}). */
    private static final long BELIEVED = 600 * SimClock.SECOND;

    private final NetStack stack;
    private final Map<Ipv4Address, PathMtu> learned = new HashMap<>();

    /**
     * What is known of one destination.
     *
     * @param mtu the largest packet that gets there whole
     * @param untilNanos when it is forgotten
     */
    public record PathMtu(int mtu, long untilNanos) {}

    PathMtus(NetStack stack) {
        this.stack = stack;
    }

    /** A router on the way to {@code destination} said what fits there. */
    void learn(Ipv4Address destination, int mtu) {
        learned.put(destination, new PathMtu(Math.max(mtu, MIN), stack.nanos() + BELIEVED));
    }

    /** What is known of the path to {@code destination}. */
    public Optional<PathMtu> get(Ipv4Address destination) {
        return Optional.ofNullable(held(destination));
    }

    /** The narrow paths, by destination. */
    public SortedMap<Ipv4Address, PathMtu> all() {
        SortedMap<Ipv4Address, PathMtu> all = new TreeMap<>(learned);
        all.keySet().removeIf(destination -> held(destination) == null);
        return all;
    }

    /** The largest packet that gets to {@code destination} whole, of those no longer than {@code limit}. */
    int limit(Ipv4Address destination, int limit) {
        PathMtu known = held(destination);
        return known == null ? limit : Math.min(limit, known.mtu());
    }

    private @Nullable PathMtu held(Ipv4Address destination) {
        PathMtu known = learned.get(destination);
        return known == null || known.untilNanos() <= stack.nanos() ? null : known;
    }

    /** A row comes: what was learned belongs to the row that led there before. */
    void rowComes(Ipv4Prefix destination) {
        learned.keySet().removeIf(destination::contains);
    }

    /** Forgets them all ({@code ip route flush cache}). */
    void forget() {
        learned.clear();
    }
}
