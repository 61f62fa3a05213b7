package org.ringlab.virt.image;

import static org.ringlab.virt.image.Qcow2Entry.COMPRESSED;
import static org.ringlab.virt.image.Qcow2Entry.COMPRESSED_OFFSET;
import static org.ringlab.virt.image.Qcow2Entry.COPIED;
import static org.ringlab.virt.image.Qcow2Entry.OFFSET_MASK;
import static org.ringlab.virt.image.Qcow2Entry.ZERO;

import java.util.Optional;
import org.ringlab.virt.image.Qcow2Entry.Kind;

/**
 * A qcow2 image: guest clusters are found by two levels of tables, written where nobody else refers to them and copied
 * first where somebody does ({@code qcow2-cluster.c}).
 */
final class Qcow2Image implements DiskImage {
    private final SparseFile file;
    private final Qcow2Header header;
    private final Qcow2Refcounts refcounts;
    private final int clusterBits;
    private final int cluster;
    private final int perTable;
    private long compressedEnd; // behind the last compressed cluster

    private Qcow2Image(SparseFile file) {
        this.file = file;
        header = new Qcow2Header(file);
        refcounts = new Qcow2Refcounts(header);
        clusterBits = header.clusterBits();
        cluster = 1 << clusterBits;
        perTable = cluster / 8;
    }

    /** Opens what a file holds. */
    static Qcow2Image open(SparseFile file) throws ImageException {
        if (file.number(0, 4) != ImageFormat.QCOW2.magic()) {
            throw new ImageException("Image is not in qcow2 format");
        }
        Qcow2Header header = new Qcow2Header(file);
        if (header.version() != 2 && header.version() != 3) {
            throw new ImageException("Unsupported qcow2 version " + Integer.toUnsignedString(header.version()));
        }
        if (!header.isSound()) {
            throw new ImageException("not simulated: a damaged qcow2 header");
        }
        long reach = (long) header.l1Length() << 2 * header.clusterBits() - 3;
        if (header.size() > reach) {
            throw new ImageException("L1 table is too small");
        }
        return new Qcow2Image(file);
    }

    /** Makes an image in an empty file. */
    static Qcow2Image create(SparseFile file, int version, int clusterBits, boolean lazyRefcounts, long size)
            throws ImageException {
        Qcow2Header.create(file, version, clusterBits, lazyRefcounts);
        Qcow2Header header = new Qcow2Header(file);
        Qcow2Refcounts.create(header);
        Qcow2Image image = new Qcow2Image(file);
        image.resize(size);
        return image;
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.QCOW2;
    }

    @Override
    public SparseFile file() {
        return file;
    }

    Qcow2Header header() {
        return header;
    }

    /** What snapshots have in common with the disk. */
    Qcow2SharedTables shared() {
        return new Qcow2SharedTables(file, header, refcounts);
    }

    Qcow2Refcounts refcounts() {
        return refcounts;
    }

    @Override
    public long size() {
        return header.size();
    }

    @Override
    public Optional<String> backing() {
        return header.backing();
    }

    @Override
    public Optional<String> backingFormat() {
        return header.backingFormat();
    }

    private long l1Entry(long index) {
        return index >= header.l1Length() ? 0 : file.number(header.l1Offset() + index * 8, 8);
    }

    /** A guest cluster's entry; 0 where it has none. */
    private long entry(long guestCluster) {
        long table = l1Entry(guestCluster / perTable) & OFFSET_MASK;
        return table == 0 ? 0 : file.number(table + guestCluster % perTable * 8, 8);
    }

    private void setEntry(long guestCluster, long entry) throws ImageException {
        file.setNumber(writableTable(guestCluster / perTable) + guestCluster % perTable * 8, 8, entry);
    }

