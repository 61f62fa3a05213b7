package org.ringlab.mmu.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * RAM by physical address, little-endian, up to 52 address bits; what was never written reads as zero and takes no room.
 *
 * <p>Frames of 4 KiB are found through chunks of 1,024 (4 MiB), which lie in a hash table with open addressing: two
 * loads a reference, and a machine with one page at 4 GiB stays small.
 */
public final class PhysicalMemory {
    /** Bytes in a frame. */
    public static final int FRAME_BYTES = 4096;

    private static final int CHUNK_SHIFT = 22;
    private static final int FRAMES_PER_CHUNK = 1024;
    private static final long NO_CHUNK = -1;

    private final int addressBits;
    private final long outside;
    private long[] chunkNumbers = new long[16];
    private long[][][] chunks = new long[16][][];
    private int chunksHeld;
    private int framesHeld;

    /**
     * An empty memory.
     *
     * @param addressBits how many address lines there are, 20 to 52
     */
    public PhysicalMemory(int addressBits) {
        if (addressBits < 20 || addressBits > 52) {
            throw new IllegalArgumentException("address bits must be 20 to 52, got " + addressBits);
        }
        this.addressBits = addressBits;
        this.outside = -1L << addressBits;
        Arrays.fill(chunkNumbers, NO_CHUNK);
    }

    /** How many address lines there are, 20 to 52. */
    public int addressBits() {
        return addressBits;
    }

    /** Whether an address, unsigned, is within the address lines. */
    public boolean holds(long address) {
        return (address & outside) == 0;
    }

    /** How many frames of 4 KiB were written to, and so take room. */
    public int framesHeld() {
        return framesHeld;
    }

    /** The 8 bytes at an address that is a multiple of 8. Beyond the address lines all bits read as one, as on a bus. */
    public long readLong(long address) {
        if ((address & outside) != 0) {
            return -1;
        }
        long[] frame = frame(address);
        return frame == null ? 0 : frame[(int) address >>> 3 & 511];
    }

    /** The 4 bytes at an address that is a multiple of 4, as an unsigned number. */
    public long readInt(long address) {
        return readLong(address & -8L) >>> ((address & 4) << 3) & 0xFFFF_FFFFL;
    }

    /** The byte at an address, 0 to 255. */
    public int readByte(long address) {
        return (int) (readLong(address & -8L) >>> ((address & 7) << 3)) & 0xFF;
    }

    /** Writes 8 bytes at an address that is a multiple of 8; beyond the address lines nothing happens. */
    public void writeLong(long address, long value) {
        if ((address & outside) != 0) {
            return;
        }
        long[] frame = frame(address);
        if (frame == null) {
            if (value == 0) {
                return;
            }
            frame = addFrame(address);
        }
        frame[(int) address >>> 3 & 511] = value;
    }

    /** Writes 4 bytes at an address that is a multiple of 4. */
    public void writeInt(long address, long value) {
        writePart(address, value & 0xFFFF_FFFFL, 0xFFFF_FFFFL);
    }

    /** Writes one byte. */
    public void writeByte(long address, int value) {
        writePart(address, value & 0xFF, 0xFF);
    }

    /** Makes the frame of an address read as zero and gives its room back. */
    public void clearFrame(long address) {
        long[][] chunk = chunk(address >>> CHUNK_SHIFT);
        int index = (int) (address >>> 12) & FRAMES_PER_CHUNK - 1;
        if (chunk != null && chunk[index] != null) {
            chunk[index] = null;
            framesHeld--;
        }
    }

    /** Copies one frame's 4 KiB over another's; both addresses may lie anywhere in their frames. */
    public void copyFrame(long from, long to) {
        long[] source = frame(from);
        clearFrame(to);
        if (source != null && (to & outside) == 0) {
            System.arraycopy(source, 0, addFrame(to), 0, source.length);
        }
    }

    private void writePart(long address, long value, long mask) {
        long word = address & -8L;
        int shift = (int) (address & 7) << 3;
        writeLong(word, readLong(word) & ~(mask << shift) | value << shift);
    }

    private long @Nullable [] frame(long address) {
        long[][] chunk = chunk(address >>> CHUNK_SHIFT);
        return chunk == null ? null : chunk[(int) (address >>> 12) & FRAMES_PER_CHUNK - 1];
    }

    private long @Nullable [][] chunk(long number) {
        long[] numbers = chunkNumbers;
        int slot = slot(number, numbers.length);
        while (numbers[slot] != number) {
            if (numbers[slot] == NO_CHUNK) {
                return null;
            }
            slot = slot + 1 & numbers.length - 1;
        }
        return chunks[slot];
    }

    private long[] addFrame(long address) {
        long number = address >>> CHUNK_SHIFT;
        long[][] chunk = chunk(number);
        if (chunk == null) {
            chunk = new long[FRAMES_PER_CHUNK][];
            addChunk(number, chunk);
        }
        long[] frame = new long[FRAME_BYTES / Long.BYTES];
        chunk[(int) (address >>> 12) & FRAMES_PER_CHUNK - 1] = frame;
        framesHeld++;
        return frame;
    }

    private void addChunk(long number, long[][] chunk) {
        if (++chunksHeld * 2 > chunkNumbers.length) {
            long[] oldNumbers = chunkNumbers;
            long[][][] oldChunks = chunks;
            chunkNumbers = new long[oldNumbers.length * 2];
            chunks = new long[oldNumbers.length * 2][][];
            Arrays.fill(chunkNumbers, NO_CHUNK);
            for (int i = 0; i < oldNumbers.length; i++) {
                if (oldNumbers[i] != NO_CHUNK) {
                    put(oldNumbers[i], oldChunks[i]);
                }
            }
        }
        put(number, chunk);
    }

    private void put(long number, long[][] chunk) {
        int slot = slot(number, chunkNumbers.length);
        while (chunkNumbers[slot] != NO_CHUNK) {
            slot = slot + 1 & chunkNumbers.length - 1;
        }
        chunkNumbers[slot] = number;
        chunks[slot] = chunk;
    }

    /** Neighbouring chunks lie in neighbouring slots; far ones are mixed in by their upper bits. */
    private static int slot(long number, int slots) {
        return (int) (number ^ number >>> 10 ^ number >>> 20) & slots - 1;
    }
}
