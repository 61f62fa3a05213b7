package org.ringlab.virt.image;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The header of a qcow2 file ({@code docs/interop/qcow2.txt}), read and written where it stands.
 *
 * @param file the file
 */
record Qcow2Header(SparseFile file) {
    static final int CLUSTER_BITS = 16;
    private static final int VERSION_AT = 4;
    private static final int BACKING_OFFSET_AT = 8;
    private static final int BACKING_LENGTH_AT = 16;
    private static final int CLUSTER_BITS_AT = 20;
    private static final int SIZE_AT = 24;
    private static final int L1_LENGTH_AT = 36;
    private static final int L1_OFFSET_AT = 40;
    private static final int TABLE_OFFSET_AT = 48;
    private static final int TABLE_CLUSTERS_AT = 56;
    private static final int SNAPSHOTS_AT = 60;
    private static final int SNAPSHOTS_OFFSET_AT = 64;
    private static final int COMPATIBLE_AT = 80;
    private static final int REFCOUNT_ORDER_AT = 96;
    private static final int LENGTH_AT = 100;
    private static final int V2_LENGTH = 72;
    private static final int V3_LENGTH = 112;
    private static final long BACKING_FORMAT = 0xE2792ACAL;
    private static final int LONGEST_NAME = 1023;

    /** Writes a fresh header over the first cluster. */
    static void create(SparseFile file, int version, int clusterBits, boolean lazyRefcounts) {
        file.fill(0, 1L << clusterBits, (byte) 0);
        file.setNumber(0, 4, ImageFormat.QCOW2.magic());
        file.setNumber(VERSION_AT, 4, version);
        file.setNumber(CLUSTER_BITS_AT, 4, clusterBits);
        file.setNumber(TABLE_OFFSET_AT, 8, 1L << clusterBits);
        file.setNumber(TABLE_CLUSTERS_AT, 4, 1);
        if (version > 2) {
            file.setNumber(COMPATIBLE_AT, 8, lazyRefcounts ? 1 : 0);
            file.setNumber(REFCOUNT_ORDER_AT, 4, 4);
            file.setNumber(LENGTH_AT, 4, V3_LENGTH);
        }
    }

    int version() {
        return (int) file.number(VERSION_AT, 4);
    }

    int clusterBits() {
        return (int) file.number(CLUSTER_BITS_AT, 4);
    }

    long size() {
        return file.number(SIZE_AT, 8);
    }

    void setSize(long size) {
        file.setNumber(SIZE_AT, 8, size);
    }

    boolean lazyRefcounts() {
        return version() > 2 && (file.number(COMPATIBLE_AT, 8) & 1) != 0;
    }

    int l1Length() {
        return (int) file.number(L1_LENGTH_AT, 4);
    }

    long l1Offset() {
        return file.number(L1_OFFSET_AT, 8);
    }

    void setL1(int length, long offset) {
        file.setNumber(L1_LENGTH_AT, 4, length);
        file.setNumber(L1_OFFSET_AT, 8, offset);
    }

    long tableOffset() {
        return file.number(TABLE_OFFSET_AT, 8);
    }

    int tableClusters() {
        return (int) file.number(TABLE_CLUSTERS_AT, 4);
    }

    int snapshots() {
        return (int) file.number(SNAPSHOTS_AT, 4);
    }

    long snapshotsOffset() {
        return file.number(SNAPSHOTS_OFFSET_AT, 8);
    }

    void setSnapshots(int number, long offset) {
        file.setNumber(SNAPSHOTS_AT, 4, number);
        file.setNumber(SNAPSHOTS_OFFSET_AT, 8, offset);
    }

    /** Whether nothing here is beyond what can be worked with. */
    boolean isSound() {
        return (version() == 2 || version() == 3)
                && clusterBits() >= 9
                && clusterBits() <= 21
                && l1Length() >= 0
                && l1Length() <= 1 << 22
                && size() >= 0
                && l1Offset() >= 0
                && tableOffset() >= 0
                && snapshotsOffset() >= 0
                && tableClusters() > 0
                && tableClusters() <= 1 << 8
                && snapshots() >= 0
                && snapshots() <= 1 << 16;
    }

    private int extensions() {
        return version() == 2 ? V2_LENGTH : Math.max(V3_LENGTH, (int) Math.min(1 << 9, file.number(LENGTH_AT, 4)));
    }

    Optional<String> backing() {
        long offset = file.number(BACKING_OFFSET_AT, 8);
        int length = (int) file.number(BACKING_LENGTH_AT, 4);
        return offset == 0 || length <= 0 || length > LONGEST_NAME
                ? Optional.empty()
                : Optional.of(new String(file.read(offset, length).bytes(), StandardCharsets.UTF_8));
    }

    Optional<String> backingFormat() {
        int at = extensions();
        if (file.number(at, 4) != BACKING_FORMAT) {
            return Optional.empty();
        }
        int length = (int) Math.min(LONGEST_NAME, file.number(at + 4, 4));
        return length <= 0
                ? Optional.empty()
                : Optional.of(new String(file.read(at + 8, length).bytes(), StandardCharsets.UTF_8));
    }

    /** Writes the name of the backing file and its format behind the header; an empty name takes both away. */
    void setBacking(String name, String format) {
        int at = extensions();
        file.write(at, Chunk.zeros((1 << clusterBits()) - at));
        byte[] formatBytes = format.getBytes(StandardCharsets.UTF_8);
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        if (nameBytes.length > 0 && formatBytes.length > 0) {
            file.setNumber(at, 4, BACKING_FORMAT);
            file.setNumber(at + 4, 4, formatBytes.length);
            file.write(at + 8, Chunk.of(formatBytes));
            at += 8 + (formatBytes.length + 7) / 8 * 8;
        }
        at += 8;
        if (nameBytes.length > 0) {
            file.write(at, Chunk.of(nameBytes));
        }
        file.setNumber(BACKING_OFFSET_AT, 8, nameBytes.length == 0 ? 0 : at);
        file.setNumber(BACKING_LENGTH_AT, 4, nameBytes.length);
    }
}
