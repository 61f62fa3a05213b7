package org.ringlab.virt.image;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file on a disk that stores blocks of 4 KiB: what was never written is a hole, reads as zeros and takes no room. A
 * block whose bytes are all alike costs next to no memory.
 */
public final class SparseFile {
    /** Bytes in a block of the disk. */
    public static final int BLOCK = 4096;

    /** Blocks that follow one another: all bytes alike, or a single one with bytes of its own. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Run(long blocks, byte fill, byte @Nullable [] own) {}

    private final TreeMap<Long, Run> runs = new TreeMap<>();
    private long length;
    private int writers;

    /** An empty file. */
    public SparseFile() {}

    /** A file with these bytes. */
    public static SparseFile of(byte[] bytes) {
        SparseFile file = new SparseFile();
        if (bytes.length > 0) {
            file.write(0, Chunk.of(bytes.clone()));
        }
        return file;
    }

    /** Bytes in it, holes included. */
    public long length() {
        return length;
    }

    /** Bytes it takes on the disk. */
    public long allocated() {
        long blocks = 0;
        for (Run run : runs.values()) {
            blocks += run.blocks;
        }
        return blocks * BLOCK;
    }

    /** Whether a program has it open for writing, which locks it for others of QEMU's. */
    public boolean isLocked() {
        return writers > 0;
    }

    /** A program opens it for writing. */
    public void lock() {
        writers++;
    }

    /** That program closes it. */
    public void unlock() {
        writers--;
    }

    /** Another file with the same bytes; holes stay holes. */
    public SparseFile copy() {
        SparseFile copy = new SparseFile();
        copy.setTo(this);
        return copy;
    }

    /** Takes over another file's bytes. */
    public void setTo(SparseFile other) {
        runs.clear();
        other.runs.forEach((block, run) ->
                runs.put(block, run.own == null ? run : new Run(run.blocks, run.fill, run.own.clone())));
        length = other.length;
    }

    /** The bytes at a place; beyond the end there are zeros. */
    public Chunk read(long offset, int count) {
        if (offset < 0 || offset >= length) {
            return Chunk.zeros(count);
        }
        long first = offset / BLOCK;
        Map.Entry<Long, Run> covering = covering(first);
        long end = offset + count;
        if (covering == null) {
            Long next = runs.higherKey(first);
            if (next == null || next * BLOCK >= end) {
                return Chunk.zeros(count);
            }
        } else if (covering.getValue().own == null
                && (covering.getKey() + covering.getValue().blocks) * BLOCK >= end
                && end <= length) {
            return new Chunk.Alike(count, covering.getValue().fill);
        }
        byte[] bytes = new byte[count];
        for (Map.Entry<Long, Run> e : runs.subMap(
                        covering == null ? first : covering.getKey(), (end + BLOCK - 1) / BLOCK)
                .entrySet()) {
            long start = e.getKey() * BLOCK;
            Run run = e.getValue();
            int from = (int) Math.max(0, start - offset);
            int to = (int) Math.min(count, start + run.blocks * BLOCK - offset);
            if (run.own != null) {
                System.arraycopy(run.own, (int) (offset + from - start), bytes, from, to - from);
            } else if (run.fill != 0) {
                Arrays.fill(bytes, from, to, run.fill);
            }
        }
        if (length < end) {
            Arrays.fill(bytes, (int) Math.max(0, length - offset), count, (byte) 0);
        }
        return Chunk.of(bytes);
    }

    /** Writes bytes at a place; the file grows where they reach beyond its end. */
    public void write(long offset, Chunk chunk) {
        int done = 0;
        while (done < chunk.length()) {
            long at = offset + done;
            int within = (int) (at % BLOCK);
            int left = chunk.length() - done;
            if (within == 0 && left >= BLOCK && chunk instanceof Chunk.Alike alike) {
                int blocks = left / BLOCK;
                put(at / BLOCK, new Run(blocks, alike.value(), null));
                done += blocks * BLOCK;
                continue;
            }
            int part = Math.min(BLOCK - within, left);
            byte[] block = block(at / BLOCK);
            for (int i = 0; i < part; i++) {
                block[within + i] = chunk.at(done + i);
            }
            put(at / BLOCK, new Run(1, (byte) 0, block));
            done += part;
        }
        length = Math.max(length, offset + chunk.length());
    }

