package org.ringlab.virt.image;

/** The bits of a table's entry in a qcow2 image (docs/interop/qcow2.txt of QEMU). */
final class Qcow2Entry {
    /** Nobody else refers to what the entry points to: it may be written in place. */
    static final long COPIED = 1L << 63;
    /** A compressed cluster. */
    static final long COMPRESSED = 1L << 62;
    /** The cluster reads as zeros; from version 3 on. */
    static final long ZERO = 1;
    /** Where the table or cluster lies. */
    static final long OFFSET_MASK = 0x00FF_FFFF_FFFF_FE00L;
    /** The same of a compressed cluster, whose length is in its own first bytes here. */
    static final long COMPRESSED_OFFSET = 0x003F_FFFF_FFFF_FFFFL;

    private Qcow2Entry() {}

    /** What stands for a cluster of the disk. */
    enum Kind {
        UNALLOCATED,
        ZERO_PLAIN,
        ZERO_ALLOCATED,
        NORMAL,
        COMPRESSED_DATA;

        static Kind of(long entry, long version) {
            if ((entry & COMPRESSED) != 0) {
                return COMPRESSED_DATA;
            }
            boolean allocated = (entry & OFFSET_MASK) != 0;
            if ((entry & ZERO) != 0 && version > 2) {
                return allocated ? ZERO_ALLOCATED : ZERO_PLAIN;
            }
            return allocated ? NORMAL : UNALLOCATED;
        }
    }
}
