package org.ringlab.cpu.code;

import java.util.ArrayList;
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

/** From bytes to an instruction: prefixes, opcode, ModRM, and the table's row for them (SDM volume 2, chapter 2). */
public final class Decoder {
    private final Code code;
    private final Mode mode;
    private int at;
    private @Nullable Decoded failure;

    private boolean operandPrefix;
    private boolean addressPrefix;
    private boolean lockPrefix;
    private int repeatPrefix;
    private @Nullable Segment override;
    private int rex;
    private boolean hasRex;

    private int modRm;
    private int operandSize;
    private int addressSize;

    private Decoder(Code code, Mode mode) {
        this.code = code;
        this.mode = mode;
    }

    /** The instruction at the beginning of some code; never throws. */
    public static Decoded decode(Code code, Mode mode) {
        return new Decoder(code, mode).decode();
    }

    private Decoded decode() {
        int opcode = prefixes();
        int map = 0;
        if (opcode == 0x0F) {
            opcode = next();
            map = 1;
            if (opcode == 0x38 || opcode == 0x3A) {
                map = opcode == 0x38 ? 2 : 3;
                opcode = next();
            }
        }
        List<Encoding> rows = Table.at(map, opcode);
        if (failure == null && !rows.isEmpty() && rows.getFirst().hasModRm()) {
            modRm = next();
        }
        if (failure != null) {
            return failure;
        }
        for (Encoding row : rows) {
            if (fits(row, opcode)) {
                return read(row, opcode);
            }
        }
        return none(map, opcode);
    }

    /** Reads the prefixes; returns the first byte that is none. */
    private int prefixes() {
        while (failure == null) {
            int b = next();
            boolean isRex = mode == Mode.BITS64 && (b & 0xF0) == 0x40;
            if (isRex) {
                // Whatever prefix follows makes this one void: only one right before the opcode counts.
                rex = b;
                hasRex = true;
                continue;
            }
            switch (b) {
                case 0x26 -> override = Segment.ES;
                case 0x2E -> override = Segment.CS;
                case 0x36 -> override = Segment.SS;
                case 0x3E -> override = Segment.DS;
                case 0x64 -> override = Segment.FS;
                case 0x65 -> override = Segment.GS;
                case 0x66 -> operandPrefix = true;
                case 0x67 -> addressPrefix = true;
                case 0xF0 -> lockPrefix = true;
                case 0xF2, 0xF3 -> repeatPrefix = b;
                default -> {
                    return b;
                }
            }
            rex = 0;
            hasRex = false;
        }
        return 0;
    }

    private boolean fits(Encoding row, int opcode) {
        if (!row.existsIn(mode)) {
            return false;
        }
        boolean prefixFits = switch (row.prefix()) {
            case 0 -> true;
            case Encoding.NO_PREFIX -> !operandPrefix && repeatPrefix == 0;
            case 0x66 -> operandPrefix && repeatPrefix == 0;
            default -> repeatPrefix == row.prefix();
        };
        int size = row.size().of(mode, operandPrefix && row.prefix() != 0x66, (rex & 8) != 0);
        if (!prefixFits || row.onlySize() != 0 && row.onlySize() != size) {
            return false;
        }
        if (row.op() == Op.XCHG && row.low3() && (opcode & 7 | rex << 3 & 8) == 0) {
            return false;
        }
        if (row.modRm() >= Encoding.FIXED) {
            return modRm == (row.modRm() & 0xFF);
        }
        if (row.modRm() >= 0 && (modRm >> 3 & 7) != row.modRm()) {
            return false;
        }
        int rm = row.rmOperand();
        if (rm < 0 || row.op() == Op.MOV_CR || row.op() == Op.MOV_DR) {
            return true;
        }
        return modRm >= 0xC0
                ? row.forms().get(rm).takesRegister()
                : row.forms().get(rm).takesMemory();
    }

