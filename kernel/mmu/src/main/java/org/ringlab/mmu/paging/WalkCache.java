package org.ringlab.mmu.paging;

import java.util.Arrays;

/**
 * Paging-structure caches (SDM 4.10.3, APM 5.5.1): for each level some tables that walks passed, by the part of the address
 * that leads to them, with the rights so far. A walk that finds its page table here reads one entry instead of four.
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

    // The table found by the last find.
    private int level;
    private int slot;

    // Tables that the walk under way passed.
    private int lowestPassed = LEVELS + 1;
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

    /** Looks for the lowest table known on the way to an address. */
    boolean find(Stage stage, long address, int context) {
        lookups++;
        lowestPassed = LEVELS + 1;
        for (int candidate = 1; candidate < stage.mode.levels(); candidate++) {
            long prefix = prefix(stage, candidate, address);
            int at = slot(candidate, prefix);
            if (tags[at] == prefix + 1 && contexts[at] == context) {
                level = candidate;
                slot = at;
                hits++;
                return true;
            }
        }
        return false;
    }

    int level() {
        return level;
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
        lowestPassed = level;
        passedTable[level] = table;
        passedEvery[level] = every;
        passedAny[level] = any;
    }

    /** Keeps what the walk passed, now that it succeeded. */
    void keep(Stage stage, long address, int context) {
        for (int kept = stage.mode.levels() - 1; kept >= lowestPassed; kept--) {
            if (passedTable[kept] < 0) {
                continue;
            }
            long prefix = prefix(stage, kept, address);
            int at = slot(kept, prefix);
            tags[at] = prefix + 1;
            contexts[at] = context;
            tables[at] = passedTable[kept];
            everies[at] = passedEvery[kept];
            anies[at] = passedAny[kept];
            passedTable[kept] = -1;
        }
        lowestPassed = LEVELS + 1;
    }

    /** Forgets everything: entries of one context, or all. */
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
        return (address & (1L << stage.mode.addressBits()) - 1) >>> stage.mode.shift(level + 1);
    }

    private int slot(int level, long prefix) {
        return (level - 1) * entriesPerLevel + ((int) prefix & entriesPerLevel - 1);
    }
}
