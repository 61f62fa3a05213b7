package org.ringlab.cpu.segment;

/**
 * Eight bytes of a descriptor table, or sixteen of a long mode system descriptor (SDM vol. 3 sections 3.4.5, 3.5, 5.8.3, 6.14.1).
 *
 * @param low the first eight bytes
 * @param high the second eight, else 0
 */
public record Descriptor(long low, long high) {
    /** System type: an LDT. */
    public static final int LDT = 2;
    /** System type: a 16-bit TSS, available. */
    public static final int TSS16 = 1;
    /** System type: a 32-bit or 64-bit TSS, available. */
    public static final int TSS = 9;
    /** System type: the same, busy. */
    public static final int TSS_BUSY = 11;
    /** System type: a 16-bit call gate. */
    public static final int CALL_GATE16 = 4;
    /** System type: a task gate. */
    public static final int TASK_GATE = 5;
    /** System type: a 16-bit interrupt gate. */
    public static final int INTERRUPT_GATE16 = 6;
    /** System type: a 16-bit trap gate. */
    public static final int TRAP_GATE16 = 7;
    /** System type: a 32-bit or 64-bit call gate. */
    public static final int CALL_GATE = 12;
    /** System type: an interrupt gate. */
    public static final int INTERRUPT_GATE = 14;
    /** System type: a trap gate. */
    public static final int TRAP_GATE = 15;

    /** A code or data segment, as an operating system would write it. */
    public static long segment(long base, long limit, int rights) {
        return limit & 0xFFFF
                | (base & 0xFF_FFFF) << 16
                | (rights & 0xFFL) << 40
                | (limit >>> 16 & 0xF) << 48
                | (rights >>> 12 & 0xFL) << 52
                | (base >>> 24 & 0xFF) << 56;
    }

    /** The low half of a gate. */
    public static long gate(int type, int dpl, boolean present, int selector, long offset, int count) {
        return offset & 0xFFFF
                | (selector & 0xFFFFL) << 16
                | (count & 31L) << 32
                | (type | dpl << 5 | (present ? 0x80L : 0)) << 40
                | (offset >>> 16 & 0xFFFF) << 48;
    }

    /** Linear address of the segment; of a 16-byte descriptor all 64 bits. */
    public long base() {
        return low >>> 16 & 0xFF_FFFF | (low >>> 56) << 24 | high << 32;
    }

    /** Offset of the last byte, granularity applied. */
    public long limit() {
        long limit = low & 0xFFFF | (low >>> 48 & 0xF) << 16;
        return (low >>> 55 & 1) == 0 ? limit : limit << 12 | 0xFFF;
    }

    /** Access rights in the layout of {@link org.ringlab.cpu.core.SegmentRegister}. */
    public int rights() {
        return (int) (low >>> 40) & 0xF0FF;
    }

    /** Four bits of type. */
    public int type() {
        return (int) (low >>> 40) & 0xF;
    }

    /** Code or data rather than a system segment or gate. */
    public boolean ordinary() {
        return (low >>> 44 & 1) != 0;
    }

    /** An ordinary segment that holds code. */
    public boolean code() {
        return ordinary() && (type() & 8) != 0;
    }

    /** Of code: callable from lower privilege without a change of ring. */
    public boolean conforming() {
        return (type() & 4) != 0;
    }

    /** Data that can be written. */
    public boolean writableData() {
        return ordinary() && (type() & 10) == 2;
    }

    /** Data, or code that can be read. */
    public boolean readable() {
        return ordinary() && (type() & 10) != 8;
    }

    /** The system type, or -1 for code and data. */
    public int systemType() {
        return ordinary() ? -1 : type();
    }

    /** DPL, 0 to 3. */
    public int dpl() {
        return (int) (low >>> 45) & 3;
    }

    /** P. */
    public boolean present() {
        return (low >>> 47 & 1) != 0;
    }

    /** L: 64-bit code. */
    public boolean long64() {
        return (low >>> 53 & 1) != 0;
    }

    /** D or B. */
    public boolean big() {
        return (low >>> 54 & 1) != 0;
    }

    /** Of a gate: the segment it leads to. */
    public int gateSelector() {
        return (int) (low >>> 16) & 0xFFFF;
    }

    /** Of a gate: where it leads; of a 16-byte gate all 64 bits. */
    public long gateOffset() {
        return low & 0xFFFF | (low >>> 48 & 0xFFFF) << 16 | high << 32;
    }

    /** Of a gate: how many parameters are copied. */
    public int gateCount() {
        return (int) (low >>> 32) & 31;
    }

    /** Of a 64-bit gate: the interrupt stack, 0 for none. */
    public int gateStack() {
        return (int) (low >>> 32) & 7;
    }
}