    /** A table that is ours alone: made where there is none, copied where a snapshot has it too. */
    private long writableTable(long index) throws ImageException {
        long old = l1Entry(index);
        if ((old & COPIED) != 0) {
            return old & OFFSET_MASK;
        }
        long table = refcounts.allocate(cluster);
        long from = old & OFFSET_MASK;
        file.write(table, from == 0 ? Chunk.zeros(cluster) : file.read(from, cluster));
        if (from != 0) {
            refcounts.add(from, cluster, -1);
        }
        file.setNumber(header.l1Offset() + index * 8, 8, table | COPIED);
        return table;
    }

    private Kind kind(long entry) {
        return Kind.of(entry, header.version());
    }

    @Override
    public Extent extent(long offset) {
        long first = offset >> clusterBits;
        long entry = entry(first);
        Kind kind = kind(entry);
        long end = (size() + cluster - 1) >> clusterBits;
        long clusters = kind == Kind.UNALLOCATED ? unallocated(first, end) : 1;
        while (kind != Kind.UNALLOCATED
                && first + clusters < end
                && continues(entry, kind, clusters, entry(first + clusters))) {
            clusters++;
        }
        long within = offset & cluster - 1;
        long length = Math.min((clusters << clusterBits) - within, size() - offset);
        return switch (kind) {
            case UNALLOCATED -> new Extent(length, false, false, false, -1, false);
            case ZERO_PLAIN -> new Extent(length, true, true, false, -1, false);
            case ZERO_ALLOCATED -> new Extent(length, true, true, false, (entry & OFFSET_MASK) + within, false);
            case NORMAL -> new Extent(length, true, false, true, (entry & OFFSET_MASK) + within, false);
            case COMPRESSED_DATA -> new Extent(length, true, false, true, -1, true);
        };
    }

    /** How many clusters from {@code first} on have no entry; where there is no table they are passed over at once. */
    private long unallocated(long first, long end) {
        long next = first + 1;
        while (next < end) {
            long table = l1Entry(next / perTable) & OFFSET_MASK;
            long tableEnd = Math.min(end, (next / perTable + 1) * perTable);
            if (table == 0) {
                next = tableEnd;
                continue;
            }
            while (next < tableEnd && kind(file.number(table + next % perTable * 8, 8)) == Kind.UNALLOCATED) {
                next++;
            }
            if (next < tableEnd) {
                break;
            }
        }
        return Math.min(next, end) - first;
    }

    private boolean continues(long entry, Kind kind, long clusters, long next) {
        boolean adjoins = (next & OFFSET_MASK) == (entry & OFFSET_MASK) + (clusters << clusterBits);
        return kind(next) == kind
                && switch (kind) {
                    case UNALLOCATED, ZERO_PLAIN, COMPRESSED_DATA -> true;
                    case NORMAL, ZERO_ALLOCATED -> adjoins;
                };
    }

    @Override
    public Chunk stored(long offset, int count) {
        int within = (int) (offset & cluster - 1);
        long entry = entry(offset >> clusterBits);
        if (count > cluster - within) {
            int first = cluster - within;
            return joined(stored(offset, first), stored(offset + first, count - first));
        }
        return switch (kind(entry)) {
            case UNALLOCATED, ZERO_PLAIN, ZERO_ALLOCATED -> Chunk.zeros(count);
            case NORMAL -> file.read((entry & OFFSET_MASK) + within, count);
            case COMPRESSED_DATA ->
                Compression.read(file, entry & COMPRESSED_OFFSET, cluster).slice(within, within + count);
        };
    }

    private static Chunk joined(Chunk first, Chunk second) {
        if (first instanceof Chunk.Alike a && second instanceof Chunk.Alike b && a.value() == b.value()) {
            return new Chunk.Alike(a.length() + b.length(), a.value());
        }
        byte[] all = new byte[first.length() + second.length()];
        System.arraycopy(first.bytes(), 0, all, 0, first.length());
        System.arraycopy(second.bytes(), 0, all, first.length(), second.length());
        return Chunk.of(all);
    }

