package org.ringlab.cpu.core;

/** Arithmetic and logic of the loop's own instructions: results cut to the operands' size, and what the flags are worked out from. */
final class Alu {
    private final Flags flags;

    Alu(Flags flags) {
        this.flags = flags;
    }

    long add(Prepared p, long left, long right) {
        long a = left & p.mask;
        long b = right & p.mask;
        long sum = a + b & p.mask;
        flags.afterAdd(a, b, sum, p.up);
        return sum;
    }

    long adc(Prepared p, long left, long right) {
        long a = left & p.mask;
        long b = right & p.mask;
        long sum = a + b + flags.carryBit() & p.mask;
        flags.afterAdd(a, b, sum, p.up);
        return sum;
    }

    long sub(Prepared p, long left, long right) {
        long a = left & p.mask;
        long b = right & p.mask;
        long difference = a - b & p.mask;
        flags.afterSub(a, b, difference, p.up);
        return difference;
    }

    long sbb(Prepared p, long left, long right) {
        long a = left & p.mask;
        long b = right & p.mask;
        long difference = a - b - flags.carryBit() & p.mask;
        flags.afterSub(a, b, difference, p.up);
        return difference;
    }

    long logic(Prepared p, long value) {
        long cut = value & p.mask;
        flags.afterLogic(cut, p.up);
        return cut;
    }

    long shl(Prepared p, long operand) {
        int count = (int) p.immediate;
        long value = operand & p.mask;
        long result = value << count & p.mask;
        boolean carry = (value << p.up << count - 1) < 0;
        flags.afterShift(result, p.up, carry, result << p.up < 0 != carry);
        return result;
    }

    long shr(Prepared p, long operand) {
        int count = (int) p.immediate;
        long value = operand & p.mask;
        long result = value >>> count;
        flags.afterShift(result, p.up, (value >>> count - 1 & 1) != 0, (result ^ result << 1) << p.up < 0);
        return result;
    }

    long sar(Prepared p, long operand) {
        int count = (int) p.immediate;
        long value = operand << p.up >> p.up;
        flags.afterShift(value >> count & p.mask, p.up, (value >> count - 1 & 1) != 0, false);
        return value >> count & p.mask;
    }
}