    private Decoded read(Encoding row, int opcode) {
        boolean wide = (rex & 8) != 0;
        operandSize = row.size().of(mode, operandPrefix && row.prefix() != 0x66, wide);
        int otherAddressSize = mode == Mode.BITS32 ? 2 : 4;
        addressSize = addressPrefix ? otherAddressSize : mode.addressSize();

        boolean controlMove = row.op() == Op.MOV_CR || row.op() == Op.MOV_DR;
        boolean inMemory = row.hasModRm() && row.rmOperand() >= 0 && modRm < 0xC0 && !controlMove;
        Mem memory = inMemory ? memory() : null;
        List<Operand> operands = new ArrayList<>(row.forms().size());
        boolean addressed = row.addressed() || inMemory;
        for (Form form : row.forms()) {
            Operand operand = operand(form, opcode, memory);
            if (operand == null) {
                return failure != null ? failure : new Decoded.Undefined("there is no such register");
            }
            operands.add(operand);
            addressed |= operand instanceof Mem;
        }
        if (failure != null) {
            return failure;
        }
        if (lockPrefix && !(row.lockable() && operands.getFirst() instanceof Mem)) {
            return new Decoded.Undefined("LOCK is not allowed here");
        }
        if (inMemory && row.forms().contains(Form.RMV16)) {
            operandSize = 2;
        }
        Repeat repeat = switch (row.string() ? repeatPrefix : 0) {
            case 0xF2 -> Repeat.REPNE;
            case 0xF3 -> Repeat.REP;
            default -> Repeat.NONE;
        };
        return new Decoded.Ok(new Instruction(
                row.op(),
                row.condition(),
                at,
                operandSize,
                addressed ? addressSize : mode.addressSize(),
                List.copyOf(operands),
                repeat,
                lockPrefix));
    }

    private @Nullable Operand operand(Form form, int opcode, @Nullable Mem memory) {
        int bytes = form.bytes(operandSize, mode);
        int reg = modRm >> 3 & 7 | rex << 1 & 8;
        return switch (form) {
            case RM8, RM16, RM32, RM, RMV16, RMR, M, M8, M64, M128, MFAR, MDESC, MPAIR ->
                memory != null
                        ? sized(memory, bytes)
                        : register(modRm & 7 | rex << 3 & 8, form.registerBytes(operandSize, mode));
            case R8, R16, R -> register(reg, bytes);
            case SREG, SREGTO -> {
                int number = reg & 7;
                yield number > 5 || form == Form.SREGTO && number == 1 ? null : new SegReg(Segment.values()[number]);
            }
            case CR -> new ControlReg(reg, bytes).exists() ? new ControlReg(reg, bytes) : null;
            case DR -> reg < 8 ? new DebugReg(reg, bytes) : null;
            case O8, O -> register(opcode & 7 | rex << 3 & 8, bytes);
            case AL, A -> new Reg(Operand.AX, bytes);
            case CL -> new Reg(Operand.CX, 1);
            case DX -> new Reg(Operand.DX, 2);
            case ONE -> new Imm(1, 1);
            case ES, CS, SS, DS, FS, GS -> new SegReg(Segment.valueOf(form.name()));
            case SI8, SI -> implied(Operand.SI, bytes, dataSegment(Segment.DS));
            case DI8, DI -> implied(Operand.DI, bytes, Segment.ES);
            case BX8 -> implied(Operand.BX, bytes, dataSegment(Segment.DS));
            case UB, IW -> new Imm(unsigned(form.tailBytes(operandSize, addressSize)), bytes);
            case IB, IBS, IZ, IV -> new Imm(signed(form.tailBytes(operandSize, addressSize)), bytes);
            case REL8, RELZ -> new Rel(signed(bytes), bytes);
            case FAR -> {
                long offset = unsigned(operandSize);
                yield new FarPtr((int) unsigned(2), offset, bytes);
            }
            case MOFFS8, MOFFS ->
                new Mem(Operand.NONE, Operand.NONE, 1, signed(addressSize), dataSegment(Segment.DS), bytes, false);
        };
    }

