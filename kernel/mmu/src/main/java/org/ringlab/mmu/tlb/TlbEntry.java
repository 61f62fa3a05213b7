package org.ringlab.mmu.tlb;

/**
 * A translation as the TLB holds it: the rights of all levels together, which stay what they were when the tables change.
 *
 * @param array which of the TLBs
 * @param set its set
 * @param way its place in the set
 * @param address first linear address of the page
 * @param shift log2 of the page size
 * @param pcid whose; means nothing in a global entry
 * @param space VPID or ASID; 0 outside guests
 * @param physical first physical address
 * @param rights {@link org.ringlab.mmu.paging.Permissions}' bits
 * @param dirty whether memory is known to have D set: a write needs no walk
 * @param global stays when CR3 is loaded
 * @param key protection key
 */
public record TlbEntry(
        String array,
        int set,
        int way,
        long address,
        int shift,
        int pcid,
        int space,
        long physical,
        int rights,
        boolean dirty,
        boolean global,
        int key) {
    private static final long DIRTY = 1 << 4;
    private static final long GLOBAL = 1 << 5;
    private static final int KEY_SHIFT = 6;
    private static final int SIZE_SHIFT = 10;
    private static final long FLAGS = 0xFFF;
    private static final int[] SIZES = {12, 21, 22, 30};

    static long pack(long physical, int shift, int rights, boolean dirty, boolean global, int key) {
        long page = physical & -1L << shift;
        long size = shift == 12 ? 0 : shift == 30 ? 3 : shift - 20;
        return page
                | rights
                | (dirty ? DIRTY : 0)
                | (global ? GLOBAL : 0)
                | (long) key << KEY_SHIFT
                | size << SIZE_SHIFT;
    }

    static int shift(long payload) {
        return SIZES[(int) payload >>> SIZE_SHIFT & 3];
    }

    /** The physical address of a linear one in this page. */
    static long physical(long payload, long address) {
        long offset = (1L << SIZES[(int) payload >>> SIZE_SHIFT & 3]) - 1;
        return payload & ~FLAGS | address & offset;
    }

    static int rights(long payload) {
        return (int) payload & 15;
    }

    static boolean isDirty(long payload) {
        return (payload & DIRTY) != 0;
    }

    static boolean isGlobal(long payload) {
        return (payload & GLOBAL) != 0;
    }

    static int key(long payload) {
        return (int) (payload >>> KEY_SHIFT) & 15;
    }

    static TlbEntry of(String array, int set, int way, long address, int shift, int pcid, int space, long payload) {
        return new TlbEntry(
                array,
                set,
                way,
                address,
                shift,
                pcid,
                space,
                payload & ~FLAGS,
                rights(payload),
                isDirty(payload),
                isGlobal(payload),
                key(payload));
    }
}
