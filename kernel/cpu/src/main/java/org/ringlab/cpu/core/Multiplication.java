package org.ringlab.cpu.core;

import static org.ringlab.cpu.core.Operands.mask;
import static org.ringlab.cpu.core.Operands.signed;

import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;

/** Multiplication, division and decimal adjustment (SDM vol. 2). SF, ZF, AF and PF after multiplications and all after divisions stay. */
final class Multiplication {
    private final Registers s;
    private final Flags flags;
    private final Operands operands;

    Multiplication(Registers state, Operands operands) {
        s = state;
        flags = s.flags;
        this.operands = operands;
    }

    /** Executes one; false if it is none of these. */
    boolean execute(Instruction i) {
        switch (i.op()) {
            case MUL -> multiply(i, false);
            case IMUL -> {
                if (i.operands().size() == 1) {
                    multiply(i, true);
                } else {
                    truncated(i);
                }
            }
            case DIV -> divide(i, false);
            case IDIV -> divide(i, true);
            case DAA, DAS -> decimal(i.op() == Op.DAA);
            case AAA, AAS -> ascii(i.op() == Op.AAA);
            case AAM -> {
                int base = (int) operands.read(i, 0) & 0xFF;
                if (base == 0) {
                    throw new Raised(Trap.of(Vector.DE));
                }
                long al = s.r[0] & 0xFF;
                operands.register(0, 2, al / base << 8 | al % base);
                flags.afterLogic(s.r[0] & 0xFF, 56);
            }
            case AAD -> {
                long al = (s.r[0] >>> 8 & 0xFF) * (operands.read(i, 0) & 0xFF) + s.r[0] & 0xFF;
                operands.register(0, 2, al);
                flags.afterLogic(al, 56);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Into twice the width: AX, DX:AX, EDX:EAX, RDX:RAX. */
    private void multiply(Instruction i, boolean sign) {
        int size = i.operandSize();
        long a = operands.register(0, size);
        long b = operands.read(i, 0);
        if (sign) {
            a = signed(a, size);
            b = signed(b, size);
        }
        long low = a * b;
        long high = size < 8 ? low >> size * 8 : sign ? Math.multiplyHigh(a, b) : Math.unsignedMultiplyHigh(a, b);
        if (size == 1) {
            operands.register(0, 2, low);
        } else {
            operands.register(0, size, low);
            operands.register(2, size, high);
        }
        long spare = sign ? signed(low, size) >> 63 : 0;
        boolean significant = (high & mask(size)) != (spare & mask(size));
        flags.setCarryOverflow(significant, significant);
    }

    private void truncated(Instruction i) {
        int size = i.operandSize();
        int first = i.operands().size() - 2;
        long a = signed(operands.read(i, first), size);
        long b = signed(operands.read(i, first + 1), size);
        long low = a * b;
        long high = size < 8 ? low >> 63 : Math.multiplyHigh(a, b);
        operands.write(i, 0, low);
        boolean lost = size < 8 ? signed(low, size) != low : high != low >> 63;
        flags.setCarryOverflow(lost, lost);
    }

    private void divide(Instruction i, boolean sign) {
        int size = i.operandSize();
        long divisor = operands.read(i, 0);
        if (divisor == 0) {
            throw new Raised(Trap.of(Vector.DE));
        }
        if (size == 8) {
            divideWide(divisor, sign);
            return;
        }
        int bits = size * 8;
        long dividend = size == 1 ? s.r[0] & 0xFFFF : operands.register(2, size) << bits | operands.register(0, size);
        long quotient;
        long remainder;
        if (sign) {
            long wide = signed(dividend, size * 2);
            long by = signed(divisor, size);
            if (wide == Long.MIN_VALUE && by == -1) {
                throw new Raised(Trap.of(Vector.DE));
            }
            quotient = wide / by;
            remainder = wide % by;
            fits(signed(quotient, size) == quotient);
        } else {
            quotient = Long.divideUnsigned(dividend, divisor);
            remainder = Long.remainderUnsigned(dividend, divisor);
            fits(Long.compareUnsigned(quotient, mask(size)) <= 0);
        }
        if (size == 1) {
            operands.register(0, 2, quotient & 0xFF | (remainder & 0xFF) << 8);
        } else {
            operands.register(0, size, quotient);
            operands.register(2, size, remainder);
        }
    }

    /** 128 bits by 64: by shift and subtract on magnitudes. */
    private void divideWide(long divisor, boolean sign) {
        long high = s.r[2];
        long low = s.r[0];
        boolean negative = sign && high < 0;
        boolean opposite = sign && high < 0 != divisor < 0;
        long by = sign && divisor < 0 ? -divisor : divisor;
        if (negative) {
            low = -low;
            high = ~high + (low == 0 ? 1 : 0);
        }
        fits(Long.compareUnsigned(high, by) < 0);
        long remainder = high;
        long quotient = low;
        for (int bit = 0; bit < 64; bit++) {
            boolean carry = remainder < 0;
            remainder = remainder << 1 | quotient >>> 63;
            quotient <<= 1;
            if (carry || Long.compareUnsigned(remainder, by) >= 0) {
                remainder -= by;
                quotient |= 1;
            }
        }
        if (sign) {
            fits(opposite ? Long.compareUnsigned(quotient, Long.MIN_VALUE) <= 0 : quotient >= 0);
        }
        s.r[0] = opposite ? -quotient : quotient;
        s.r[2] = negative ? -remainder : remainder;
    }

    private static void fits(boolean quotientFits) {
        if (!quotientFits) {
            throw new Raised(Trap.of(Vector.DE));
        }
    }

    private void decimal(boolean add) {
        long al = s.r[0] & 0xFF;
        boolean carry = flags.cf();
        boolean adjust = (al & 15) > 9 || flags.af();
        long value = al;
        boolean borrow = false;
        if (adjust) {
            value = add ? al + 6 : al - 6;
            borrow = carry || (add ? value > 0xFF : value < 0);
        }
        boolean high = al > 0x99 || carry;
        if (high) {
            value = add ? value + 0x60 : value - 0x60;
        }
        operands.register(0, 1, value);
        flags.afterShift(value & 0xFF, 56, high || borrow && !add, false);
        flags.set(adjust ? -1 : 0, Flag.AF);
    }

    private void ascii(boolean add) {
        boolean adjust = (s.r[0] & 15) > 9 || flags.af();
        if (adjust) {
            operands.register(0, 2, add ? s.r[0] + 0x106 : s.r[0] - 0x106);
        }
        operands.register(0, 1, s.r[0] & 15);
        flags.set(adjust ? -1 : 0, Flag.AF | Flag.CF);
    }
}
