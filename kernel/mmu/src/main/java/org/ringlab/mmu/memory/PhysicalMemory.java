package org.ringlab.mmu.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * RAM by physical address, little-endian, up to 52 address bits; what was never written reads as zero and takes no room.
 *
 * <p>Frames of 4 KiB lie in a hash table with open addressing by their number, so that a reference costs two loads and a
 * machine with one page at 4 GiB stays small.
 */
public final class PhysicalMemory {
    /** Bytes in a frame. */
    public static final int FRAME_BYTES = 4096;

    private static final int FRAME_SHIFT = 12;
    private static final long NO_FRAME = -1;
    private static final byte WATCHED = 1;
    private static final byte LENT = 2;

    /** Who keeps something made from memory's contents: decoded instructions, or the frames themselves. */
    public interface Watcher {
        /** The 8 bytes at this address, in a frame given to {@link #watch}, are about to change. */
        void written(long address);

        /** The array behind this frame's number, lent by {@link #lend} or watched, is no longer the frame. */
        void replaced(long frameNumber);
    }

    private final int addressBits;
    private final long outside;
    private long[] numbers = new long[16];
    private long[][] frames = new long[16][]; // a frame that was cleared keeps its slot, empty
    private byte[] marks = new byte[16];
    private Watcher[] watchers = {};
    private int slotsUsed;
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
        Arrays.fill(numbers, NO_FRAME);
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
        int slot = find(address >>> FRAME_SHIFT);
        if ((marks[slot] & WATCHED) != 0) {
            for (Watcher watcher : watchers) {
                watcher.written(address);
            }
        }
        long[] frame = frames[slot];
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
        int slot = find(address >>> FRAME_SHIFT);
        if (numbers[slot] != NO_FRAME && frames[slot] != null) {
            frames[slot] = null;
            framesHeld--;
        }
        if (marks[slot] != 0) {
            tellReplaced(address >>> FRAME_SHIFT);
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

    // ---- watching -----------------------------------------------------------------------------------------------

    /** Adds one who hears of changes to frames given to {@link #watch} and {@link #lend}. */
    public void addWatcher(Watcher watcher) {
        watchers = Arrays.copyOf(watchers, watchers.length + 1);
        watchers[watchers.length - 1] = watcher;
    }

    /** From now on watchers hear of each write to the frame of an address, until the memory ends. */
    public void watch(long address) {
        if (holds(address)) {
            int slot = slotFor(address); // may exchange the arrays
            marks[slot] |= WATCHED;
        }
    }

    /** Whether writes to the frame of an address are told. */
    public boolean watched(long address) {
        return (marks[find(address >>> FRAME_SHIFT)] & WATCHED) != 0;
    }

    /**
     * The frame of an address as 512 words, to be read and, unless it is watched, written; null beyond the address lines. It
     * stays the frame until watchers hear that it was replaced.
     */
    public long @Nullable [] lend(long address) {
        if (!holds(address)) {
            return null;
        }
        int slot = slotFor(address);
        marks[slot] |= LENT;
        return frames[slot];
    }

    private int slotFor(long address) {
        if (frame(address) == null) {
            addFrame(address);
        }
        return find(address >>> FRAME_SHIFT);
    }

    private void tellReplaced(long number) {
        for (Watcher watcher : watchers) {
            watcher.replaced(number);
        }
    }

    // ---- copies -------------------------------------------------------------------------------------------------

    /** A memory with the same contents and no watchers. */
    public PhysicalMemory copy() {
        PhysicalMemory copy = new PhysicalMemory(addressBits);
        copy.take(this);
        return copy;
    }

    /** Takes over all contents of another memory of the same width; watchers hear of each frame they know. */
    public void restore(PhysicalMemory from) {
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != NO_FRAME) {
                clearFrame(numbers[i] << FRAME_SHIFT);
            }
        }
        take(from);
    }

    private void take(PhysicalMemory from) {
        for (int i = 0; i < from.numbers.length; i++) {
            long[] frame = from.frames[i];
            if (frame != null) {
                System.arraycopy(frame, 0, addFrame(from.numbers[i] << FRAME_SHIFT), 0, frame.length);
            }
        }
    }

    /** The numbers of the frames that take room, in no order. */
    public long[] frameNumbers() {
        long[] held = new long[framesHeld];
        int count = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (frames[i] != null) {
                held[count++] = numbers[i];
            }
        }
        return held;
    }

    private void writePart(long address, long value, long mask) {
        long word = address & -8L;
        int shift = (int) (address & 7) << 3;
        writeLong(word, readLong(word) & ~(mask << shift) | value << shift);
    }

    private long @Nullable [] frame(long address) {
        int slot = find(address >>> FRAME_SHIFT);
        return frames[slot];
    }

    /** Where a frame's number is, or the free slot where it would be. */
    private int find(long number) {
        long[] held = numbers;
        int mask = held.length - 1;
        // Neighbours lie side by side; stretches of 4 MiB are spread by Fibonacci hashing.
        int slot = (int) (number + ((number >>> 10) * 0x9E37_79B9_7F4A_7C15L >>> 40)) & mask;
        while (held[slot] != number && held[slot] != NO_FRAME) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private long[] addFrame(long address) {
        long number = address >>> FRAME_SHIFT;
        int slot = find(number);
        if (numbers[slot] == NO_FRAME) {
            if (++slotsUsed * 2 > numbers.length) {
                grow();
                slot = find(number);
            }
            numbers[slot] = number;
        }
        long[] frame = new long[FRAME_BYTES / Long.BYTES];
        frames[slot] = frame;
        framesHeld++;
        return frame;
    }

    private void grow() {
        long[] oldNumbers = numbers;
        long[][] oldFrames = frames;
        byte[] oldMarks = marks;
        numbers = new long[oldNumbers.length * 2];
        frames = new long[oldNumbers.length * 2][];
        marks = new byte[oldNumbers.length * 2];
        Arrays.fill(numbers, NO_FRAME);
        slotsUsed = 1;
        for (int i = 0; i < oldNumbers.length; i++) {
            if (oldNumbers[i] != NO_FRAME && (oldFrames[i] != null || oldMarks[i] != 0)) {
                int slot = find(oldNumbers[i]);
                numbers[slot] = oldNumbers[i];
                frames[slot] = oldFrames[i];
                marks[slot] = oldMarks[i];
                slotsUsed++;
            }
        }
    }
}
