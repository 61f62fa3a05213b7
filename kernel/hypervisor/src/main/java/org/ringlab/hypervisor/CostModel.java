package org.ringlab.hypervisor;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What things cost, in cycles of the processor. The defaults are of the order that was published for processors of their
 * time; what matters are their ratios, and anybody may change them.
 *
 * @param prices cycles of one count of each kind
 */
public record CostModel(Map<Counter, Integer> prices) {
    /** The defaults. */
    public static final CostModel DEFAULT = new CostModel(defaults());

    /** A copy that nobody changes. */
    public CostModel {
        prices = Collections.unmodifiableMap(new EnumMap<>(prices));
    }

    private static Map<Counter, Integer> defaults() {
        Map<Counter, Integer> prices = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            prices.put(
                    counter,
                    switch (counter) {
                        case DIRECT -> 1;
                        case INTERPRETED -> 40; // fetching, decoding and interpreting one instruction by software
                        case TRAPS -> 400; // into the monitor's ring and back, with registers saved
                        case EMULATED -> 250; // decoding and carrying out one instruction for the guest
                        case EXITS -> 1200; // leaving non-root mode and entering it again
                        case HYPERCALLS -> 100; // dispatching a request, besides the trap or exit it takes
                        case INJECTED -> 300; // building the guest's interrupt frame, or the entry that delivers it
                        case CALLOUTS -> 60; // translated code calling the monitor, besides the trap it takes
                        case BLOCKS -> 0;
                        case TRANSLATED -> 200; // decoding and translating one instruction, once
                        case CHAINED -> 50; // patching a jump, once
                        case SHADOW_FILLS -> 300; // one shadow entry, besides the trap or exit and the walk
                        case TLB_FLUSHES -> 200; // the misses that follow
                        case WALK_REFERENCES -> 4; // one reference to a page table
                        case DEVICE -> 500; // the work of a device model for one access
                    });
        }
        return prices;
    }

    /** Cycles of one count. */
    public int price(Counter counter) {
        return prices.getOrDefault(counter, 0);
    }

    /** Cycles of a whole run. */
    public long cycles(Counters counters) {
        long sum = 0;
        for (Counter counter : Counter.values()) {
            sum += counters.get(counter) * price(counter);
        }
        return sum;
    }

    /** The same with another price: what a newer or older processor, or another monitor, would make of it. */
    public CostModel with(Counter counter, int cycles) {
        Map<Counter, Integer> changed = new EnumMap<>(Counter.class);
        changed.putAll(prices);
        changed.put(counter, cycles);
        return new CostModel(changed);
    }
}
