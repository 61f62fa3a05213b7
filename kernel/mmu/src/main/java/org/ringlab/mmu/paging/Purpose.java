package org.ringlab.mmu.paging;

/** What a guest needs a page of the second dimension for. */
enum Purpose {
    /** The access itself. */
    PAGE,
    /** An entry of its tables is read. */
    GUEST_TABLE,
    /** An accessed or dirty bit of its tables is set. */
    GUEST_UPDATE
}
