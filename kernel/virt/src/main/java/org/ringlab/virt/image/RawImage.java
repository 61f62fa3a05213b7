package org.ringlab.virt.image;

/** A disk byte for byte ({@code raw-format.c} on {@code file-posix.c}). */
final class RawImage implements DiskImage {
    private static final int SECTOR = 512;

    private final SparseFile file;

    RawImage(SparseFile file) {
        this.file = file;
    }

    /** Gives a file just made its size; its first block is written, so that its alignment can be found out. */
    static void create(SparseFile file, long size, boolean allocatesFirstBlock) {
        file.truncate(size);
        if (allocatesFirstBlock && size > 0) {
            file.write(0, Chunk.zeros((int) Math.min(size, SparseFile.BLOCK)));
        }
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.RAW;
    }

    @Override
    public SparseFile file() {
        return file;
    }

    @Override
    public long size() {
        return (file.length() + SECTOR - 1) / SECTOR * SECTOR;
    }

    @Override
    public Extent extent(long offset) {
        boolean hole = file.isHole(offset);
        long end = file.runEnd(offset) >= file.length() ? size() : file.runEnd(offset);
        return new Extent(Math.max(end - offset, SECTOR), true, hole, !hole, offset, false);
    }

    @Override
    public Chunk stored(long offset, int count) {
        return file.read(offset, count);
    }

    @Override
    public void write(long offset, Chunk chunk, Reader below) {
        file.write(offset, chunk);
    }

    @Override
    public void zero(long offset, long count, Reader below) {
        file.fill(offset, count, (byte) 0);
    }

    @Override
    public void discard(long offset, long count, boolean hasBacking) {
        file.punch(offset, count);
    }

    @Override
    public void resize(long size) {
        file.truncate(size);
    }
}
