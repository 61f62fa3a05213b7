package org.ringlab.mmu.tlb;

/** Which entry of a full set has to go. */
public enum Replacement {
    /** The one used longest ago. */
    LRU,
    /** The one a binary tree of last turns points to, as most processors do for 4 and 8 ways. */
    TREE_PLRU,
    /** The oldest. */
    FIFO,
    /** Any, by seeded chance. */
    RANDOM
}