    @Override
    public void write(long offset, Chunk chunk, Reader below) throws ImageException {
        for (int done = 0; done < chunk.length(); ) {
            long at = offset + done;
            int within = (int) (at & cluster - 1);
            int part = within == 0 ? writeFresh(at, chunk, done) : 0;
            if (part == 0) {
                part = Math.min(cluster - within, chunk.length() - done);
                writeInCluster(at - within, within, chunk.slice(done, done + part), below);
            }
            done += part;
        }
    }

    /**
     * Writes whole clusters that nobody wrote before, as many at once as find place in a row: with the same result as one by one.
     *
     * @return bytes written; 0 where there are no two such clusters
     */
    private int writeFresh(long at, Chunk chunk, int from) throws ImageException {
        long guestCluster = at >> clusterBits;
        long index = guestCluster / perTable;
        long most = Math.min(chunk.length() - from >> clusterBits, perTable - guestCluster % perTable);
        long old = l1Entry(index) & OFFSET_MASK;
        long fresh = old == 0 ? most : fresh(old + guestCluster % perTable * 8, most);
        if (fresh < 2) {
            return 0;
        }
        long table = writableTable(index);
        int count = refcounts.freeInRow((int) fresh);
        if (count < 2) {
            return 0;
        }
        long place = refcounts.takeRow(count);
        byte[] entries = new byte[8 * count];
        for (int i = 0; i < count; i++) {
            long entry = place + ((long) i << clusterBits) | COPIED;
            for (int b = 0; b < 8; b++) {
                entries[8 * i + b] = (byte) (entry >>> 56 - 8 * b);
            }
        }
        int bytes = count << clusterBits;
        file.write(place, chunk.slice(from, from + bytes));
        file.write(table + guestCluster % perTable * 8, Chunk.of(entries));
        return bytes;
    }

    /** How many entries in a row, from a place in a table on, stand for nothing. */
    private long fresh(long at, long most) {
        long count = 0;
        while (count < most && file.number(at + 8 * count, 8) == 0) {
            count++;
        }
        return count;
    }

    private void writeInCluster(long start, int within, Chunk chunk, Reader below) throws ImageException {
        long guestCluster = start >> clusterBits;
        long entry = entry(guestCluster);
        Kind kind = kind(entry);
        if (kind == Kind.NORMAL && (entry & COPIED) != 0) {
            file.write((entry & OFFSET_MASK) + within, chunk);
            return;
        }
        Chunk rest = kind == Kind.UNALLOCATED && chunk.length() < cluster
                ? below.read(start, cluster)
                : stored(start, cluster);
        writableTable(guestCluster / perTable);
        boolean inPlace = kind == Kind.ZERO_ALLOCATED && (entry & COPIED) != 0;
        long place = inPlace ? entry & OFFSET_MASK : refcounts.allocate(cluster);
        if (chunk.length() < cluster) {
            file.write(place, rest);
        }
        file.write(place + within, chunk);
        setEntry(guestCluster, place | COPIED);
        if (!inPlace) {
            release(entry);
        }
    }

    /** The cluster that an entry stood for loses a reference. */
    private void release(long entry) throws ImageException {
        switch (kind(entry)) {
            case UNALLOCATED, ZERO_PLAIN -> {}
            case ZERO_ALLOCATED, NORMAL -> refcounts.add(entry & OFFSET_MASK, cluster, -1);
            case COMPRESSED_DATA -> {
                long at = entry & COMPRESSED_OFFSET;
                refcounts.add(at, Compression.length(file, at), -1);
            }
        }
    }

    @Override
    public void zero(long offset, long count, Reader below) throws ImageException {
        for (long at = offset; at < offset + count; ) {
            int within = (int) (at & cluster - 1);
            long part = Math.min(cluster - within, offset + count - at);
            if ((part == cluster || within == 0 && at + part == size()) && header.version() > 2) {
                long entry = entry(at >> clusterBits);
                Kind kind = kind(entry);
                if (kind != Kind.ZERO_PLAIN && kind != Kind.ZERO_ALLOCATED) {
                    boolean keeps = kind == Kind.NORMAL;
                    setEntry(at >> clusterBits, keeps ? entry | ZERO : ZERO);
                    if (!keeps) {
                        release(entry);
                    }
                }
            } else {
                write(at, Chunk.zeros((int) part), below);
            }
            at += part;
        }
    }

