package org.ringlab.cpu.core;

/**
 * A segment register with the descriptor it was loaded from, as the processor keeps it (SDM vol. 3 section 3.4.3).
 *
 * <p>Rights are laid out as in a VMCS (SDM table 25-2): 3:0 type, 4 S, 6:5 DPL, 7 P, 12 AVL, 13 L, 14 D/B, 15 G, 16 unusable.
 */
public final class SegmentRegister {
    /** Code or data, not a system segment. */
    public static final int S = 1 << 4;
    /** Present. */
    public static final int PRESENT = 1 << 7;
    /** 64-bit code. */
    public static final int LONG = 1 << 13;
    /** 32-bit code or stack. */
    public static final int BIG = 1 << 14;
    /** Loaded with a null selector. */
    public static final int UNUSABLE = 1 << 16;

    private int selector;
    private long base;
    private long limit;
    private int rights;

    // What accesses go by in the mode in force.
    private long start;
    private long readRoom;
    private long writeRoom;

    /** The visible part, 16 bits. */
    public int selector() {
        return selector;
    }

    /** Where it begins, linear; all 64 bits for FS and GS. */
    public long base() {
        return base;
    }

    /** The last byte's offset, with granularity already applied, 32 bits. */
    public long limit() {
        return limit;
    }

    /** Access rights as above. */
    public int rights() {
        return rights;
    }

    /** DPL, 0 to 3. */
    public int dpl() {
        return rights >>> 5 & 3;
    }

    /** Whether a null selector was loaded. */
    public boolean unusable() {
        return (rights & UNUSABLE) != 0;
    }

    /** Replaces everything. {@link #enforce} follows. */
    public void load(int newSelector, long newBase, long newLimit, int newRights) {
        selector = newSelector & 0xFFFF;
        base = newBase;
        limit = newLimit & 0xFFFF_FFFFL;
        rights = newRights;
    }

    /** Changes the base alone, as MSRs and SWAPGS do. */
    public void rebase(long newBase) {
        base = newBase;
    }

    /** Everything from another register. */
    public void copy(SegmentRegister from) {
        selector = from.selector;
        base = from.base;
        limit = from.limit;
        rights = from.rights;
        start = from.start;
        readRoom = from.readRoom;
        writeRoom = from.writeRoom;
    }

    /**
     * Works out what accesses go by (SDM 5.3): offset + size - 1 below a room is allowed at once; others ask {@link #allows}.
     *
     * @param long64 64-bit code runs: limits and rights aren't looked at
     * @param based whether the base counts there: FS and GS
     */
    public void enforce(boolean long64, boolean based) {
        if (long64) {
            start = based ? base : 0;
            readRoom = -1;
            writeRoom = -1;
            return;
        }
        start = base;
        boolean usable = (rights & (UNUSABLE | PRESENT)) == PRESENT;
        boolean up = !expandsDown();
        readRoom = usable && up && readable() ? limit + 1 : 0;
        writeRoom = usable && up && writable() ? limit + 1 : 0;
    }

    private boolean code() {
        return (rights & 8) != 0;
    }

    private boolean expandsDown() {
        return (rights & 12) == 4;
    }

    private boolean readable() {
        return !code() || (rights & 2) != 0;
    }

    private boolean writable() {
        return !code() && (rights & 2) != 0;
    }

    /** Whether an access is within limit and rights, outside 64-bit code. */
    public boolean allows(long offset, int size, boolean write) {
        if ((rights & (UNUSABLE | PRESENT)) != PRESENT || !(write ? writable() : readable())) {
            return false;
        }
        long last = offset + size - 1;
        if (!expandsDown()) {
            return last <= limit;
        }
        return offset > limit && last <= ((rights & BIG) != 0 ? 0xFFFF_FFFFL : 0xFFFF);
    }

    /** Linear address of offset 0 in the mode in force. */
    public long start() {
        return start;
    }

    long readRoom() {
        return readRoom;
    }

    long writeRoom() {
        return writeRoom;
    }
}
