package org.ringlab.cpu.core;

import static org.ringlab.cpu.core.Flag.AF;
import static org.ringlab.cpu.core.Flag.PF;
import static org.ringlab.cpu.core.Flag.SF;
import static org.ringlab.cpu.core.Flag.ZF;

/**
 * RFLAGS. The six arithmetic flags are kept as what they follow from and worked out when somebody asks: the result as a
 * signed number, and words whose top bits are carry and overflow.
 */
public final class Flags {
    private long result = 0x100; // ZF, SF and PF follow
    private long delta = 1; // what SF (bit 63) and PF (bits 7:0) differ from the result's
    private long carry; // CF: bit 63
    private long overflow; // OF: bit 63
    private long adjust; // AF: bit 4
    private long others; // all but the arithmetic flags

    /** All flags as a number; bit 1 is one. */
    public long get() {
        return others
                | Flag.ONE
                | carry >>> 63
                | (pf() ? PF : 0)
                | adjust & AF
                | (result == 0 ? ZF : 0)
                | (sf() ? SF : 0)
                | overflow >>> 63 << 11;
    }

    /** Replaces all flags; bits that don't exist are dropped. */
    public void set(long value) {
        others = value & Flag.ALL & ~Flag.ARITHMETIC;
        setArithmetic(value);
    }

    /** Replaces some flags. */
    public void set(long value, long which) {
        if ((which & Flag.ARITHMETIC) != 0) {
            setArithmetic(get() & ~which | value & which);
        }
        long other = which & Flag.ALL & ~Flag.ARITHMETIC;
        others = others & ~other | value & other;
    }

    private void setArithmetic(long value) {
        result = (value & ZF) != 0 ? 0 : 0x100;
        delta = ((value & SF) != 0 ? Long.MIN_VALUE : 0) | ((value & PF) != 0 ? 0 : 1);
        carry = value << 63;
        overflow = value >>> 11 << 63;
        adjust = value & AF;
    }

    /** Whether a flag is set that isn't one of the arithmetic ones. */
    public boolean has(long other) {
        return (others & other) != 0;
    }

    /** The flags that aren't arithmetic. */
    public long others() {
        return others;
    }

    /** IOPL, 0 to 3. */
    public int iopl() {
        return (int) (others >>> 12) & 3;
    }

    // ---- what arithmetic leaves; all values are cut to the operand's size, up = 64 - its bits ---------------------

    void afterAdd(long a, long b, long sum, int up) {
        result = sum << up >> up;
        delta = 0;
        carry = (a & b | (a | b) & ~sum) << up;
        overflow = ((a ^ sum) & (b ^ sum)) << up;
        adjust = a ^ b ^ sum;
    }

    void afterSub(long a, long b, long difference, int up) {
        result = difference << up >> up;
        delta = 0;
        carry = (~a & b | (~a | b) & difference) << up;
        overflow = ((a ^ b) & (a ^ difference)) << up;
        adjust = a ^ b ^ difference;
    }

    /** AND, OR, XOR, TEST: no carry, no overflow; AF is undefined and cleared, as processors do. */
    void afterLogic(long value, int up) {
        result = value << up >> up;
        delta = 0;
        carry = 0;
        overflow = 0;
        adjust = 0;
    }

    /** INC: carry stays. */
    void afterInc(long value, int up) {
        result = value << up >> up;
        delta = 0;
        overflow = ~(value - 1 << up) & value << up;
        adjust = value ^ value - 1 ^ 1;
    }

    /** DEC: carry stays. */
    void afterDec(long value, int up) {
        result = value << up >> up;
        delta = 0;
        overflow = value + 1 << up & ~(value << up);
        adjust = value ^ value + 1 ^ 1;
    }

    /** Shifts: SF, ZF and PF of the result, CF and OF as said; AF is undefined and cleared. */
    void afterShift(long value, int up, boolean newCarry, boolean newOverflow) {
        result = value << up >> up;
        delta = 0;
        carry = newCarry ? Long.MIN_VALUE : 0;
        overflow = newOverflow ? Long.MIN_VALUE : 0;
        adjust = 0;
    }

    /** Rotations and multiplications: CF and OF alone. */
    void setCarryOverflow(boolean newCarry, boolean newOverflow) {
        carry = newCarry ? Long.MIN_VALUE : 0;
        overflow = newOverflow ? Long.MIN_VALUE : 0;
    }

    // ---- questions ------------------------------------------------------------------------------------------------

    /** Carry. */
    public boolean cf() {
        return carry < 0;
    }

    /** Zero. */
    public boolean zf() {
        return result == 0;
    }

    /** Sign. */
    public boolean sf() {
        return (result ^ delta) < 0;
    }

    /** Overflow. */
    public boolean of() {
        return overflow < 0;
    }

    /** Even parity. */
    public boolean pf() {
        long low = (result ^ delta) & 0xFF;
        return (Long.bitCount(low) & 1) == 0;
    }

    /** Auxiliary carry. */
    public boolean af() {
        return (adjust & AF) != 0;
    }

    /** A condition by the low four bits of its opcode (SDM vol. 2 appendix B). */
    public boolean test(int condition) {
        boolean holds = switch (condition >>> 1) {
            case 0 -> of();
            case 1 -> cf();
            case 2 -> zf();
            case 3 -> cf() || zf();
            case 4 -> sf();
            case 5 -> pf();
            case 6 -> sf() != of();
            default -> zf() || sf() != of();
        };
        return holds == ((condition & 1) == 0);
    }

    /** CF as 0 or 1. */
    long carryBit() {
        return carry >>> 63;
    }
}
