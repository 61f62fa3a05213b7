package org.ringlab.mmu.paging;

/**
 * One entry that a walk looked at, told by the walk itself.
 *
 * @param kind whose tables
 * @param mode how addresses are cut there
 * @param level 1 is the page table
 * @param address what is being translated: linear, or guest-physical in the second dimension
 * @param index which entry of its table
 * @param entryAddress the entry's address as its owner sees it: guest-physical where there is a second dimension
 * @param physical the entry's address in RAM; -1 for a PDPTE register
 * @param entry the entry as it was read
 * @param verdict what it said
 * @param rights what all entries so far leave: {@link Permissions}' bits
 */
public record WalkStep(
        Stage.Kind kind,
        PagingMode mode,
        int level,
        long address,
        int index,
        long entryAddress,
        long physical,
        long entry,
        Verdict verdict,
        int rights) {
    /** What an entry tells the walk. */
    public enum Verdict {
        /** Go on in the next table. */
        TABLE,
        /** Here is the page. */
        PAGE,
        /** Nothing is there. */
        ABSENT,
        /** A bit is set that must not be. */
        RESERVED,
        /** EPT: rights or memory type that mean nothing. */
        MISCONFIGURED
    }

    /** Whether it was read from memory and not from a register. */
    public boolean inMemory() {
        return physical >= 0;
    }
}
