package org.ringlab.cpu.core;

import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.code.Operand.Imm;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Operand.Reg;
import org.ringlab.cpu.code.Operand.Rel;
import org.ringlab.cpu.code.Repeat;

/** Decides once what of an instruction the loop can do by itself; the rest stays {@link Kind#SLOW}. */
final class Preparer {
    private static final int RR = 0;
    private static final int RI = 1;
    private static final int RM = 2;
    private static final int MR = 3;
    private static final int MI = 4;

    private Preparer() {}

    static Prepared prepare(Instruction i) {
        Prepared p = new Prepared(i);
        p.size(Math.min(8, Math.max(1, i.operandSize())));
        p.condition = i.condition().ordinal();
        int form = operands(p, i);
        if (i.repeat() != Repeat.NONE || form < 0) {
            return p;
        }
        switch (i.op()) {
            case ADD -> twoOperands(p, form, Kind.ADD_RR);
            case OR -> twoOperands(p, form, Kind.OR_RR);
            case ADC -> twoOperands(p, form, Kind.ADC_RR);
            case SBB -> twoOperands(p, form, Kind.SBB_RR);
            case AND -> twoOperands(p, form, Kind.AND_RR);
            case SUB -> twoOperands(p, form, Kind.SUB_RR);
            case XOR -> twoOperands(p, form, Kind.XOR_RR);
            case CMP -> twoOperands(p, form, Kind.CMP_RR);
            case MOV -> twoOperands(p, form, Kind.MOV_RR);
            case TEST -> p.kind = form == RR ? Kind.TEST_RR : form == RI ? Kind.TEST_RI : Kind.SLOW;
            case INC -> register(p, i, Kind.INC_R);
            case DEC -> register(p, i, Kind.DEC_R);
            case NEG -> register(p, i, Kind.NEG_R);
            case NOT -> register(p, i, Kind.NOT_R);
            case LEA -> p.kind = Kind.LEA;
            case MOVZX -> extension(p, i, form == RR ? Kind.MOVZX_RR : Kind.MOVZX_RM);
            case MOVSX, MOVSXD -> extension(p, i, form == RR ? Kind.MOVSX_RR : Kind.MOVSX_RM);
            case SHL -> shift(p, form, Kind.SHL_RI);
            case SHR -> shift(p, form, Kind.SHR_RI);
            case SAR -> shift(p, form, Kind.SAR_RI);
            case XCHG -> p.kind = form == RR ? Kind.XCHG_RR : Kind.SLOW;
            case CMOV -> p.kind = form == RR ? Kind.CMOV_RR : Kind.SLOW;
            case JMP -> relative(p, i, Kind.JMP);
            case J -> relative(p, i, Kind.JCC);
            case CALL -> relative(p, i, Kind.CALL);
            case RET -> p.kind = i.operands().isEmpty() ? Kind.RET : Kind.SLOW;
            case PUSH -> {
                if (i.operand(0) instanceof Reg register) {
                    p.source = register.number();
                    p.kind = Kind.PUSH_R;
                } else if (i.operand(0) instanceof Imm) {
                    p.kind = Kind.PUSH_I;
                }
            }
            case POP -> register(p, i, Kind.POP_R);
            case NOP -> p.kind = Kind.NOP;
            default -> {}
        }
        return p;
    }

    /** Fills in operands; the form of two, 5 for other shapes, -1 if the loop can't have it. */
    private static int operands(Prepared p, Instruction i) {
        int shape = 0;
        int place = 0;
        for (Operand operand : i.operands()) {
            switch (operand) {
                case Reg register -> {
                    if (register.high()) {
                        return -1;
                    }
                    if (place == 0) {
                        p.destination = register.number();
                    } else {
                        p.source = register.number();
                    }
                    shape = shape * 4 + 1;
                }
                case Imm immediate -> {
                    p.immediate = immediate.value();
                    shape = shape * 4 + 2;
                }
                case Mem memory -> {
                    memory(p, i, memory);
                    shape = shape * 4 + 3;
                }
                case Rel relative -> p.immediate = relative.displacement();
                case Operand.FarPtr far -> {
                    return -1;
                }
                case Operand.SegReg segment -> {
                    return -1;
                }
                case Operand.ControlReg control -> {
                    return -1;
                }
                case Operand.DebugReg debug -> {
                    return -1;
                }
            }
            place++;
        }
        return place == 2
                ? switch (shape) {
                    case 5 -> RR;
                    case 6 -> RI;
                    case 7 -> RM;
                    case 13 -> MR;
                    case 14 -> MI;
                    default -> 5;
                }
                : 5;
    }

    static void memory(Prepared p, Instruction i, Mem memory) {
        p.segment = memory.segment().ordinal();
        p.base = memory.ripRelative() ? Registers.AFTER : memory.base() < 0 ? Registers.ZERO : memory.base();
        p.index = memory.index() < 0 ? Registers.ZERO : memory.index();
        p.scale = Integer.numberOfTrailingZeros(memory.scale());
        p.displacement = memory.displacement();
        p.addressMask = -1L >>> 64 - (i.addressSize() << 3);
        if (memory.size() > 0) {
            p.memorySize = memory.size();
        }
    }

    private static void twoOperands(Prepared p, int form, int first) {
        if (form <= MI) {
            p.kind = first + form;
        }
    }

    private static void register(Prepared p, Instruction i, int kind) {
        if (i.operand(0) instanceof Reg) {
            p.kind = kind;
        }
    }

    private static void extension(Prepared p, Instruction i, int kind) {
        p.narrow = p.size * 8 - i.operand(1).size() * 8;
        p.kind = kind;
    }

    /** By a constant that shifts something, and not everything, out. */
    private static void shift(Prepared p, int form, int kind) {
        long count = p.immediate & (p.size == 8 ? 63 : 31);
        if (form == RI && count > 0 && count < p.size * 8L) {
            p.immediate = count;
            p.kind = kind;
        }
    }

    private static void relative(Prepared p, Instruction i, int kind) {
        if (i.operand(0) instanceof Rel) {
            p.kind = kind;
        }
    }
}
