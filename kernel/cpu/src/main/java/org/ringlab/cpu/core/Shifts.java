package org.ringlab.cpu.core;

import static org.ringlab.cpu.core.Operands.mask;
import static org.ringlab.cpu.core.Operands.signed;

import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Operand.Reg;

/** Shifts, rotations and operations on single bits (SDM vol. 2). Flags the manual leaves undefined are as Intel's processors set them. */
final class Shifts {
    private final Flags flags;
    private final Operands operands;
    private final LinearMemory memory;
    private final Interpreter loop;

    Shifts(Registers state, Operands operands, LinearMemory memory, Interpreter loop) {
        flags = state.flags;
        this.operands = operands;
        this.memory = memory;
        this.loop = loop;
    }

    /** Executes one; false if it is none of these. */
    boolean execute(Instruction i) {
        switch (i.op()) {
            case SHL, SHR, SAR -> shift(i);
            case ROL, ROR -> rotate(i);
            case RCL, RCR -> rotateThroughCarry(i);
            case SHLD, SHRD -> doubleShift(i);
            case BT, BTS, BTR, BTC -> bit(i);
            case BSF, BSR -> scan(i);
            case TZCNT, LZCNT -> count(i);
            case POPCNT -> {
                long value = operands.read(i, 1);
                operands.write(i, 0, Long.bitCount(value));
                flags.set(value == 0 ? Flag.ZF : 0, Flag.ARITHMETIC);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private int countOf(Instruction i, int n) {
        return (int) operands.read(i, n) & (i.operandSize() == 8 ? 63 : 31);
    }

    private void shift(Instruction i) {
        int size = i.operandSize();
        int bits = size * 8;
        int up = 64 - bits;
        int count = countOf(i, 1);
        long value = operands.readToWrite(i, 0);
        if (count == 0) {
            operands.write(i, 0, value);
            return;
        }
        long result;
        boolean carry;
        boolean overflow;
        switch (i.op()) {
            case SHL -> {
                result = count < 64 ? value << count & mask(size) : 0;
                carry = count <= bits && (value >>> bits - count & 1) != 0;
                overflow = result << up < 0 != carry;
            }
            case SHR -> {
                result = value >>> count;
                carry = (value >>> count - 1 & 1) != 0;
                overflow = (result ^ result << 1) << up < 0;
            }
            default -> {
                long wide = signed(value, size);
                result = wide >> count & mask(size);
                carry = (wide >> count - 1 & 1) != 0;
                overflow = false;
            }
        }
        operands.write(i, 0, result);
        flags.afterShift(result, up, carry, overflow);
    }

    private void rotate(Instruction i) {
        int size = i.operandSize();
        int bits = size * 8;
        int count = countOf(i, 1);
        long value = operands.readToWrite(i, 0);
        int by = count % bits;
        boolean left = i.op() == Op.ROL;
        int leftBy = left ? by : bits - by;
        long result = leftBy % bits == 0 ? value : (value << leftBy | value >>> bits - leftBy) & mask(size);
        operands.write(i, 0, result);
        if (count != 0) {
            boolean top = (result >>> bits - 1 & 1) != 0;
            boolean carry = left ? (result & 1) != 0 : top;
            boolean overflow = left ? top != carry : top != ((result >>> bits - 2 & 1) != 0);
            flags.setCarryOverflow(carry, overflow);
        }
    }

    private void rotateThroughCarry(Instruction i) {
        int size = i.operandSize();
        int bits = size * 8;
        int count = countOf(i, 1) % (bits + 1);
        long value = operands.readToWrite(i, 0);
        boolean left = i.op() == Op.RCL;
        long carry = flags.carryBit();
        long result = value;
        for (int step = 0; step < count; step++) {
            long out = left ? result >>> bits - 1 & 1 : result & 1;
            result = left ? (result << 1 | carry) & mask(size) : result >>> 1 | carry << bits - 1;
            carry = out;
        }
        operands.write(i, 0, result);
        if (count != 0) {
            boolean top = (result >>> bits - 1 & 1) != 0;
            boolean below = (result >>> bits - 2 & 1) != 0;
            flags.setCarryOverflow(carry != 0, left ? top != (carry != 0) : top != below);
        }
    }

    private void doubleShift(Instruction i) {
        int size = i.operandSize();
        int bits = size * 8;
        int up = 64 - bits;
        int count = countOf(i, 2);
        long value = operands.readToWrite(i, 0);
        if (count == 0) {
            operands.write(i, 0, value);
            return;
        }
        long other = operands.read(i, 1);
        int by = count > bits ? count - bits : count; // 16 bits by more than 16: undefined
        if (count > bits) {
            long swap = value;
            value = other;
            other = swap;
        }
        boolean left = i.op() == Op.SHLD;
        long result;
        boolean carry;
        if (left) {
            result = by == bits ? other : (value << by | other >>> bits - by) & mask(size);
            carry = (value >>> bits - by & 1) != 0;
        } else {
            result = by == bits ? other : (value >>> by | other << bits - by) & mask(size);
            carry = (value >>> by - 1 & 1) != 0;
        }
        operands.write(i, 0, result);
        flags.afterShift(result, up, carry, (result ^ value) << up < 0);
    }

    /** BT and its kin: a bit offset in a register reaches memory beyond the operand (SDM vol. 1 section 3.1.1.9). */
    private void bit(Instruction i) {
        int size = i.operandSize();
        long offset = operands.read(i, 1);
        int place = (int) offset & size * 8 - 1;
        boolean writes = i.op() != Op.BT;
        if (i.operand(0) instanceof Mem named && i.operand(1) instanceof Reg) {
            long words = signed(offset, size) >> (size == 2 ? 4 : size == 4 ? 5 : 6);
            long at = operands.offset(i, named) + words * size & mask(i.addressSize());
            long linear = loop.linear(named.segment().ordinal(), at, size, writes);
            long value = writes ? memory.readToWrite(linear, size) : memory.read(linear, size);
            if (writes) {
                memory.write(linear, size, changed(i, value, place));
            }
            flags.set(value >>> place, Flag.CF);
            return;
        }
        long value = writes ? operands.readToWrite(i, 0) : operands.read(i, 0);
        if (writes) {
            operands.write(i, 0, changed(i, value, place));
        }
        flags.set(value >>> place, Flag.CF);
    }

    private static long changed(Instruction i, long value, int place) {
        return switch (i.op()) {
            case BTS -> value | 1L << place;
            case BTR -> value & ~(1L << place);
            default -> value ^ 1L << place;
        };
    }

    /** BSF, BSR: of zero the destination stays. */
    private void scan(Instruction i) {
        long value = operands.read(i, 1);
        flags.set(value == 0 ? Flag.ZF : 0, Flag.ZF);
        if (value != 0) {
            boolean forward = i.op() == Op.BSF;
            operands.write(i, 0, forward ? Long.numberOfTrailingZeros(value) : 63 - Long.numberOfLeadingZeros(value));
        }
    }

    private void count(Instruction i) {
        int bits = i.operandSize() * 8;
        long value = operands.read(i, 1);
        boolean trailing = i.op() == Op.TZCNT;
        long result = value == 0
                ? bits
                : trailing ? Long.numberOfTrailingZeros(value) : Long.numberOfLeadingZeros(value) - (64 - bits);
        operands.write(i, 0, result);
        flags.set((value == 0 ? Flag.CF : 0) | (result == 0 ? Flag.ZF : 0), Flag.CF | Flag.ZF);
    }
}
