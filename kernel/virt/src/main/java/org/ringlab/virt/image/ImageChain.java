package org.ringlab.virt.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An opened image with all below it, the top first: what a guest reads and writes. */
public final class ImageChain {
    private static final int DEEPEST = 200;
    private static final int PIECE = 1 << 16;
    private static final int COPIED_AT_ONCE = 1 << 24;

    private final List<Layer> layers;

    /**
     * One file of a chain.
     *
     * @param path as it was opened
     * @param image what is in it
     */
    public record Layer(String path, DiskImage image) {}

    /**
     * A part of the disk, and which file decides what a guest reads there.
     *
     * @param start its first byte
     * @param length bytes
     * @param depth 0 for the top
     * @param present whether a file of the chain decides; otherwise it is zero for lack of one
     * @param zero whether zeros are read
     * @param data whether the file holds bytes
     * @param offset where in the file; -1 where that can't be said
     * @param compressed whether they are compressed
     * @param path the file
     */
    public record Part(
            long start,
            long length,
            int depth,
            boolean present,
            boolean zero,
            boolean data,
            long offset,
            boolean compressed,
            String path) {}

    private ImageChain(List<Layer> layers) {
        this.layers = layers;
    }

    /**
     * Opens an image and all that it names as backing files.
     *
     * @param format the format of the first file; empty to find out
     */
    public static ImageChain open(ImageStore store, String path, Optional<ImageFormat> format) throws ImageException {
        List<Layer> layers = new ArrayList<>();
        Optional<ImageFormat> wanted = format;
        String next = path;
        while (true) {
            Layer layer;
            try {
                layer = layer(store, next, wanted);
            } catch (ImageException e) {
                throw layers.isEmpty() ? e : new ImageException("Could not open backing file: " + e.text());
            }
            layers.add(layer);
            Optional<String> backing = layer.image().backing();
            if (backing.isEmpty()) {
                return new ImageChain(layers);
            }
            if (layers.size() > DEEPEST) {
                throw new ImageException(
                        "Could not open backing file: Could not open '" + next + "': Too many open files");
            }
            next = beside(next, backing.get());
            wanted = format(layer.image().backingFormat());
        }
    }

    private static Optional<ImageFormat> format(Optional<String> name) throws ImageException {
        if (name.isPresent() && ImageFormat.named(name.get()).isEmpty()) {
            throw new ImageException("Could not open backing file: Unknown driver '" + name.get() + "'");
        }
        return name.flatMap(ImageFormat::named);
    }

    /** Opens one file without its backing files. */
    public static ImageChain alone(ImageStore store, String path, Optional<ImageFormat> format) throws ImageException {
        return new ImageChain(List.of(layer(store, path, format)));
    }

    private static Layer layer(ImageStore store, String path, Optional<ImageFormat> format) throws ImageException {
        SparseFile file;
        try {
            file = store.open(path);
        } catch (ImageException e) {
            throw new ImageException("Could not open '" + path + "': " + e.text());
        }
        return new Layer(path, image(file, format.orElseGet(() -> ImageFormat.probe(file))));
    }

    private static DiskImage image(SparseFile file, ImageFormat format) throws ImageException {
        return switch (format) {
            case RAW -> new RawImage(file);
            case QCOW2 -> Qcow2Image.open(file);
            case VMDK, VDI -> BlockMapImage.open(file, format);
        };
    }

    /** A backing file's path: from the directory of the file that names it. */
    public static String beside(String path, String backing) {
        int slash = path.lastIndexOf('/');
        return backing.startsWith("/") || slash < 0 ? backing : path.substring(0, slash + 1) + backing;
    }

    /** The files, the top first. */
    public List<Layer> layers() {
        return layers;
    }

    /** The file that is written. */
    public Layer top() {
        return layers.getFirst();
    }

    /** Some of the files of a chain, the upper first. */
    static ImageChain of(List<Layer> layers) {
        return new ImageChain(layers);
    }

    /** What the top stands on; reads as zeros where there is nothing. */
    ImageChain below() {
        return new ImageChain(layers.subList(1, layers.size()));
    }

    /** Bytes of the disk. */
    public long size() {
        return layers.isEmpty() ? 0 : top().image().size();
    }

    /** What there is at an offset below {@link #size}. */
    public Part part(long offset) {
        long length = size() - offset;
        for (int depth = 0; depth < layers.size(); depth++) {
            DiskImage image = layers.get(depth).image();
            if (offset >= image.size()) {
                return new Part(
                        offset,
                        length,
                        depth,
                        false,
                        true,
                        false,
                        -1,
                        false,
                        layers.get(depth).path());
            }
            DiskImage.Extent extent = image.extent(offset);
            length = Math.min(length, extent.length());
            boolean last = depth == layers.size() - 1;
            if (extent.present()
                    || last
                    || offset >= layers.get(depth + 1).image().size()) {
                return new Part(
                        offset,
                        length,
                        depth,
                        extent.present(),
                        extent.zero() || !extent.present(),
                        extent.data(),
                        extent.offset(),
                        extent.compressed(),
                        layers.get(depth).path());
            }
        }
        return new Part(offset, length, 0, false, true, false, -1, false, "");
    }

    /** The bytes a guest reads; beyond the end zeros. */
    public Chunk read(long offset, int count) {
        if (offset >= size()) {
            return Chunk.zeros(count);
        }
        Part part = part(offset);
        if (part.length() >= count) {
            return read(part, offset, count);
        }
        byte[] bytes = new byte[count];
        for (int done = 0; done < count && offset + done < size(); ) {
            part = part(offset + done);
            int length = (int) Math.min(part.length(), count - done);
            if (part.data()) {
                Chunk chunk = layers.get(part.depth()).image().stored(offset + done, length);
                System.arraycopy(chunk.bytes(), 0, bytes, done, length);
            }
            done += length;
        }
        return Chunk.of(bytes);
    }

    /** Bytes that lie in a part all of them: whoever goes through it need not look for it each time. */
    Chunk read(Part part, long offset, int count) {
        return part.data() ? layers.get(part.depth()).image().stored(offset, count) : Chunk.zeros(count);
    }

    /** A guest writes: into the top, whatever is below. */
    public void write(long offset, Chunk chunk) throws ImageException {
        top().image().write(offset, chunk, below()::read);
    }

    /** Writes all that a guest reads here into another disk, zeros too: what a mirror of a running guest's disk does. */
    public void copyTo(ImageChain copy) throws ImageException {
        Part part = part(0);
        for (long at = 0; at < size(); ) {
            if (at >= part.start() + part.length()) {
                part = part(at);
            }
            long left = Math.min(part.start() + part.length(), size()) - at;
            int count = (int) Math.min(COPIED_AT_ONCE, left);
            copy.write(at, read(part, at, count));
            at += count;
        }
    }

    /** A guest writes zeros. */
    public void zero(long offset, long count) throws ImageException {
        top().image().zero(offset, count, below()::read);
    }

    /** A guest needs a range no more. */
    public void discard(long offset, long count) throws ImageException {
        top().image().discard(offset, count, layers.size() > 1);
    }

    /** A guest writes one value over a range. */
    public void fill(long offset, long count, byte value) throws ImageException {
        for (long at = offset; at < offset + count; ) {
            int length = (int) Math.min(PIECE - at % PIECE, offset + count - at);
            write(at, new Chunk.Alike(length, value));
            at += length;
        }
    }
}
