package org.ringlab.netfilter.rules;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.ringlab.netfilter.ipset.IpSets;

/**
 * What rules of one network namespace remember under a name, so that several rules share it: lists of recent addresses
 * and the buckets of hash limits, which live as long as some rule names them, and the sets of {@code ipset}. Changes of
 * a table leave them alone.
 */
public final class NamedMemories {
    private final Map<String, RecentList> recent = new TreeMap<>();
    private final Map<String, HashLimitTable> hashLimits = new TreeMap<>();
    private final IpSets sets = new IpSets();

    /** The sets that {@code ipset} made. */
    public IpSets sets() {
        return sets;
    }

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

    /** Makes what these rules name and isn't there yet; forgets what none of them names. */
    void keep(List<Rule> rules) {
        Set<String> recentNames = new HashSet<>();
        Set<String> limitNames = new HashSet<>();
        Map<String, Integer> setUsers = new TreeMap<>();
        for (Rule rule : rules) {
            for (Match match : rule.matches()) {
                if (match instanceof RecentMatch r) {
                    recentNames.add(r.list());
                    recent.computeIfAbsent(r.list(), n -> new RecentList(r.mask()))
                            .makeRoom((int) r.hits());
                } else if (match instanceof HashLimitMatch h) {
                    limitNames.add(h.table());
                    hashLimits.computeIfAbsent(h.table(), n -> new HashLimitTable(h.settings()));
                } else if (match instanceof SetMatch s) {
                    setUsers.merge(s.set(), 1, Integer::sum);
                }
            }
            if (rule.target() instanceof SetTarget s) {
                setUsers.merge(s.set(), 1, Integer::sum);
            }
        }
        recent.keySet().retainAll(recentNames);
        hashLimits.keySet().retainAll(limitNames);
        sets.setRules(setUsers);
    }
}
