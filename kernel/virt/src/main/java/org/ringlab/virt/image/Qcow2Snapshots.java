package org.ringlab.virt.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The internal snapshots of a qcow2 file: copies of its first table, with all they refer to counted ({@code qcow2-snapshot.c}). */
final class Qcow2Snapshots {
    private static final int FIXED = 40;
    private static final int EXTRA = 24;

    private final Qcow2Image image;

    Qcow2Snapshots(Qcow2Image image) {
        this.image = image;
    }

    /** A snapshot as it stands in the table. */
    private record Row(long l1Offset, int l1Length, Snapshot snapshot) {
        int bytes() {
            int names = snapshot.id().getBytes(StandardCharsets.UTF_8).length
                    + snapshot.name().getBytes(StandardCharsets.UTF_8).length;
            return (FIXED + EXTRA + names + 7) / 8 * 8;
        }
    }

    /** All, in the order they were made. */
    List<Snapshot> all() {
        return rows().stream().map(Row::snapshot).toList();
    }

    private List<Row> rows() {
        SparseFile file = image.file();
        List<Row> rows = new ArrayList<>();
        long at = image.header().snapshotsOffset();
        for (int i = 0; i < image.header().snapshots() && at < file.length(); i++) {
            int idLength = (int) file.number(at + 12, 2);
            int nameLength = (int) file.number(at + 14, 2);
            int extra = (int) Math.min(1 << 12, file.number(at + 36, 4));
            long names = at + FIXED + extra;
            rows.add(new Row(
                    file.number(at, 8),
                    (int) Math.min(1 << 22, file.number(at + 8, 4)),
                    new Snapshot(
                            text(names, idLength),
                            text(names + idLength, nameLength),
                            file.number(at + FIXED, 8),
                            file.number(at + 16, 4),
                            file.number(at + 24, 8),
                            file.number(at + FIXED + 8, 8))));
            at = (names + idLength + nameLength + 7) / 8 * 8;
        }
        return rows;
    }

    private String text(long at, int length) {
        return length == 0 ? "" : new String(image.file().read(at, length).bytes(), StandardCharsets.UTF_8);
    }

    private void write(List<Row> rows) throws ImageException {
        long oldOffset = image.header().snapshotsOffset();
        long oldBytes = rows().stream().mapToLong(Row::bytes).sum();
        long bytes = rows.stream().mapToLong(Row::bytes).sum();
        long offset = bytes == 0 ? 0 : image.refcounts().allocate(bytes);
        SparseFile file = image.file();
        long at = offset;
        for (Row row : rows) {
            byte[] id = row.snapshot.id().getBytes(StandardCharsets.UTF_8);
            byte[] name = row.snapshot.name().getBytes(StandardCharsets.UTF_8);
            file.write(at, Chunk.zeros(row.bytes()));
            file.setNumber(at, 8, row.l1Offset);
            file.setNumber(at + 8, 4, row.l1Length);
            file.setNumber(at + 12, 2, id.length);
            file.setNumber(at + 14, 2, name.length);
            file.setNumber(at + 16, 4, row.snapshot.seconds());
            file.setNumber(at + 24, 8, row.snapshot.clockNanos());
            file.setNumber(at + 36, 4, EXTRA);
            file.setNumber(at + FIXED, 8, row.snapshot.stateBytes());
            file.setNumber(at + FIXED + 8, 8, row.snapshot.diskSize());
            file.write(at + FIXED + EXTRA, new Chunk.Each(id));
            if (name.length > 0) {
                file.write(at + FIXED + EXTRA + id.length, new Chunk.Each(name));
            }
            at += row.bytes();
        }
        image.header().setSnapshots(rows.size(), offset);
        if (oldOffset != 0) {
            image.refcounts().add(oldOffset, oldBytes, -1);
        }
    }

    /** The first one with that id, else the first with that name. */
    Optional<Snapshot> find(String word) {
        return row(word).map(Row::snapshot);
    }

    private Optional<Row> row(String word) {
        List<Row> rows = rows();
        return rows.stream()
                .filter(row -> row.snapshot.id().equals(word))
                .findFirst()
                .or(() -> rows.stream()
                        .filter(row -> row.snapshot.name().equals(word))
                        .findFirst());
    }

    /** Keeps the disk as it is now; the id is one more than the highest. */
    void create(String name, long stateBytes, long seconds, long clockNanos) throws ImageException {
        List<Row> rows = new ArrayList<>(rows());
        long highest = rows.stream()
                .map(row -> row.snapshot.id())
                .filter(id -> id.matches("[0-9]{1,9}"))
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
        Qcow2Header header = image.header();
        int length = header.l1Length();
        long copy = image.refcounts().allocate(Math.max(8L * length, 1));
        if (length > 0) {
            image.file().write(copy, image.file().read(header.l1Offset(), 8 * length));
        }
        image.shared().count(header.l1Offset(), length, 1);
        rows.add(new Row(
                copy,
                length,
                new Snapshot(String.valueOf(highest + 1), name, stateBytes, seconds, clockNanos, image.size())));
        write(rows);
    }

    /** Makes the disk what it was; false where there is no such snapshot. */
    boolean apply(String word) throws ImageException {
        Optional<Row> row = row(word);
        if (row.isEmpty()) {
            return false;
        }
        if (row.get().snapshot.diskSize() != image.size()) {
            image.resize(row.get().snapshot.diskSize());
        }
        image.shared().replace(row.get().l1Offset, row.get().l1Length);
        return true;
    }

    /** Forgets one; false where it isn't there. */
    boolean delete(String word) throws ImageException {
        Optional<Row> row = row(word);
        if (row.isEmpty()) {
            return false;
        }
        List<Row> rows = new ArrayList<>(rows());
        rows.remove(row.get());
        write(rows);
        image.shared().count(row.get().l1Offset, row.get().l1Length, -1);
        image.refcounts().add(row.get().l1Offset, Math.max(8L * row.get().l1Length, 1), -1);
        image.shared().count(image.header().l1Offset(), image.header().l1Length(), 0);
        return true;
    }

    /** Where the tables of all snapshots are, for counting references: offset and number of entries. */
    List<long[]> tables() {
        return rows().stream()
                .map(row -> new long[] {row.l1Offset, row.l1Length})
                .toList();
    }

    /** Bytes of the snapshot table. */
    long bytes() {
        return rows().stream().mapToLong(Row::bytes).sum();
    }
}
