package org.ringlab.cpu.code;

import java.util.List;

/**
 * One row of the table: one way to write an instruction.
 *
 * @param op what it does
 * @param condition of conditional instructions
 * @param map which table of opcodes: 0 the first, 1 after 0F, 2 after 0F 38, 3 after 0F 3A
 * @param opcode its byte
 * @param low3 whether the low three bits of the opcode name a register; then the row stands for eight opcodes
 * @param modRm what the ModRM byte must be: {@link #NO_MODRM}, {@link #ANY}, {@link #FIXED} + byte, or a value of its reg field
 * @param forms of the operands, destination first
 * @param size how the operand size comes about
 * @param onlySize the row is valid with this operand size only; 0 with any
 * @param prefix that belongs to the opcode: 66, F2 or F3, 0 for none, {@link #NO_PREFIX} where none of these may stand
 * @param in64 whether it exists in 64-bit mode
 * @param in32 whether it exists in the other modes
 * @param lockable whether LOCK may stand before it, given a destination in memory
 * @param addressed whether it uses an address size without a memory operand
 * @param use whether decoders, assemblers or both use it
 */
record Encoding(
        Op op,
        Condition condition,
        int map,
        int opcode,
        boolean low3,
        int modRm,
        List<Form> forms,
        Size size,
        int onlySize,
        int prefix,
        boolean in64,
        boolean in32,
        boolean lockable,
        boolean addressed,
        Use use) {
    static final int NO_MODRM = -1;
    static final int ANY = -2;
    static final int FIXED = 0x100;
    static final int NO_PREFIX = -1;

    /** Who uses a row. */
    enum Use {
        BOTH,
        /** Another way to write what an earlier row writes; assemblers never choose it. */
        DECODE,
        /** Operands in an order that decoders never give. */
        ENCODE
    }

    /** How the operand size comes about from mode, prefix 66 and REX.W (SDM 3.6.1, volume 2 appendix A.2.5). */
    enum Size {
        BYTE,
        WORD,
        /** The mode's, toggled by 66; 8 by REX.W. */
        ANY,
        /** 8 instead of 4 in 64-bit mode. */
        STACK,
        /** 8 in 64-bit mode, whatever the prefixes. */
        NEAR,
        /** Never 8. */
        PORT,
        /** 4, or 8 by REX.W. */
        DOUBLE,
        /** 4, in 64-bit mode 8. */
        NATIVE,
        /** Without meaning: always the mode's. */
        NONE;

        int of(Mode mode, boolean has66, boolean rexW) {
            boolean sixteen = (mode == Mode.BITS16) != has66;
            return switch (this) {
                case BYTE -> 1;
                case WORD -> 2;
                case ANY -> rexW ? 8 : sixteen ? 2 : 4;
                case STACK -> mode == Mode.BITS64 ? (has66 && !rexW ? 2 : 8) : sixteen ? 2 : 4;
                case NEAR -> mode == Mode.BITS64 ? 8 : sixteen ? 2 : 4;
                case PORT -> sixteen && !rexW ? 2 : 4;
                case DOUBLE -> rexW ? 8 : 4;
                case NATIVE -> mode == Mode.BITS64 ? 8 : 4;
                case NONE -> mode.operandSize();
            };
        }
    }

    boolean hasModRm() {
        return modRm != NO_MODRM;
    }

    boolean existsIn(Mode mode) {
        return mode == Mode.BITS64 ? in64 : in32;
    }

    /** The operand that ModRM's mod and rm stand for, or -1. */
    int rmOperand() {
        for (int i = 0; i < forms.size(); i++) {
            if (forms.get(i).place() == Form.Place.RM) {
                return i;
            }
        }
        return -1;
    }

    boolean string() {
        return switch (op) {
            case MOVS, CMPS, SCAS, STOS, LODS, INS, OUTS -> true;
            default -> false;
        };
    }
}