    /** Writes one value over a range of any length. */
    public void fill(long offset, long count, byte value) {
        long at = offset;
        while (at < offset + count) {
            int part = (int) Math.min(1 << 30, offset + count - at);
            write(at, new Chunk.Alike(part, value));
            at += part;
        }
    }

    /** Gives a range back to the disk: it reads as zeros afterwards. The length stays. */
    public void punch(long offset, long count) {
        long first = (offset + BLOCK - 1) / BLOCK;
        long end = offset + count >= length ? Long.MAX_VALUE / BLOCK : (offset + count) / BLOCK;
        if (first < end) {
            remove(first, end);
        }
    }

    /** Cuts the file off, or lets it grow by a hole. */
    public void truncate(long newLength) {
        if (newLength < length) {
            remove((newLength + BLOCK - 1) / BLOCK, Long.MAX_VALUE / BLOCK);
            int within = (int) (newLength % BLOCK);
            if (within > 0 && covering(newLength / BLOCK) != null) {
                byte[] block = block(newLength / BLOCK);
                Arrays.fill(block, within, BLOCK, (byte) 0);
                put(newLength / BLOCK, new Run(1, (byte) 0, block));
            }
        }
        length = newLength;
    }

    /** Whether nothing was written at a place. */
    public boolean isHole(long offset) {
        return offset >= length || covering(offset / BLOCK) == null;
    }

    /** Where the hole or the data at {@code offset} ends: {@code lseek}'s {@code SEEK_DATA} and {@code SEEK_HOLE}. */
    public long runEnd(long offset) {
        long block = offset / BLOCK;
        if (isHole(offset)) {
            Long next = runs.higherKey(block);
            return next == null ? length : Math.min(length, next * BLOCK);
        }
        Map.Entry<Long, Run> run = covering(block);
        long end = block;
        while (run != null) {
            end = run.getKey() + run.getValue().blocks;
            run = covering(end);
        }
        return Math.min(length, end * BLOCK);
    }

    /** An unsigned number of {@code bytes} bytes at a place, the high byte first. */
    public long number(long offset, int bytes) {
        Map.Entry<Long, Run> there = covering(offset / BLOCK);
        int within = (int) (offset % BLOCK);
        byte[] own = there == null ? null : there.getValue().own;
        if (own != null && within + bytes <= BLOCK && offset + bytes <= length) {
            long number = 0;
            for (int i = 0; i < bytes; i++) {
                number = number << 8 | own[within + i] & 255;
            }
            return number;
        }
        Chunk chunk = read(offset, bytes);
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | chunk.at(i) & 0xFF;
        }
        return number;
    }

    /** Writes a number, the high byte first. */
    public void setNumber(long offset, int bytes, long number) {
        byte[] written = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            written[i] = (byte) (number >>> 8 * (bytes - 1 - i));
        }
        write(offset, new Chunk.Each(written));
    }

    private Map.@Nullable Entry<Long, Run> covering(long block) {
        Map.Entry<Long, Run> floor = runs.floorEntry(block);
        return floor != null && floor.getKey() + floor.getValue().blocks > block ? floor : null;
    }

    /** A block's bytes, to be changed and {@link #put} back. */
    private byte[] block(long block) {
        Map.Entry<Long, Run> run = covering(block);
        if (run != null && run.getValue().own != null) {
            return run.getValue().own;
        }
        byte[] bytes = new byte[BLOCK];
        if (run != null) {
            Arrays.fill(bytes, run.getValue().fill);
        }
        return bytes;
    }

    private void put(long block, Run run) {
        remove(block, block + run.blocks);
        runs.put(block, run);
    }

    private void remove(long first, long end) {
        split(first);
        split(end);
        runs.subMap(first, end).clear();
    }

    /** No run reaches over the beginning of {@code block} afterwards. */
    private void split(long block) {
        Map.Entry<Long, Run> run = covering(block);
        if (run != null && run.getKey() < block) {
            Run whole = run.getValue();
            long before = block - run.getKey();
            runs.put(run.getKey(), new Run(before, whole.fill, null));
            runs.put(block, new Run(whole.blocks - before, whole.fill, null));
        }
    }
}
