package org.ringlab.mmu.tlb;

import java.util.ArrayList;
import java.util.List;

/**
 * The TLBs of a processor as data: first level for instructions and for data, second level for both. An empty list is a
 * level that isn't there.
 *
 * @param instruction first-level arrays for fetches
 * @param data first-level arrays for loads and stores
 * @param second second-level arrays
 * @param walkCacheEntries entries a level of the paging-structure caches, a power of two; 0 for none
 * @param keepsContexts whether entries of other PCIDs outlive a switch that asks for it with bit 63 of CR3; a processor may
 *     drop them all the same, and emulators do
 */
public record TlbShape(
        List<Array> instruction, List<Array> data, List<Array> second, int walkCacheEntries, boolean keepsContexts) {
    /**
     * One array.
     *
     * @param pageShifts log2 of the page sizes it holds: 12, 21, 22, 30
     * @param sets a power of two
     * @param ways entries a set
     * @param replacement who goes when a set is full
     */
    public record Array(List<Integer> pageShifts, int sets, int ways, Replacement replacement) {
        /** How many translations fit. */
        public int entries() {
            return sets * ways;
        }
    }

    /** No TLB: every access walks. */
    public static final TlbShape NONE = new TlbShape(List.of(), List.of(), List.of(), 0, true);

    /** Like a desktop processor of Intel's 6th to 9th generation. */
    public static final TlbShape DESKTOP = new TlbShape(
            List.of(
                    new Array(List.of(12), 16, 8, Replacement.TREE_PLRU),
                    new Array(List.of(21, 22), 1, 8, Replacement.LRU)),
            List.of(
                    new Array(List.of(12), 16, 4, Replacement.TREE_PLRU),
                    new Array(List.of(21, 22), 8, 4, Replacement.TREE_PLRU),
                    new Array(List.of(30), 1, 4, Replacement.TREE_PLRU)),
            List.of(
                    new Array(List.of(12, 21, 22), 128, 12, Replacement.LRU),
                    new Array(List.of(30), 4, 4, Replacement.TREE_PLRU)),
            0,
            true);

    /** The same with paging-structure caches. */
    public TlbShape withWalkCache(int entries) {
        return new TlbShape(instruction, data, second, entries, keepsContexts);
    }

    /** The same on a processor that takes PCIDs and drops everything but global entries at each switch. */
    public TlbShape forgetful() {
        return new TlbShape(instruction, data, second, walkCacheEntries, false);
    }

    /** One small array for everything, as lessons draw it. */
    public static TlbShape single(int sets, int ways, Replacement replacement) {
        Array array = new Array(List.of(12, 21, 22, 30), sets, ways, replacement);
        return new TlbShape(List.of(array), List.of(array), List.of(), 0, true);
    }

    /** What makes this shape impossible: one line a problem, naming field and allowed range; empty if it can be built. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        check("instruction", instruction, problems);
        check("data", data, problems);
        check("second", second, problems);
        if (walkCacheEntries < 0
                || walkCacheEntries > 4096
                || walkCacheEntries > 0 && Integer.bitCount(walkCacheEntries) != 1) {
            problems.add("walkCacheEntries: " + walkCacheEntries + " (allowed: 0, or a power of two up to 4096)");
        }
        return problems;
    }

    private static void check(String level, List<Array> arrays, List<String> problems) {
        for (Array array : arrays) {
            if (array.sets < 1 || array.sets > 1 << 16 || Integer.bitCount(array.sets) != 1) {
                problems.add(level + ".sets: " + array.sets + " (allowed: a power of two from 1 to 65536)");
            }
            if (array.ways < 1 || array.ways > 64) {
                problems.add(level + ".ways: " + array.ways + " (allowed: 1 to 64)");
            } else if (array.replacement == Replacement.TREE_PLRU && Integer.bitCount(array.ways) != 1) {
                problems.add(level + ".ways: " + array.ways + " with TREE_PLRU (allowed: 1, 2, 4, 8, 16, 32, 64)");
            }
            for (int shift : array.pageShifts) {
                if (shift != 12 && shift != 21 && shift != 22 && shift != 30) {
                    problems.add(level + ".pageShifts: " + shift + " (allowed: 12, 21, 22, 30)");
                }
            }
        }
    }
}
