package org.ringlab.virt.image;

import java.util.Optional;

/** An opened image: a disk of so many bytes, seen without its backing file unless said otherwise. */
public interface DiskImage {
    /**
     * A part of the disk whose bytes come from the same kind of place.
     *
     * @param length bytes from the offset asked for
     * @param present whether this file decides what is read there, and none below it
     * @param zero whether zeros are read there
     * @param data whether the file holds bytes for it
     * @param offset where in the file they begin; -1 where that can't be said
     * @param compressed whether they are compressed
     */
    record Extent(long length, boolean present, boolean zero, boolean data, long offset, boolean compressed) {}

    /** Its format. */
    ImageFormat format();

    /** The file it is in. */
    SparseFile file();

    /** Bytes of the disk. */
    long size();

    /** What there is at an offset. */
    Extent extent(long offset);

    /** Bytes of a part that this file holds; {@link #extent} says which those are. */
    Chunk stored(long offset, int count);

    /** Writes; {@code below} reads what the backing files hold, for the rest of a cluster. */
    void write(long offset, Chunk chunk, Reader below) throws ImageException;

    /** Lets a range read as zeros, whatever is below. */
    void zero(long offset, long count, Reader below) throws ImageException;

    /** The guest needs a range no more: it reads as zeros. */
    void discard(long offset, long count, boolean hasBacking) throws ImageException;

    /** Makes the disk larger or smaller. */
    void resize(long size) throws ImageException;

    /** The backing file's name as written in the image; empty without one. */
    default Optional<String> backing() {
        return Optional.empty();
    }

    /** The backing file's format as written in the image; empty where it isn't. */
    default Optional<String> backingFormat() {
        return Optional.empty();
    }

    /** Something that reads a disk. */
    @FunctionalInterface
    interface Reader {
        /** The bytes at an offset. */
        Chunk read(long offset, int count);

        /** A disk of zeros. */
        Reader ZEROS = (offset, count) -> Chunk.zeros(count);
    }
}
