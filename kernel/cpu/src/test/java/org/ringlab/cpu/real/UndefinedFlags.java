package org.ringlab.cpu.real;

import static org.ringlab.cpu.core.Flag.AF;
import static org.ringlab.cpu.core.Flag.ARITHMETIC;
import static org.ringlab.cpu.core.Flag.CF;
import static org.ringlab.cpu.core.Flag.OF;
import static org.ringlab.cpu.core.Flag.PF;
import static org.ringlab.cpu.core.Flag.SF;
import static org.ringlab.cpu.core.Flag.ZF;

import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Operand.Imm;

/** What the manual says of flags, per instruction (SDM volume 1, appendix A; volume 2, "Flags affected"). */
final class UndefinedFlags {
    private UndefinedFlags() {}

    /** Flags that are undefined after an instruction. */
    static long after(Instruction instruction, long before) {
        return before & ~defined(instruction) | undefined(instruction);
    }

    private static long undefined(Instruction i) {
        return switch (i.op()) {
            case AND, OR, XOR, TEST -> AF;
            case MUL, IMUL -> SF | ZF | AF | PF;
            case DIV, IDIV -> ARITHMETIC;
            case SHL, SHR, SAR -> count(i) == 1 ? AF : count(i) == 0 ? 0 : wide(i) ? AF | OF : AF | OF | CF;
            case SHLD, SHRD -> count(i) == 1 ? AF : count(i) == 0 ? 0 : AF | OF;
            case ROL, ROR, RCL, RCR -> count(i) == 1 || count(i) == 0 ? 0 : OF;
            case BT, BTS, BTR, BTC -> OF | SF | AF | PF;
            case BSF, BSR -> OF | SF | AF | PF | CF;
            case TZCNT, LZCNT -> OF | SF | AF | PF;
            default -> 0;
        };
    }

    /** Whether no count reaches the operand's width, beyond which CF is undefined. */
    private static boolean wide(Instruction i) {
        return i.operandSize() >= 4 || count(i) > 0 && count(i) < 8 * i.operandSize();
    }

    private static long count(Instruction i) {
        int last = i.operands().size() - 1;
        return i.operand(last) instanceof Imm imm ? imm.value() & (i.operandSize() == 8 ? 63 : 31) : -1;
    }

    /** Flags that are certainly given a value. */
    private static long defined(Instruction i) {
        return switch (i.op()) {
            case ADD, ADC, SUB, SBB, CMP, NEG, XADD, CMPXCHG, AND, OR, XOR, TEST, POPCNT -> ARITHMETIC;
            case INC, DEC -> ARITHMETIC & ~CF;
            case MUL, IMUL -> CF | OF;
            case SHL, SHR, SAR, SHLD, SHRD -> count(i) > 0 ? ARITHMETIC : 0;
            case ROL, ROR, RCL, RCR -> count(i) == 1 ? OF | CF : 0;
            case BT, BTS, BTR, BTC, STC, CLC -> CF;
            case BSF, BSR, CMPXCHG8B, CMPXCHG16B -> ZF;
            case TZCNT, LZCNT -> CF | ZF;
            case SAHF -> SF | ZF | AF | PF | CF;
            case POPF -> ARITHMETIC;
            default -> 0;
        };
    }

    /** Flags that an instruction reads. */
    static long read(Instruction i) {
        return switch (i.op()) {
            case ADC, SBB, RCL, RCR, CMC -> CF;
            case LAHF, PUSHF -> ARITHMETIC;
            case J, SET, CMOV ->
                switch (i.condition()) {
                    case O, NO -> OF;
                    case B, AE -> CF;
                    case E, NE -> ZF;
                    case BE, A -> CF | ZF;
                    case S, NS -> SF;
                    case P, NP -> PF;
                    case L, GE -> SF | OF;
                    case LE, G -> SF | OF | ZF;
                    case ALWAYS -> 0;
                };
            case LOOPE, LOOPNE -> ZF;
            default -> 0;
        };
    }
}
