package org.ringlab.netfilter.rules;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What rules of one network namespace remember under a name, so that several rules share it: lists of recent addresses
 * and the buckets of hash limits. A memory lives as long as some rule names it; changes of a table leave it alone.
 */
public final class NamedMemories {
    private final Map<String, RecentList> recent = new TreeMap<>();
    private final Map<String, HashLimitTable> hashLimits = new TreeMap<>();

    /** The lists of recent addresses, by name. */
    public Map<String, RecentList> recent() {
        return Collections.unmodifiableMap(recent);
    }

    /** A list of recent addresses. */
    Optional<RecentList> recent(String name) {
        return Optional.ofNullable(recent.get(name));
    }

    /** The buckets of a hash limit. */
    Optional<HashLimitTable> hashLimit(String name) {
        return Optional.ofNullable(hashLimits.get(name));
    }

    /** Makes what these matches name and isn't there yet; forgets what none of them names. */
    void keep(Stream<Match> matches) {
        Set<String> recentNames = new HashSet<>();
        Set<String> limitNames = new HashSet<>();
        matches.forEach(match -> {
            if (match instanceof RecentMatch r) {
                recentNames.add(r.list());
                recent.computeIfAbsent(r.list(), n -> new RecentList(r.mask())).makeRoom((int) r.hits());
            } else if (match instanceof HashLimitMatch h) {
                limitNames.add(h.table());
                hashLimits.computeIfAbsent(h.table(), n -> new HashLimitTable(h.settings()));
            }
        });
        recent.keySet().retainAll(recentNames);
        hashLimits.keySet().retainAll(limitNames);
    }
}
