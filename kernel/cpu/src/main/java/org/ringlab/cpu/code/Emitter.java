package org.ringlab.cpu.code;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Operand.ControlReg;
import org.ringlab.cpu.code.Operand.DebugReg;
import org.ringlab.cpu.code.Operand.FarPtr;
import org.ringlab.cpu.code.Operand.Imm;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Operand.Reg;
import org.ringlab.cpu.code.Operand.Rel;
import org.ringlab.cpu.code.Operand.SegReg;

/** Writes one instruction by one row: prefixes, opcode, ModRM, SIB, displacement, values. */
final class Emitter {
    private static final int REX = 0x40;
    private static final int REX_W = 8;
    private static final int REX_R = 4;
    private static final int REX_X = 2;
    private static final int REX_B = 1;

    private final Encoding row;
    private final List<Operand> operands;
    private final int operandSize;
    private final int addressSize;
    private final Mode mode;
    private final boolean operandPrefix;
    private final boolean wide;

    private int rex;
    private boolean highByte;
    private @Nullable Segment override;
    private int opcode;
    private int modRm;
    private int sib = -1;
    private long displacement;
    private int displacementBytes;

    private final byte[] bytes = new byte[32];
    private int length;

    Emitter(
            Encoding row,
            List<Operand> operands,
            int operandSize,
            int addressSize,
            Mode mode,
            boolean operandPrefix,
            boolean rexW,
            boolean wide) {
        this.row = row;
        this.operands = operands;
        this.operandSize = operandSize;
        this.addressSize = addressSize;
        this.mode = mode;
        this.operandPrefix = operandPrefix;
        this.wide = wide;
        this.rex = rexW ? REX | REX_W : 0;
        this.opcode = row.opcode();
        this.modRm = row.modRm() >= Encoding.FIXED ? row.modRm() & 0xFF : row.modRm() >= 0 ? row.modRm() << 3 : 0;
    }

    /** The bytes, or null where the operands can't be written like this. */
    byte @Nullable [] emit(Request request) {
        for (int i = 0; i < operands.size(); i++) {
            if (!place(row.forms().get(i), operands.get(i))) {
                return null;
            }
        }
        boolean addressPrefix = addressSize != mode.addressSize();
        boolean reachable = addressSize == (mode == Mode.BITS32 ? 2 : 4);
        if (rex != 0 && (mode != Mode.BITS64 || highByte) || addressPrefix && !reachable) {
            return null;
        }
        if (row.op() == Op.XCHG && row.low3() && opcode == row.opcode() && (rex & REX_B) == 0) {
            return null;
        }
        write(override == null ? 0 : PREFIXES.get(override.ordinal()));
        write(addressPrefix ? 0x67 : 0);
        write(operandPrefix || row.prefix() == 0x66 ? 0x66 : 0);
        write(request.lock() ? 0xF0 : 0);
        write(row.prefix() == 0xF2 || request.repeat() == Repeat.REPNE ? 0xF2 : 0);
        write(row.prefix() == 0xF3 || request.repeat() == Repeat.REP ? 0xF3 : 0);
        write(rex);
        write(row.map() > 0 ? 0x0F : 0);
        write(row.map() == 2 ? 0x38 : row.map() == 3 ? 0x3A : 0);
        tail(opcode, 1);
        if (row.hasModRm()) {
            tail(modRm, 1);
        }
        if (sib >= 0) {
            tail(sib, 1);
        }
        tail(displacement, displacementBytes);
        for (int i = 0; i < operands.size(); i++) {
            writeTail(row.forms().get(i), operands.get(i));
        }
        return Arrays.copyOf(bytes, length);
    }

    /** By the numbers of the segments. */
    private static final List<Integer> PREFIXES = List.of(0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65);

    private boolean place(Form form, Operand operand) {
        if (form.place() == Form.Place.TAIL
                && operand instanceof Mem mem
                && !Matching.fits(mem.displacement(), addressSize)
                && mem.displacement() >>> 8 * addressSize != 0) {
            return false;
        }
        if (operand instanceof Mem mem) {
            Segment usual = switch (form) {
                case DI8, DI -> Segment.ES;
                default -> Addressing.usualSegment(mem.base());
            };
            if (mem.segment() != usual) {
                override = mem.segment();
            }
        }
        return switch (form.place()) {
            case RM ->
                switch (operand) {
                    case Mem mem -> memory(mem);
                    case Reg reg -> {
                        modRm |= 0xC0 | register(reg, REX_B);
                        yield true;
                    }
                    default -> false;
                };
            case REG -> {
                int number = switch (operand) {
                    case Reg reg -> register(reg, REX_R);
                    case SegReg segment -> segment.segment().ordinal();
                    case ControlReg control -> extended(control.number(), REX_R);
                    case DebugReg debug -> debug.number();
                    default -> 0;
                };
                modRm |= number << 3;
                yield true;
            }
            case OPCODE -> {
                opcode |= register((Reg) operand, REX_B);
                yield true;
            }
            case IMPLIED, TAIL -> true;
        };
    }

