package org.ringlab.cpu.code;

import java.util.List;

/**
 * One instruction, as the processor understands it.
 *
 * @param op what is done
 * @param condition of Jcc, SETcc and CMOVcc; else {@link Condition#ALWAYS}
 * @param length bytes, 1..15
 * @param operandSize bytes: 1, 2, 4 or 8. Where operands have sizes of their own (MOVZX, IN), that of the destination or
 *     of the data moved; of stack and branch instructions what is pushed, popped or loaded into RIP
 * @param addressSize bytes: 2, 4 or 8; also that of the counter of LOOP, JCXZ and repeated strings
 * @param operands destination first. String instructions have theirs spelled out: MOVS [ES:DI] [DS:SI], CMPS [DS:SI]
 *     [ES:DI], STOS [ES:DI] A, LODS A [DS:SI], SCAS A [ES:DI], INS [ES:DI] DX, OUTS DX [DS:SI]; XLAT has the memory of
 *     (R|E)BX, to which AL is still to be added. One-operand MUL, IMUL, DIV and IDIV have that one
 * @param repeat of string instructions; on others the prefix means nothing and is NONE here
 * @param lock a valid LOCK prefix
 */
public record Instruction(
        Op op,
        Condition condition,
        int length,
        int operandSize,
        int addressSize,
        List<Operand> operands,
        Repeat repeat,
        boolean lock) {
    /** The longest instruction there is. */
    public static final int MOST_BYTES = 15;

    /** An operand, destination first. */
    public Operand operand(int index) {
        return operands.get(index);
    }

    /** The same instruction of another length. */
    public Instruction withLength(int bytes) {
        return new Instruction(op, condition, bytes, operandSize, addressSize, operands, repeat, lock);
    }
}
