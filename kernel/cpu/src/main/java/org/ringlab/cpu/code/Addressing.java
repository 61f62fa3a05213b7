package org.ringlab.cpu.code;

import java.util.List;

/** Registers in addresses. */
final class Addressing {
    /** By rm, in 16-bit addresses; for rm 6 with mod 0 there is none. */
    static final List<Integer> BASE16 =
            List.of(Operand.BX, Operand.BX, Operand.BP, Operand.BP, Operand.SI, Operand.DI, Operand.BP, Operand.BX);

    /** By rm, in 16-bit addresses. */
    static final List<Integer> INDEX16 = List.of(
            Operand.SI, Operand.DI, Operand.SI, Operand.DI, Operand.NONE, Operand.NONE, Operand.NONE, Operand.NONE);

    private Addressing() {}

    /** The segment of an address without override: the stack's for SP and BP (SDM table 3-5). */
    static Segment usualSegment(int base) {
        return base == Operand.SP || base == Operand.BP ? Segment.SS : Segment.DS;
    }
}