    private Operand register(int number, int bytes) {
        return bytes == 1 && !hasRex && number >= 4 ? new Reg(number - 4, 1, true) : new Reg(number, bytes);
    }

    private static Mem implied(int base, int bytes, Segment segment) {
        return new Mem(base, Operand.NONE, 1, 0, segment, bytes, false);
    }

    private static Mem sized(Mem memory, int bytes) {
        return new Mem(
                memory.base(),
                memory.index(),
                memory.scale(),
                memory.displacement(),
                memory.segment(),
                bytes,
                memory.ripRelative());
    }

    private Segment dataSegment(Segment usual) {
        Segment wanted = override;
        if (wanted == null || mode == Mode.BITS64 && wanted != Segment.FS && wanted != Segment.GS) {
            return usual;
        }
        return wanted;
    }

    /** What mod and rm, SIB and displacement stand for (SDM tables 2-1 to 2-3). */
    private Mem memory() {
        int mod = modRm >> 6;
        int rm = modRm & 7;
        if (addressSize == 2) {
            boolean absolute = mod == 0 && rm == 6;
            int base = absolute ? Operand.NONE : Addressing.BASE16.get(rm);
            long displacement = absolute || mod == 2 ? signed(2) : mod == 1 ? signed(1) : 0;
            return place(base, Addressing.INDEX16.get(rm), 1, displacement, false);
        }
        if (rm != 4) {
            if (mod == 0 && rm == 5) {
                return place(Operand.NONE, Operand.NONE, 1, signed(4), mode == Mode.BITS64);
            }
            return place(rm | rex << 3 & 8, Operand.NONE, 1, displacement(mod), false);
        }
        int sib = next();
        int index = sib >> 3 & 7 | rex << 2 & 8;
        boolean noIndex = index == 4;
        boolean noBase = mod == 0 && (sib & 7) == 5;
        int base = noBase ? Operand.NONE : sib & 7 | rex << 3 & 8;
        long displacement = noBase ? signed(4) : displacement(mod);
        return place(base, noIndex ? Operand.NONE : index, noIndex ? 1 : 1 << (sib >> 6), displacement, false);
    }

    private long displacement(int mod) {
        return mod == 1 ? signed(1) : mod == 2 ? signed(4) : 0;
    }

    private Mem place(int base, int index, int scale, long displacement, boolean ripRelative) {
        return new Mem(base, index, scale, displacement, dataSegment(Addressing.usualSegment(base)), 0, ripRelative);
    }

    private Decoded none(int map, int opcode) {
        String extension = Table.notSimulated(map, opcode);
        boolean vexHidesNothing = mode == Mode.BITS64 || modRm >= 0xC0;
        boolean vex = map == 0 && (opcode == 0xC4 || opcode == 0xC5 || opcode == 0x62);
        boolean salcGone = map == 0 && opcode == 0xD6 && mode == Mode.BITS64;
        boolean lowC7 = map == 1 && opcode == 0xC7 && (modRm >> 3 & 7) < 3;
        if (extension != null && (!vex || vexHidesNothing) && !salcGone && !lowC7) {
            return new Decoded.NotSimulated(extension);
        }
        return new Decoded.Undefined("no instruction has this opcode in " + mode.bits() + "-bit code");
    }

    private int next() {
        if (failure != null) {
            return 0;
        }
        if (at == Instruction.MOST_BYTES) {
            failure = new Decoded.TooLong();
            return 0;
        }
        int b = code.at(at);
        if (b == Code.NOTHING) {
            failure = new Decoded.NeedMore(at);
            return 0;
        }
        at++;
        return b;
    }

    private long unsigned(int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) next() << 8 * i;
        }
        return value;
    }

    private long signed(int bytes) {
        int unused = 64 - 8 * bytes;
        return unsigned(bytes) << unused >> unused;
    }
}
