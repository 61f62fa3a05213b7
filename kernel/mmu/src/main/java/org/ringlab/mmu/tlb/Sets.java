package org.ringlab.mmu.tlb;

import org.ringlab.common.SeededRandom;

/** The order in which the ways of each set give place: shared by TLB arrays and caches. */
final class Sets {
    private final int ways;
    private final Replacement replacement;
    private final long[] stamps; // LRU: last use; FIFO: when it came
    private final long[] trees; // TREE_PLRU: one bit an inner node, 1 = the older half is the upper one
    private final SeededRandom chance = new SeededRandom(1);
    private long clock;

    Sets(int sets, int ways, Replacement replacement) {
        this.ways = ways;
        this.replacement = replacement;
        stamps = new long[replacement == Replacement.LRU || replacement == Replacement.FIFO ? sets * ways : 0];
        trees = new long[replacement == Replacement.TREE_PLRU ? sets : 0];
    }

    /** A way was hit. */
    void used(int set, int way) {
        switch (replacement) {
            case LRU -> stamps[set * ways + way] = ++clock;
            case TREE_PLRU -> pointAway(set, way);
            case FIFO, RANDOM -> {}
        }
    }

    /** A way was filled. */
    void filled(int set, int way) {
        switch (replacement) {
            case LRU, FIFO -> stamps[set * ways + way] = ++clock;
            case TREE_PLRU -> pointAway(set, way);
            case RANDOM -> {}
        }
    }

    /** Which way of a full set goes. */
    int victim(int set) {
        return switch (replacement) {
            case LRU, FIFO -> {
                int oldest = 0;
                for (int way = 1; way < ways; way++) {
                    if (stamps[set * ways + way] < stamps[set * ways + oldest]) {
                        oldest = way;
                    }
                }
                yield oldest;
            }
            case TREE_PLRU -> {
                int node = 1;
                while (node < ways) {
                    node = node * 2 + (int) (trees[set] >>> node & 1);
                }
                yield node - ways;
            }
            case RANDOM -> chance.nextInt(ways);
        };
    }

    /** Walks from the leaf up and turns every node to the other half; node 1 is the root, leaves are ways + way. */
    private void pointAway(int set, int way) {
        long tree = trees[set];
        for (int node = ways + way; node > 1; node >>>= 1) {
            long parent = 1L << (node >>> 1);
            tree = (node & 1) == 0 ? tree | parent : tree & ~parent;
        }
        trees[set] = tree;
    }
}
