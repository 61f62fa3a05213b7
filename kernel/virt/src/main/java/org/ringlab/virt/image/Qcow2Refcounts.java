package org.ringlab.virt.image;

/** How often each cluster of a qcow2 file is referred to: a table of blocks of 16-bit counts ({@code qcow2-refcount.c}). */
final class Qcow2Refcounts {
    private static final long OFFSET_MASK = 0x00FF_FFFF_FFFF_FE00L;

    private final SparseFile file;
    private final Qcow2Header header;
    private final int clusterBits;
    private final int perBlock;
    private long free;

    Qcow2Refcounts(Qcow2Header header) {
        this.header = header;
        file = header.file();
        clusterBits = header.clusterBits();
        perBlock = 1 << clusterBits - 1;
    }

    /** Table and first block of a fresh file, behind its header, with the counts of the three clusters. */
    static void create(Qcow2Header header) {
        long cluster = 1L << header.clusterBits();
        header.file().fill(cluster, 2 * cluster, (byte) 0);
        header.file().setNumber(cluster, 8, 2 * cluster);
        Qcow2Refcounts counts = new Qcow2Refcounts(header);
        for (int i = 0; i < 3; i++) {
            counts.set(i, 1);
        }
    }

    int blocks() {
        return header.tableClusters() << clusterBits - 3;
    }

    /** Where a block of counts is; 0 where there is none. */
    long block(long index) {
        return index >= blocks() ? 0 : file.number(header.tableOffset() + index * 8, 8) & OFFSET_MASK;
    }

    int get(long cluster) {
        long block = block(cluster / perBlock);
        return block == 0 ? 0 : (int) file.number(block + cluster % perBlock * 2, 2);
    }

    private void set(long cluster, int count) {
        file.setNumber(block(cluster / perBlock) + cluster % perBlock * 2, 2, count);
    }

    /** Changes the counts of all clusters that a range touches; those that nobody needs any more become holes. */
    void add(long offset, long length, int by) throws ImageException {
        add(offset, length, by, true);
    }

    /** Nobody needs a range of tables any more; its blocks stay on the disk ({@code pass-discard-other} is off). */
    void release(long offset, long length) throws ImageException {
        add(offset, length, -1, false);
    }

    private void add(long offset, long length, int by, boolean punches) throws ImageException {
        if (length == 0) {
            return;
        }
        for (long c = offset >> clusterBits; c <= offset + length - 1 >> clusterBits; c++) {
            if (block(c / perBlock) == 0) {
                if (by < 0) {
                    continue;
                }
                addBlock(c / perBlock);
            }
            int count = Math.max(0, get(c) + by);
            set(c, count);
            if (count == 0) {
                free = Math.min(free, c);
                if (punches) {
                    file.punch(c << clusterBits, 1L << clusterBits);
                }
            }
        }
    }

    /** Sets a count that was found wrong. */
    void repair(long cluster, int count) {
        if (block(cluster / perBlock) != 0) {
            set(cluster, count);
        }
    }

    private void addBlock(long index) throws ImageException {
        if (index >= blocks()) {
            throw new ImageException("not simulated: an image file of that size");
        }
        long cluster = nextFree(1);
        file.write(cluster << clusterBits, Chunk.zeros(1 << clusterBits));
        file.setNumber(header.tableOffset() + index * 8, 8, cluster << clusterBits);
        add(cluster << clusterBits, 1, 1);
    }

    /** The first of so many clusters in a row that nobody uses. */
    private long nextFree(long clusters) {
        long found = 0;
        while (found < clusters) {
            found = get(free++) == 0 ? found + 1 : 0;
        }
        return free - clusters;
    }

    /** How many clusters in a row nobody uses, from the first such one on, in the block of counts that is there for it. */
    int freeInRow(int most) {
        long first = nextFree(1);
        free = first;
        long block = block(first / perBlock);
        int count = 0;
        while (block != 0
                && count < most
                && first % perBlock + count < perBlock
                && file.number(block + (first % perBlock + count) * 2, 2) == 0) {
            count++;
        }
        return count;
    }

    /** Takes the clusters that {@link #freeInRow} found; where they begin. */
    long takeRow(int clusters) {
        long first = free;
        byte[] counts = new byte[2 * clusters];
        for (int i = 1; i < counts.length; i += 2) {
            counts[i] = 1;
        }
        file.write(block(first / perBlock) + first % perBlock * 2, Chunk.of(counts));
        free = first + clusters;
        return first << clusterBits;
    }

    /** Takes clusters for so many bytes; where they begin. */
    long allocate(long bytes) throws ImageException {
        long clusters = (bytes + (1L << clusterBits) - 1) >> clusterBits;
        long first = nextFree(clusters);
        // a new block of counts takes the place, and they follow it
        for (long c = first; c < first + clusters; c++) {
            if (block(c / perBlock) == 0) {
                free = first;
                addBlock(c / perBlock);
                return allocate(bytes);
            }
        }
        add(first << clusterBits, clusters << clusterBits, 1);
        return first << clusterBits;
    }
}