    /** The low three bits; the fourth goes to REX. */
    private int register(Reg reg, int bit) {
        highByte |= reg.high();
        if (reg.high()) {
            return reg.number() + 4;
        }
        if (reg.size() == 1 && reg.number() >= 4) {
            rex |= REX;
        }
        return extended(reg.number(), bit);
    }

    private int extended(int number, int bit) {
        if (number >= 8) {
            rex |= REX | bit;
        }
        return number & 7;
    }

    private boolean memory(Mem mem) {
        if (mem.ripRelative()) {
            modRm |= 5;
            displacement = mem.displacement();
            displacementBytes = 4;
            return mode == Mode.BITS64 && Matching.fits(displacement, 4);
        }
        displacement = mem.displacement();
        if (addressSize < 8) {
            boolean holds = Matching.fits(displacement, addressSize) || displacement >>> 8 * addressSize == 0;
            displacement = Matching.extend(displacement, addressSize);
            if (!holds) {
                return false;
            }
        }
        if (!Matching.fits(displacement, 4)) {
            return false;
        }
        if (addressSize == 2) {
            return memory16(mem);
        }
        if (mem.index() == Operand.SP) {
            return false;
        }
        boolean base = mem.base() != Operand.NONE;
        boolean index = mem.index() != Operand.NONE;
        if (!base) {
            if (index || mode == Mode.BITS64) {
                modRm |= 4;
                sib = (index
                                ? Integer.numberOfTrailingZeros(mem.scale()) << 6 | extended(mem.index(), REX_X) << 3
                                : 4 << 3)
                        | 5;
            } else {
                modRm |= 5;
            }
            displacementBytes = 4;
            return true;
        }
        int low = extended(mem.base(), REX_B);
        if (index || low == Operand.SP) {
            modRm |= 4;
            sib = (index ? Integer.numberOfTrailingZeros(mem.scale()) << 6 | extended(mem.index(), REX_X) << 3 : 4 << 3)
                    | low;
        } else {
            modRm |= low;
        }
        mod(low == Operand.BP, 4);
        return true;
    }

    private boolean memory16(Mem mem) {
        if (mem.scale() != 1) {
            return false;
        }
        if (mem.base() == Operand.NONE && mem.index() == Operand.NONE) {
            modRm |= 6;
            displacementBytes = 2;
            return true;
        }
        for (int rm = 0; rm < 8; rm++) {
            if (Addressing.BASE16.get(rm) == mem.base() && Addressing.INDEX16.get(rm) == mem.index()) {
                modRm |= rm;
                mod(rm == 6, 2);
                return true;
            }
        }
        return false;
    }

    private void mod(boolean never0, int most) {
        if (wide) {
            modRm |= 0x80;
            displacementBytes = most;
        } else if (displacement != 0 || never0) {
            boolean small = Matching.fits(displacement, 1);
            modRm |= small ? 0x40 : 0x80;
            displacementBytes = small ? 1 : most;
        }
    }

    private void writeTail(Form form, Operand operand) {
        if (form.place() != Form.Place.TAIL) {
            return;
        }
        int size = form.tailBytes(operandSize, addressSize);
        switch (operand) {
            case Imm imm -> tail(imm.value(), size);
            case Rel rel -> tail(rel.displacement(), size);
            case FarPtr far -> {
                tail(far.offset(), size - 2);
                tail(far.selector(), 2);
            }
            case Mem mem -> tail(mem.displacement(), size);
            default -> {
                return;
            }
        }
    }

    private void write(int prefix) {
        if (prefix != 0) {
            tail(prefix, 1);
        }
    }

    private void tail(long value, int size) {
        for (int i = 0; i < size; i++) {
            bytes[length++] = (byte) (value >> 8 * i);
        }
    }
}
