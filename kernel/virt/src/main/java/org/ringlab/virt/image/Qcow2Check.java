package org.ringlab.virt.image;

import static org.ringlab.virt.image.Qcow2Entry.COMPRESSED;
import static org.ringlab.virt.image.Qcow2Entry.COMPRESSED_OFFSET;
import static org.ringlab.virt.image.Qcow2Entry.COPIED;
import static org.ringlab.virt.image.Qcow2Entry.OFFSET_MASK;

import java.util.Arrays;

/** {@code qemu-img check} of a qcow2 file: all references counted anew and compared ({@code qcow2_check_refcounts}). */
final class Qcow2Check {

    private final Qcow2Image image;
    private final SparseFile file;
    private final Qcow2Header header;
    private final int bits;
    private final StringBuilder complaints = new StringBuilder();
    private int[] references;
    private long nextData;
    private int corruptions;
    private int leaks;
    private int leaksFixed;
    private int corruptionsFixed;
    private long allocated;
    private long fragmented;
    private long compressed;
    private long highest;

    private Qcow2Check(Qcow2Image image) {
        this.image = image;
        file = image.file();
        header = image.header();
        bits = header.clusterBits();
        references = new int[(int) clusters(file.length())];
    }

    /**
     * What was found.
     *
     * @param complaints what goes to standard error
     * @param corruptions mistakes that do harm
     * @param leaks clusters that nobody refers to and nobody can use
     * @param leaksFixed leaks mended
     * @param corruptionsFixed mistakes mended
     * @param total clusters of the disk
     * @param allocated those the file holds
     * @param fragmented those that don't follow the one before
     * @param compressed those in less room
     * @param end where the used part of the file ends
     */
    record Result(
            String complaints,
            int corruptions,
            int leaks,
            int leaksFixed,
            int corruptionsFixed,
            long total,
            long allocated,
            long fragmented,
            long compressed,
            long end) {}

    static Result run(Qcow2Image image, boolean fixLeaks, boolean fixErrors) throws ImageException {
        Qcow2Check check = new Qcow2Check(image);
        check.count();
        int found = check.corruptions;
        check.compare(false, false);
        if ((fixLeaks && check.leaks > 0) || (fixErrors && check.corruptions > found)) {
            check.leaks = 0;
            check.corruptions = found;
            check.compare(fixLeaks, fixErrors);
        }
        check.flags();
        return new Result(
                check.complaints.toString(),
                check.corruptions,
                check.leaks,
                check.leaksFixed,
                check.corruptionsFixed,
                check.clusters(image.size()),
                check.allocated,
                check.fragmented,
                check.compressed,
                check.highest + 1 << check.bits);
    }

    private long clusters(long bytes) {
        return (bytes + (1L << bits) - 1) >> bits;
    }

    private void complain(String text) {
        complaints.append(text).append('\n');
    }

    private void count() {
        refer(0, 1L << bits);
        table(header.l1Offset(), header.l1Length(), true);
        Qcow2Snapshots snapshots = new Qcow2Snapshots(image);
        for (long[] table : snapshots.tables()) {
            table(table[0], (int) table[1], false);
        }
        refer(header.snapshotsOffset(), snapshots.bytes());
        refer(header.tableOffset(), (long) header.tableClusters() << bits);
        for (int i = 0; i < image.refcounts().blocks(); i++) {
            long block = image.refcounts().block(i);
            if (block >> bits >= clusters(file.length())) {
                complain("ERROR refcount block " + i + " is outside image");
                corruptions++;
            } else if (block != 0) {
                refer(block, 1L << bits);
            }
        }
    }

    private void refer(long offset, long length) {
        if (length == 0) {
            return;
        }
        if (offset < 0 || offset + length - file.length() >= 1L << bits) {
            complain(
                    "ERROR: counting reference for region exceeding the end of the file by one cluster or more: offset 0x"
                            + Long.toHexString(offset) + " size 0x" + Long.toHexString(length));
            corruptions++;
            return;
        }
        for (long c = offset >> bits; c <= offset + length - 1 >> bits; c++) {
            if (c >= references.length) {
                references = Arrays.copyOf(references, (int) c + 1);
            }
            references[(int) c]++;
        }
    }

    private void table(long offset, int length, boolean active) {
        refer(offset, 8L * length);
        for (int i = 0; i < length; i++) {
            long second = file.number(offset + 8L * i, 8) & OFFSET_MASK;
            if (second != 0) {
                refer(second, 1L << bits);
                entries(second, active);
            }
        }
    }

    private void entries(long table, boolean active) {
        for (int i = 0; i < 1 << bits - 3; i++) {
            long entry = file.number(table + 8L * i, 8);
            long offset = entry & OFFSET_MASK;
            if ((entry & COMPRESSED) != 0) {
                long at = entry & COMPRESSED_OFFSET;
                refer(at, Compression.length(file, at));
                allocated += active ? 1 : 0;
                compressed += active ? 1 : 0;
                fragmented += active ? 1 : 0;
            } else if (offset != 0) {
                if (active) {
                    allocated++;
                    fragmented += nextData != 0 && offset != nextData ? 1 : 0;
                    nextData = offset + (1L << bits);
                }
                refer(offset, 1L << bits);
            }
        }
    }

    private void compare(boolean fixLeaks, boolean fixErrors) {
        highest = 0;
        long end = Math.max(references.length, clusters(file.length()));
        for (long c = 0; c < end; c++) {
            int stored = image.refcounts().get(c);
            int counted = c < references.length ? references[(int) c] : 0;
            highest = stored > 0 || counted > 0 ? c : highest;
            if (stored == counted) {
                continue;
            }
            boolean leak = stored > counted;
            boolean fixed = leak ? fixLeaks : fixErrors && stored > 0;
            complain((fixed ? "Repairing" : leak ? "Leaked" : "ERROR") + " cluster " + c + " refcount=" + stored
                    + " reference=" + counted);
            if (fixed) {
                image.refcounts().repair(c, counted);
                leaksFixed += leak ? 1 : 0;
                corruptionsFixed += leak ? 0 : 1;
            } else {
                leaks += leak ? 1 : 0;
                corruptions += leak ? 0 : 1;
            }
        }
    }

    /** What has one reference says so in its entry. */
    private void flags() {
        for (int i = 0; i < header.l1Length(); i++) {
            long first = file.number(header.l1Offset() + 8L * i, 8);
            long table = first & OFFSET_MASK;
            if (table == 0) {
                continue;
            }
            int count = image.refcounts().get(table >> bits);
            if ((count == 1) != ((first & COPIED) != 0)) {
                complain("ERROR OFLAG_COPIED L2 cluster: l1_index=" + i + " l1_entry=" + Long.toHexString(first)
                        + " refcount=" + count);
                corruptions++;
            }
            for (int j = 0; j < 1 << bits - 3; j++) {
                long entry = file.number(table + 8L * j, 8);
                long offset = entry & OFFSET_MASK;
                if ((entry & COMPRESSED) == 0 && offset != 0) {
                    int references = image.refcounts().get(offset >> bits);
                    if ((references == 1) != ((entry & COPIED) != 0)) {
                        complain("ERROR OFLAG_COPIED data cluster: l2_entry=" + Long.toHexString(entry) + " refcount="
                                + references);
                        corruptions++;
                    }
                }
            }
        }
    }
}
