package org.ringlab.mmu.paging;

/** Bits of table entries by their names in the manuals. */
public final class EntryBits {
    /** P: the entry says something. */
    public static final long PRESENT = 1L;
    /** R/W: may be written. */
    public static final long WRITABLE = 1L << 1;
    /** U/S: ring 3 may use it. */
    public static final long USER = 1L << 2;
    /** PWT: write through. */
    public static final long WRITE_THROUGH = 1L << 3;
    /** PCD: not cached. */
    public static final long CACHE_DISABLE = 1L << 4;
    /** A: was used. */
    public static final long ACCESSED = 1L << 5;
    /** D: the page was written to. */
    public static final long DIRTY = 1L << 6;
    /** PS: maps a large page instead of pointing to a table. */
    public static final long LARGE = 1L << 7;
    /** G: stays in the TLB when CR3 is loaded. */
    public static final long GLOBAL = 1L << 8;
    /** XD, NX: not to be executed. */
    public static final long NO_EXECUTE = 1L << 63;
    /** Where the protection key starts, 4 bits. */
    public static final int KEY_SHIFT = 59;

    /** Reserved in a PDPTE of PAE paging: bits 2:1 and 8:5 (SDM table 4-8). */
    static final long PDPTE_RESERVED = 0x1E6;

    /** EPT: may be read. */
    public static final long EPT_READ = 1L;
    /** EPT: may be written. */
    public static final long EPT_WRITE = 1L << 1;
    /** EPT: may be executed. */
    public static final long EPT_EXECUTE = 1L << 2;
    /** EPT: was used, with EPTP bit 6. */
    public static final long EPT_ACCESSED = 1L << 8;
    /** EPT: the page was written to, with EPTP bit 6. */
    public static final long EPT_DIRTY = 1L << 9;
    /** EPT: memory type 6 in bits 5:3, write-back. */
    public static final long EPT_WRITE_BACK = 6L << 3;
    /** EPTP: accessed and dirty flags are on. */
    public static final long EPTP_ACCESSED_DIRTY = 1L << 6;

    private EntryBits() {}

    /** An EPTP: write-back tables of so many levels, with accessed and dirty flags. */
    public static long eptPointer(long root, int levels) {
        return root | EPTP_ACCESSED_DIRTY | (levels - 1L) << 3 | 6;
    }
}
