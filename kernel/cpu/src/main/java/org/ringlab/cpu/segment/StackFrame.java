package org.ringlab.cpu.segment;

import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Operands;
import org.ringlab.cpu.core.SegmentRegister;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Vector;
import org.ringlab.mmu.paging.Access;

/** A stack that gates push to or returns pop from, with a pointer of its own until everything went well. */
public final class StackFrame {
    private final Cpu cpu;
    private final SegmentRegister segment;
    private final long mask;
    private final boolean flat;
    private final int code;
    private final Access read;
    private final Access write;
    private long pointer;

    /**
     * @param flat 64-bit code will use it: no limit is checked
     * @param ring whose accesses these are
     * @param code error code of #SS beyond the limit
     */
    public StackFrame(Cpu cpu, SegmentRegister segment, long pointer, boolean flat, int ring, int code) {
        this.cpu = cpu;
        this.segment = segment;
        this.pointer = pointer;
        this.flat = flat;
        this.code = code;
        mask = flat ? -1 : (segment.rights() & SegmentRegister.BIG) != 0 ? 0xFFFF_FFFFL : 0xFFFF;
        boolean ac = cpu.state().flags.has(Flag.AC);
        read = new Access(Access.Type.READ, ring, ac, false);
        write = new Access(Access.Type.WRITE, ring, ac, false);
    }

    /** The running code's stack. */
    public static StackFrame current(Cpu cpu) {
        return new StackFrame(cpu, cpu.state().ss(), cpu.state().r[4], cpu.longCode(), cpu.state().cpl, 0);
    }

    /** Pushes 2, 4 or 8 bytes. */
    public void push(int size, long value) {
        long to = pointer - size & mask;
        cpu.memory().write(linear(to, size, true), size, value & Operands.mask(size), write);
        pointer = to;
    }

    /** Pops 2, 4 or 8 bytes. */
    public long pop(int size) {
        long from = pointer & mask;
        long value = cpu.memory().read(linear(from, size, false), size, read);
        pointer = from + size & mask;
        return value;
    }

    /** Leaves bytes out. */
    public void skip(long bytes) {
        pointer = pointer + bytes & mask;
    }

    private long linear(long offset, int size, boolean toWrite) {
        if (flat) {
            if (!cpu.canonical(offset)) {
                throw Raised.of(Vector.SS, code);
            }
            return offset;
        }
        if (!segment.allows(offset, size, toWrite)) {
            throw Raised.of(Vector.SS, code);
        }
        return segment.base() + offset & 0xFFFF_FFFFL;
    }

    /** The stack pointer's new value: what its width leaves of the old one stays. */
    public long pointerOver(long old) {
        return mask == 0xFFFF ? old & ~mask | pointer & mask : pointer & mask;
    }
}
