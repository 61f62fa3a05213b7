package org.ringlab.virt.image;

/**
 * The other programs' formats, VMDK and VDI: a table says where each block of the disk is. Magic number, size and
 * behaviour are theirs; the table's layout in the file is our own.
 */
final class BlockMapImage implements DiskImage {
    private static final int SIZE_AT = 0x200;
    private static final int USED_AT = 0x208;
    private static final int MAP_AT = 0x400;
    private static final int ENTRY = 4;

    private final SparseFile file;
    private final ImageFormat format;

    private BlockMapImage(SparseFile file, ImageFormat format) {
        this.file = file;
        this.format = format;
    }

    static BlockMapImage open(SparseFile file, ImageFormat format) throws ImageException {
        if (file.number(format.magicAt(), 4) != format.magic()) {
            throw new ImageException(
                    format == ImageFormat.VDI
                            ? "Image not in VDI format (bad signature " + Long.toHexString(file.number(0x40, 4)) + ")"
                            : "Image not in VMDK format");
        }
        return new BlockMapImage(file, format);
    }

    static BlockMapImage create(SparseFile file, ImageFormat format, long size) {
        BlockMapImage image = new BlockMapImage(file, format);
        long blocks = (size + image.block() - 1) / image.block();
        file.truncate(image.dataAt(blocks));
        file.setNumber(format.magicAt(), 4, format.magic());
        file.setNumber(SIZE_AT, 8, size);
        return image;
    }

    /** Bytes of a block: a grain of 64 KiB, or VDI's 1 MiB. */
    int block() {
        return format == ImageFormat.VDI ? 1 << 20 : 1 << 16;
    }

    private long dataAt(long blocks) {
        return (MAP_AT + ENTRY * blocks + block() - 1) / block() * block();
    }

    private long place(long index) {
        long number = file.number(MAP_AT + ENTRY * index, ENTRY);
        return number == 0 ? -1 : dataAt((size() + block() - 1) / block()) + (number - 1) * block();
    }

    @Override
    public ImageFormat format() {
        return format;
    }

    @Override
    public SparseFile file() {
        return file;
    }

    @Override
    public long size() {
        return file.number(SIZE_AT, 8);
    }

    @Override
    public Extent extent(long offset) {
        long place = place(offset / block());
        long length = Math.min(block() - offset % block(), size() - offset);
        return place < 0
                ? new Extent(length, true, true, false, -1, false)
                : new Extent(length, true, false, true, place + offset % block(), false);
    }

    @Override
    public Chunk stored(long offset, int count) {
        byte[] bytes = new byte[count];
        for (int done = 0; done < count; ) {
            int within = (int) ((offset + done) % block());
            int part = Math.min(block() - within, count - done);
            long place = place((offset + done) / block());
            if (place >= 0) {
                System.arraycopy(file.read(place + within, part).bytes(), 0, bytes, done, part);
            }
            done += part;
        }
        return Chunk.of(bytes);
    }

    @Override
    public void write(long offset, Chunk chunk, Reader below) {
        for (int done = 0; done < chunk.length(); ) {
            long at = offset + done;
            int within = (int) (at % block());
            int part = Math.min(block() - within, chunk.length() - done);
            if (place(at / block()) < 0) {
                long used = file.number(USED_AT, 8) + 1;
                file.setNumber(USED_AT, 8, used);
                file.setNumber(MAP_AT + ENTRY * (at / block()), ENTRY, used);
                file.fill(place(at / block()), block(), (byte) 0);
            }
            file.write(place(at / block()) + within, chunk.slice(done, done + part));
            done += part;
        }
    }

    @Override
    public void zero(long offset, long count, Reader below) {
        for (long at = offset; at < offset + count; ) {
            int part = (int) Math.min(block() - at % block(), offset + count - at);
            if (place(at / block()) >= 0) {
                write(at, Chunk.zeros(part), below);
            }
            at += part;
        }
    }

    @Override
    public void discard(long offset, long count, boolean hasBacking) {
        // both drivers leave it at that
    }

    @Override
    public void resize(long size) throws ImageException {
        throw new ImageException("Image format driver does not support resize");
    }
}
