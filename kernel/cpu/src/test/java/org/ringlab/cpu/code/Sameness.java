package org.ringlab.cpu.code;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.ringlab.cpu.code.Operand.Rel;

/** When two instructions mean the same, though assemblers may choose between encodings. */
final class Sameness {
    private Sameness() {}

    static boolean same(Instruction a, Instruction b) {
        return strip(a).equals(strip(b));
    }

    /** Lengths don't count; branches are the same if they lead to the same place; the operands of XCHG and TEST commute. */
    private static List<Object> strip(Instruction instruction) {
        List<Object> parts = new ArrayList<>();
        Op op = instruction.op();
        List<Object> operands = new ArrayList<>();
        for (Operand operand : instruction.operands()) {
            operands.add(operand instanceof Rel rel ? rel.displacement() + instruction.length() : operand);
        }
        boolean commutes = op == Op.XCHG || op == Op.TEST;
        parts.add(op);
        parts.add(instruction.condition());
        parts.add(instruction.operandSize());
        parts.add(instruction.addressSize());
        parts.add(commutes ? new HashSet<>(operands) : operands);
        parts.add(instruction.repeat());
        parts.add(instruction.lock());
        return parts;
    }

    /** Text with branches written as distances from the instruction, as every assembler understands. */
    static String text(Instruction instruction, Mode mode, Syntax syntax) {
        return Disassembler.text(instruction, mode, syntax, 0, target -> {
            int unused = 64 - 8 * instruction.operandSize();
            long distance = target << unused >> unused;
            return (distance < 0 ? ".-0x" : ".+0x") + Long.toHexString(Math.abs(distance));
        });
    }
}
