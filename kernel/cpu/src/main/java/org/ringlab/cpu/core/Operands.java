package org.ringlab.cpu.core;

import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Operand.Reg;

/** Reads and writes what an instruction names. Values are zero extended from the operand's size. */
public final class Operands {
    private final Registers s;
    private final LinearMemory memory;
    private final Interpreter loop;

    Operands(Registers state, LinearMemory memory, Interpreter loop) {
        this.s = state;
        this.memory = memory;
        this.loop = loop;
    }

    /** The bits of an operand of so many bytes. */
    public static long mask(int size) {
        return -1L >>> 64 - (size << 3);
    }

    /** A value of so many bytes with its sign in all 64 bits. */
    public static long signed(long value, int size) {
        int up = 64 - (size << 3);
        return value << up >> up;
    }

    /** An operand's value. */
    public long read(Instruction i, int n) {
        return switch (i.operand(n)) {
            case Reg register -> register(register);
            case Mem place -> memory.read(linear(i, place, place.size(), false), place.size());
            case Operand.Imm immediate -> immediate.value() & mask(immediate.size());
            case Operand.SegReg segment -> s.segment(segment.segment()).selector();
            case Operand.Rel relative -> relative.displacement();
            case Operand.FarPtr far -> far.offset();
            case Operand.ControlReg control -> 0;
            case Operand.DebugReg debug -> 0;
        };
    }

    /** The same, of one that is written next: memory faults as for a write. */
    public long readToWrite(Instruction i, int n) {
        return i.operand(n) instanceof Mem place
                ? memory.readToWrite(linear(i, place, place.size(), true), place.size())
                : read(i, n);
    }

    /** Replaces a register or memory; 32 bits clear the upper half of a register. */
    public void write(Instruction i, int n, long value) {
        switch (i.operand(n)) {
            case Reg register -> register(register, value);
            case Mem place -> memory.write(linear(i, place, place.size(), true), place.size(), value);
            case Operand.Imm immediate -> {}
            case Operand.SegReg segment -> {}
            case Operand.Rel relative -> {}
            case Operand.FarPtr far -> {}
            case Operand.ControlReg control -> {}
            case Operand.DebugReg debug -> {}
        }
    }

    /** A register's value. */
    public long register(Reg register) {
        long value = s.r[register.number()];
        return (register.high() ? value >>> 8 : value) & mask(register.size());
    }

    /** Replaces a register. */
    public void register(Reg register, long value) {
        if (register.high()) {
            s.r[register.number()] = s.r[register.number()] & ~0xFF00L | (value & 0xFF) << 8;
        } else {
            register(register.number(), register.size(), value);
        }
    }

    /** Replaces the low bytes of a general register. */
    public void register(int number, int size, long value) {
        long bits = mask(size);
        long kept = size >= 4 ? 0 : s.r[number] & ~bits;
        s.r[number] = kept | value & bits;
    }

    /** The low bytes of a general register. */
    public long register(int number, int size) {
        return s.r[number] & mask(size);
    }

    /** The offset a memory operand names. */
    public long offset(Instruction i, Mem place) {
        long base = place.ripRelative() ? s.next : place.base() < 0 ? 0 : s.r[place.base()];
        long index = place.index() < 0 ? 0 : s.r[place.index()] * place.scale();
        return base + index + place.displacement() & mask(i.addressSize());
    }

    /** The linear address of a memory operand, checked for so many bytes. */
    public long linear(Instruction i, Mem place, int size, boolean write) {
        return loop.linear(place.segment().ordinal(), offset(i, place), size, write);
    }

    /** Bytes of a memory operand from some place in it on, 8 at most. */
    public long readAt(Instruction i, int n, int from, int size) {
        Mem place = (Mem) i.operand(n);
        long offset = offset(i, place) + from & mask(i.addressSize());
        return memory.read(loop.linear(place.segment().ordinal(), offset, size, false), size);
    }

    /** Writes bytes of a memory operand from some place in it on. */
    public void writeAt(Instruction i, int n, int from, int size, long value) {
        Mem place = (Mem) i.operand(n);
        long offset = offset(i, place) + from & mask(i.addressSize());
        memory.write(loop.linear(place.segment().ordinal(), offset, size, true), size, value);
    }
}
