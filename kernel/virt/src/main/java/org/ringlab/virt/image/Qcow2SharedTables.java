package org.ringlab.virt.image;

import static org.ringlab.virt.image.Qcow2Entry.COMPRESSED_OFFSET;
import static org.ringlab.virt.image.Qcow2Entry.COPIED;
import static org.ringlab.virt.image.Qcow2Entry.OFFSET_MASK;

import org.ringlab.virt.image.Qcow2Entry.Kind;

/**
 * Tables that snapshots share with the disk: all that one refers to is counted, and what has one reference only is marked as safe to
 * be written in place ({@code qcow2_update_snapshot_refcount}).
 */
final class Qcow2SharedTables {
    private final SparseFile file;
    private final Qcow2Header header;
    private final Qcow2Refcounts refcounts;
    private final int clusterBits;
    private final int cluster;
    private final int perTable;

    Qcow2SharedTables(SparseFile file, Qcow2Header header, Qcow2Refcounts refcounts) {
        this.file = file;
        this.header = header;
        this.refcounts = refcounts;
        clusterBits = header.clusterBits();
        cluster = 1 << clusterBits;
        perTable = cluster / 8;
    }

    /** Another disk takes the place of this one's: all it refers to is counted again, and flags follow. */
    void replace(long offset, int length) throws ImageException {
        byte[] wanted = new byte[8 * header.l1Length()];
        byte[] table = length == 0 ? new byte[0] : file.read(offset, 8 * length).bytes();
        System.arraycopy(table, 0, wanted, 0, Math.min(table.length, wanted.length));
        count(offset, length, 1);
        byte[] before = header.l1Length() == 0
                ? new byte[0]
                : file.read(header.l1Offset(), wanted.length).bytes();
        if (wanted.length > 0) {
            file.write(header.l1Offset(), Chunk.of(wanted));
        }
        countEntries(before, -1);
        count(header.l1Offset(), header.l1Length(), 0);
    }

    /** Counts all that a table refers to once more or less, and sets the flags of what has one reference only. */
    void count(long offset, int length, int by) throws ImageException {
        for (int i = 0; i < length; i++) {
            long at = offset + 8L * i;
            long entry = file.number(at, 8);
            if ((entry & OFFSET_MASK) != 0) {
                file.setNumber(at, 8, counted(entry, by));
            }
        }
    }

    private void countEntries(byte[] table, int by) throws ImageException {
        for (int i = 0; i < table.length; i += 8) {
            long entry = 0;
            for (int j = 0; j < 8; j++) {
                entry = entry << 8 | table[i + j] & 0xFF;
            }
            if ((entry & OFFSET_MASK) != 0) {
                counted(entry, by);
            }
        }
    }

    /** One table of the second level; its entry with the flag as it is now. */
    private long counted(long l1Entry, int by) throws ImageException {
        long table = l1Entry & OFFSET_MASK;
        for (int i = 0; i < perTable; i++) {
            long entry = file.number(table + 8L * i, 8);
            Kind kind = Kind.of(entry, header.version());
            if (kind == Kind.NORMAL || kind == Kind.ZERO_ALLOCATED) {
                refcounts.add(entry & OFFSET_MASK, cluster, by);
                boolean single = refcounts.get((entry & OFFSET_MASK) >> clusterBits) == 1;
                long now = single ? entry | COPIED : entry & ~COPIED;
                if (now != entry && by >= 0) {
                    file.setNumber(table + 8L * i, 8, now);
                }
            } else if (kind == Kind.COMPRESSED_DATA) {
                long at = entry & COMPRESSED_OFFSET;
                refcounts.add(at, Compression.length(file, at), by);
            }
        }
        refcounts.add(table, cluster, by);
        return refcounts.get(table >> clusterBits) == 1 ? table | COPIED : table;
    }
}