    @Override
    public void discard(long offset, long count, boolean hasBacking) throws ImageException {
        long first = (offset + cluster - 1) >> clusterBits;
        long end = offset + count >= size() ? (size() + cluster - 1) >> clusterBits : offset + count >> clusterBits;
        for (long c = first; c < end; c++) {
            long entry = entry(c);
            Kind kind = kind(entry);
            boolean allocated = kind != Kind.UNALLOCATED && kind != Kind.ZERO_PLAIN;
            boolean zeros = (hasBacking || allocated) && header.version() > 2;
            if (kind != Kind.ZERO_PLAIN && (zeros || allocated)) {
                setEntry(c, zeros ? ZERO : 0);
                release(entry);
            }
        }
    }

    /** Forgets what is written here, so that the backing file is read again ({@code qcow2_make_empty}). */
    void empty() throws ImageException {
        forget(0);
    }

    private void forget(long firstCluster) throws ImageException {
        long end = (size() + cluster - 1) >> clusterBits;
        for (long c = firstCluster; c < end; c++) {
            long entry = entry(c);
            if (entry == 0) {
                c = (l1Entry(c / perTable) & OFFSET_MASK) == 0 ? (c / perTable + 1) * perTable - 1 : c;
                continue;
            }
            setEntry(c, 0);
            release(entry);
        }
    }

    @Override
    public void resize(long size) throws ImageException {
        if (size < size()) {
            forget((size + cluster - 1) >> clusterBits);
        }
        int needed = (int) ((size + (long) cluster * perTable - 1) / ((long) cluster * perTable));
        if (needed > header.l1Length() || header.l1Offset() == 0) {
            growTable(needed);
        }
        header.setSize(size);
    }

    private void growTable(int entries) throws ImageException {
        long bytes = Math.max(8L * entries, 1);
        long old = header.l1Offset();
        int oldLength = header.l1Length();
        long offset = refcounts.allocate(bytes);
        byte[] table = new byte[8 * entries];
        if (oldLength > 0) {
            System.arraycopy(file.read(old, 8 * oldLength).bytes(), 0, table, 0, 8 * oldLength);
        }
        if (table.length > 0) {
            file.write(offset, Chunk.of(table));
        }
        header.setL1(entries, offset);
        if (old != 0) {
            refcounts.release(old, 8L * oldLength);
        }
    }

    /** Writes a cluster in as little room as it takes ({@code qemu-img convert -c}). */
    void writeCompressed(long offset, Chunk chunk) throws ImageException {
        byte[] packed = Compression.pack(chunk);
        if (packed.length >= cluster || chunk.length() < cluster) {
            write(offset, chunk, Reader.ZEROS);
            return;
        }
        writableTable((offset >> clusterBits) / perTable);
        long place = compressedEnd;
        if (place == 0 || (place & cluster - 1) + packed.length > cluster || (place & cluster - 1) == 0) {
            place = refcounts.allocate(cluster);
        } else {
            refcounts.add(place, packed.length, 1);
        }
        file.write(place, new Chunk.Each(packed));
        compressedEnd = place + packed.length;
        setEntry(offset >> clusterBits, place | COMPRESSED);
    }

    /** Takes clusters for the whole disk; their bytes stay unwritten, or are zeros. */
    void preallocate(long from, boolean written) throws ImageException {
        for (long c = from + cluster - 1 >> clusterBits; c < size() + cluster - 1 >> clusterBits; c++) {
            writableTable(c / perTable);
            long place = refcounts.allocate(cluster);
            if (written) {
                file.fill(place, cluster, (byte) 0);
            } else {
                file.truncate(Math.max(file.length(), place + cluster));
            }
            setEntry(c, place | COPIED);
        }
    }
}
