package org.ringlab.hypervisor;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The counts of one run. */
public final class Counters {
    private final Map<Counter, Long> counts = new EnumMap<>(Counter.class);
    private final Map<String, Long> reasons = new TreeMap<>();

    /** One more. */
    public void add(Counter counter) {
        add(counter, 1);
    }

    /** So many more. */
    public void add(Counter counter, long more) {
        counts.merge(counter, more, Long::sum);
    }

    /** One more for a reason: an exit's name, a trap's vector, a hypercall's name. */
    public void because(String reason) {
        reasons.merge(reason, 1L, Long::sum);
    }

    /** How many. */
    public long get(Counter counter) {
        return counts.getOrDefault(counter, 0L);
    }

    /** Traps, exits and hypercalls by reason, in the order of the alphabet. */
    public Map<String, Long> reasons() {
        return Collections.unmodifiableMap(reasons);
    }
}
