package org.ringlab.mmu.replace;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The policies by name. */
public final class Policies {
    /** References between two clock ticks, for NRU, ageing. */
    public static final int TICK = 8;
    /** How many references a page stays in the working set. */
    public static final int WINDOW = 16;

    /** All names that {@link #byName} knows. */
    public static final List<String> NAMES = List.of(
            "FIFO",
            "LRU",
            "MRU",
            "CLOCK",
            "CLOCK1",
            "CLOCK2",
            "SECOND-CHANCE",
            "NRU",
            "LFU",
            "AGEING",
            "OPT",
            "OPT-OLDEST",
            "UNOPT",
            "WORKING-SET",
            "RAND");

    private Policies() {}

    /**
     * A fresh policy for a trace; OPT and UNOPT know its future.
     *
     * @param name one of {@link #NAMES}, in any case
     */
    public static Optional<ReplacementPolicy> byName(String name, Trace trace, int frames) {
        return Optional.ofNullable(
                switch (name.toUpperCase(Locale.ROOT)) {
                    case "FIFO" -> new Fifo(frames);
                    case "LRU" -> new Recency(frames, false);
                    case "MRU" -> new Recency(frames, true);
                    case "CLOCK", "CLOCK1" -> new Clock(frames, 1);
                    case "CLOCK2" -> new Clock(frames, 2);
                    case "SECOND-CHANCE" -> new SecondChance(frames);
                    case "NRU" -> new NotRecentlyUsed(frames, TICK);
                    case "LFU" -> new LeastFrequentlyUsed(frames);
                    case "AGEING" -> new Ageing(frames, TICK);
                    case "OPT" -> new Foresight(trace, frames, Foresight.Choice.FARTHEST_NEWEST);
                    case "OPT-OLDEST" -> new Foresight(trace, frames, Foresight.Choice.FARTHEST_OLDEST);
                    case "UNOPT" -> new Foresight(trace, frames, Foresight.Choice.NEAREST);
                    case "WORKING-SET" -> new WorkingSet(frames, WINDOW);
                    case "RAND" -> new AnyFrame(frames, 0);
                    default -> null;
                });
    }
}
