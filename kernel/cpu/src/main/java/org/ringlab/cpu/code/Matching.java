package org.ringlab.cpu.code;

import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Operand.ControlReg;
import org.ringlab.cpu.code.Operand.DebugReg;
import org.ringlab.cpu.code.Operand.FarPtr;
import org.ringlab.cpu.code.Operand.Imm;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Operand.Reg;
import org.ringlab.cpu.code.Operand.Rel;
import org.ringlab.cpu.code.Operand.SegReg;
import org.ringlab.cpu.code.Request.Wanted;

/** Whether an operand may stand where the table has a form. */
final class Matching {
    private Matching() {}

    /** The operand with everything known, as the decoder would give it, or null where the form doesn't take it. */
    static @Nullable Operand complete(Form form, Wanted wanted, int operandSize, Mode mode) {
        int bytes = form.bytes(operandSize, mode);
        Operand operand = wanted.operand();
        return switch (form) {
            case RM8, RM16, RM32, RM, RMV16, RMR, M, M8, M64, M128, MFAR, MDESC, MPAIR ->
                switch (operand) {
                    case Reg reg
                    when form.takesRegister() && reg.size() == form.registerBytes(operandSize, mode) -> reg;
                    case Mem mem when form.takesMemory() && takes(form, mem.size(), bytes) -> sized(mem, bytes);
                    default -> null;
                };
            case R8, R16, R, O8, O -> operand instanceof Reg reg && reg.size() == bytes ? reg : null;
            case SREG -> operand instanceof SegReg ? operand : null;
            case SREGTO -> operand instanceof SegReg to && to.segment() != Segment.CS ? to : null;
            case CR ->
                operand instanceof ControlReg cr && cr.exists() && takes(form, cr.size(), bytes)
                        ? new ControlReg(cr.number(), bytes)
                        : null;
            case DR ->
                operand instanceof DebugReg dr && dr.number() < 8 && takes(form, dr.size(), bytes)
                        ? new DebugReg(dr.number(), bytes)
                        : null;
            case AL, A -> operand.equals(new Reg(Operand.AX, bytes)) ? operand : null;
            case CL -> operand.equals(new Reg(Operand.CX, 1)) ? operand : null;
            case DX -> operand.equals(new Reg(Operand.DX, 2)) ? operand : null;
            case ONE ->
                operand instanceof Imm imm && imm.value() == 1 && imm.size() <= 1 && !wanted.wide()
                        ? new Imm(1, 1)
                        : null;
            case ES, CS, SS, DS, FS, GS ->
                operand instanceof SegReg reg && reg.segment().name().equals(form.name()) ? operand : null;
            case SI8, SI -> implied(operand, Operand.SI, bytes);
            case DI8, DI ->
                operand instanceof Mem mem && mem.segment() == Segment.ES ? implied(operand, Operand.DI, bytes) : null;
            case BX8 -> implied(operand, Operand.BX, bytes);
            case UB, IB, IBS, IW, IZ, IV -> operand instanceof Imm imm ? value(form, imm, bytes, wanted.wide()) : null;
            case REL8, RELZ -> {
                if (!(operand instanceof Rel rel)) {
                    yield null;
                }
                boolean exact = rel.size() == bytes && fits(rel.displacement(), bytes);
                yield wanted.fromStart() ? new Rel(rel.displacement(), bytes) : exact ? rel : null;
            }
            case FAR ->
                operand instanceof FarPtr far && takes(form, far.size(), bytes) && far.offset() >>> 8 * (bytes - 2) == 0
                        ? new FarPtr(far.selector(), far.offset(), bytes)
                        : null;
            case MOFFS8, MOFFS ->
                operand instanceof Mem mem
                                && mem.base() == Operand.NONE
                                && mem.index() == Operand.NONE
                                && !mem.ripRelative()
                                && takes(form, mem.size(), bytes)
                        ? sized(mem, bytes)
                        : null;
        };
    }

    private static boolean takes(Form form, int given, int bytes) {
        return given == 0 || given == bytes || form == Form.M || form == Form.MDESC && (given == 6 || given == 10);
    }

    static Mem sized(Mem mem, int bytes) {
        return new Mem(
                mem.base(), mem.index(), mem.scale(), mem.displacement(), mem.segment(), bytes, mem.ripRelative());
    }

    private static @Nullable Operand implied(Operand operand, int base, int bytes) {
        return operand instanceof Mem mem
                        && mem.base() == base
                        && mem.index() == Operand.NONE
                        && mem.displacement() == 0
                        && !mem.ripRelative()
                        && (mem.size() == 0 || mem.size() == bytes)
                ? sized(mem, bytes)
                : null;
    }

    private static @Nullable Imm value(Form form, Imm imm, int bytes, boolean wide) {
        if (imm.size() != 0 && imm.size() != bytes) {
            return null;
        }
        long value = imm.value();
        if (!fits(value, bytes) && (bytes == 8 || value >>> 8 * bytes != 0)) {
            return null;
        }
        long signed = extend(value, bytes);
        return switch (form) {
            case UB, IW -> new Imm(bytes == 1 ? value & 0xFF : value & 0xFFFF, bytes);
            case IB, IV -> new Imm(signed, bytes);
            case IBS -> fits(signed, 1) && !wide ? new Imm(signed, bytes) : null;
            case IZ -> fits(signed, 4) ? new Imm(signed, bytes) : null;
            default -> null;
        };
    }

    /** Whether so many bytes hold the value, sign extended. */
    static boolean fits(long value, int bytes) {
        return extend(value, bytes) == value;
    }

    /** The lowest bytes of a value, sign extended. */
    static long extend(long value, int bytes) {
        int unused = 64 - 8 * bytes;
        return value << unused >> unused;
    }
}
