package org.ringlab.cpu.code;

import java.util.List;

/**
 * An instruction that is to be encoded, of which something may still be open.
 *
 * @param operandSize bytes; 0: whatever the operands leave possible
 * @param addressSize bytes; 0: the mode's
 */
record Request(
        Op op,
        Condition condition,
        int operandSize,
        int addressSize,
        List<Wanted> operands,
        Repeat repeat,
        boolean lock) {
    /**
     * An operand. Memory and values of size 0 take the size that fits.
     *
     * @param wide its value is an address that may still move: the form that holds any address is used
     * @param fromStart a displacement (of {@link Operand.Rel}, or relative to RIP) that counts from the first byte of the
     *     instruction, because its end isn't known yet
     */
    record Wanted(Operand operand, boolean wide, boolean fromStart) {}

    /** An instruction as it is. */
    static Request of(Instruction instruction) {
        return new Request(
                instruction.op(),
                instruction.condition(),
                instruction.operandSize(),
                instruction.addressSize(),
                instruction.operands().stream()
                        .map(operand -> new Wanted(operand, false, false))
                        .toList(),
                instruction.repeat(),
                instruction.lock());
    }
}
