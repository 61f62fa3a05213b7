package org.ringlab.cpu.code;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import org.ringlab.cpu.code.Operand.ControlReg;
import org.ringlab.cpu.code.Operand.DebugReg;
import org.ringlab.cpu.code.Operand.Imm;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Operand.Reg;
import org.ringlab.cpu.code.Operand.Rel;
import org.ringlab.cpu.code.Operand.SegReg;

/** Operands in words, for messages about them. */
final class OperandWords {
    private OperandWords() {}

    /** How many operands an instruction takes. */
    static String counts(SortedSet<Integer> counts) {
        if (counts.size() == 1) {
            return counts.first() == 0
                    ? "no operands"
                    : counts.first() == 1 ? "1 operand" : counts.first() + " operands";
        }
        return String.join(" or ", counts.stream().map(String::valueOf).toList()) + " operands";
    }

    /** What an encoding takes, in the order of a syntax. */
    static String list(Encoding row, Syntax syntax) {
        List<String> words = row.forms().stream().map(OperandWords::form).toList();
        return String.join(", ", syntax == Syntax.ATT ? words.reversed() : words);
    }

    private static String form(Form form) {
        return switch (form) {
            case RM8 -> "register or memory of 1 byte";
            case RM16 -> "register or memory of 2 bytes";
            case RM32 -> "register or memory of 4 bytes";
            case RM, RMV16 -> "register or memory";
            case R8, O8 -> "register of 1 byte";
            case R16 -> "register of 2 bytes";
            case R, O, RMR -> "register";
            case M, M8, M64, M128, MFAR, MDESC, MPAIR, MOFFS8, MOFFS -> "memory";
            case SREG, SREGTO -> "segment register";
            case CR -> "control register";
            case DR -> "debug register";
            case UB, IB, IBS, IW, IZ, IV -> "value";
            case REL8, RELZ -> "label";
            case FAR -> "selector:offset";
            case ONE -> "1";
            case A -> "al, ax or eax";
            case SI8, SI -> "[si]";
            case DI8, DI -> "es:[di]";
            case BX8 -> "[bx]";
            case AL, CL, DX, ES, CS, SS, DS, FS, GS -> form.name().toLowerCase(Locale.ROOT);
        };
    }

    static String bytes(int count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }

    /** An operand as it was written, or by what it is. */
    static String describe(Operand operand) {
        return switch (operand) {
            case Imm imm -> "a value";
            case Mem mem -> mem.size() == 0 ? "memory" : "memory of " + bytes(mem.size());
            case Rel rel -> "a label";
            case Operand.FarPtr far -> "selector:offset";
            case Reg reg -> Registers.name(reg);
            case SegReg reg -> Registers.name(reg);
            case ControlReg reg -> Registers.name(reg);
            case DebugReg reg -> Registers.name(reg);
        };
    }
}
