package org.ringlab.mmu.paging;

import java.util.Arrays;

/**
 * Paging-structure caches (SDM 4.10.3, 30.4.1; APM 5.5.1): for each level some tables that walks passed, by the part of the
 * address that leads to them, with the rights so far. A walk that finds its page table here reads one entry instead of four.
 * One serves linear addresses, another one the guest-physical addresses of the second dimension.
 *
 * <p>Entries stay when tables in memory change, as TLB entries do. Direct-mapped; only walks that succeeded are kept.
 */
public final class WalkCache {
    private static final int LEVELS = 5;

    private final int entriesPerLevel;
    private final long[] tags;
    private final int[] contexts;
    private final long[] tables;
    private final long[] everies;
    private final long[] anies;

    private int slot; // of the table found by the last find

    // Tables that the walk under way passed: those of the levels from highest down to lowest.
    private int highest;
    private int lowest = LEVELS;
    private final long[] passedTable = new long[LEVELS + 1];
    private final long[] passedEvery = new long[LEVELS + 1];
    private final long[] passedAny = new long[LEVELS + 1];

    private long hits;
    private long lookups;

    /**
     * An empty cache.
     *
     * @param entriesPerLevel a power of two, 1 to 4,096
     */
    public WalkCache(int entriesPerLevel) {
        if (entriesPerLevel < 1 || entriesPerLevel > 4096 || Integer.bitCount(entriesPerLevel) != 1) {
            throw new IllegalArgumentException(
                    "entries per level must be a power of two from 1 to 4096, got " + entriesPerLevel);
        }
        this.entriesPerLevel = entriesPerLevel;
        int size = LEVELS * entriesPerLevel;
        tags = new long[size];
        contexts = new int[size];
        tables = new long[size];
        everies = new long[size];
        anies = new long[size];
    }

    /** Walks that started below the highest table. */
    public long hits() {
        return hits;
    }

    /** Walks that asked. */
    public long lookups() {
        return lookups;
    }

    /** Looks for the lowest table known on the way to an address: its level, or 0 where none is known. */
    int find(Stage stage, long address, int context) {
        lookups++;
        int levels = stage.rules.length - 1;
        for (int candidate = 1; candidate < levels; candidate++) {
            long prefix = prefix(stage, candidate, address);
            int at = slot(candidate, prefix);
            if (tags[at] == prefix + 1 && contexts[at] == context) {
                slot = at;
                hits++;
                highest = candidate - 1;
                lowest = candidate;
                return candidate;
            }
        }
        highest = levels - 1;
        lowest = levels;
        return 0;
    }

    long table() {
        return tables[slot];
    }

    long every() {
        return everies[slot];
    }

    long any() {
        return anies[slot];
    }

    /** Notes a table that the walk came to. */
    void passed(int level, long table, long every, long any) {
        lowest = level;
        passedTable[level] = table;
        passedEvery[level] = every;
        passedAny[level] = any;
    }

    /** Keeps what the walk passed, now that it succeeded. */
    void keep(Stage stage, long address, int context) {
        for (int kept = highest; kept >= lowest; kept--) {
            long prefix = prefix(stage, kept, address);
            int at = slot(kept, prefix);
            tags[at] = prefix + 1;
            contexts[at] = context;
            tables[at] = passedTable[kept];
            everies[at] = passedEvery[kept];
            anies[at] = passedAny[kept];
        }
        highest = 0;
    }

    /** Forgets the tables on the way to an address, as a fault there does (SDM 4.10.4.1, 30.4.3.1). */
    void drop(Stage stage, long address, int context) {
        for (int level = 1; level < stage.mode.levels(); level++) {
            long prefix = prefix(stage, level, address);
            int at = slot(level, prefix);
            if (tags[at] == prefix + 1 && contexts[at] == context) {
                tags[at] = 0;
            }
        }
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(tags, 0);
    }

    /** Forgets the entries of one context. */
    public void clear(int context) {
        for (int i = 0; i < tags.length; i++) {
            if (contexts[i] == context) {
                tags[i] = 0;
            }
        }
    }

    /** The part of an address above what a table of this level decides. */
    private static long prefix(Stage stage, int level, long address) {
        return (address & stage.addressMask) >>> stage.rules[level + 1].shift();
    }

    private int slot(int level, long prefix) {
        return (level - 1) * entriesPerLevel + ((int) prefix & entriesPerLevel - 1);
    }
}
