package org.ringlab.cpu.core;

import static org.ringlab.cpu.code.Operand.DI;
import static org.ringlab.cpu.code.Operand.NONE;
import static org.ringlab.cpu.code.Operand.SI;
import static org.ringlab.cpu.code.Operand.SP;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ringlab.common.SeededRandom;
import org.ringlab.cpu.code.Condition;
import org.ringlab.cpu.code.Encoder;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.code.Operand.Imm;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Operand.Reg;
import org.ringlab.cpu.code.Repeat;
import org.ringlab.cpu.code.Segment;

/**
 * Short programs by chance for ring 3 in 64-bit mode. RSI points to data and RSP to a stack; flags that the manual leaves undefined are
 * known, and no instruction reads one.
 */
final class UserPrograms {
    static final long CF = Flag.CF;
    static final long ALL = Flag.ARITHMETIC;
    private static final List<Op> BINARY =
            List.of(Op.ADD, Op.OR, Op.ADC, Op.SBB, Op.AND, Op.SUB, Op.XOR, Op.CMP, Op.TEST, Op.MOV);
    private static final List<Op> SHIFTS = List.of(Op.ROL, Op.ROR, Op.RCL, Op.RCR, Op.SHL, Op.SHR, Op.SAR);
    private static final List<Op> UNARY = List.of(Op.INC, Op.DEC, Op.NEG, Op.NOT);
    private static final List<Op> BITS = List.of(Op.BT, Op.BTS, Op.BTR, Op.BTC);
    private static final List<Op> PLAIN = List.of(
            Op.CBW, Op.CWDE, Op.CDQE, Op.CWD, Op.CDQ, Op.CQO, Op.LAHF, Op.SAHF, Op.CLC, Op.STC, Op.CMC);
    private static final List<Op> STRINGS = List.of(Op.MOVS, Op.CMPS, Op.STOS, Op.LODS, Op.SCAS);

    private final SeededRandom random;
    private long undefined; // flags

    UserPrograms(long seed) {
        random = new SeededRandom(seed);
    }

    /**
     * One program.
     *
     * @param code its bytes
     * @param instructions the same
     * @param defined flags that mean something at its end
     */
    record Program(byte[] code, List<Instruction> instructions, long defined) {}

    Program next() {
        undefined = 0;
        List<Instruction> instructions = new ArrayList<>();
        byte[] code = {};
        int count = 1 + random.nextInt(5);
        while (instructions.size() < count) {
            long before = undefined;
            Instruction i = any();
            if ((reads(i) & before) != 0) {
                undefined = before;
                continue;
            }
            byte[] bytes = Encoder.encode(i, Mode.BITS64);
            if (bytes == null) {
                undefined = before;
                continue;
            }
            int from = code.length;
            code = Arrays.copyOf(code, from + bytes.length);
            System.arraycopy(bytes, 0, code, from, bytes.length);
            instructions.add(i);
            if (STRINGS.contains(i.op())) {
                break; // RSI is somewhere else
            }
        }
        return new Program(code, instructions, ALL & ~undefined);
    }

    private static long reads(Instruction i) {
        return switch (i.op()) {
            case ADC, SBB, RCL, RCR, CMC -> CF;
            case SET, CMOV, LAHF -> ALL;
            case CMPS, SCAS -> 0;
            default -> 0;
        };
    }

    private void sets(long defined, long undefinedNow) {
        undefined = undefined & ~defined | undefinedNow;
    }

    private Instruction any() {
        int size = 1 << random.nextInt(4);
        switch (random.nextInt(18)) {
            case 0, 1, 2, 3 -> {
                Op op = BINARY.get(random.nextInt(BINARY.size()));
                switch (op) {
                    case MOV -> {}
                    case AND, OR, XOR, TEST -> sets(ALL & ~Flag.AF, Flag.AF);
                    default -> sets(ALL, 0);
                }
                return op(op, size, twoOperands(op, size));
            }
            case 4 -> {
                Op op = UNARY.get(random.nextInt(4));
                if (op != Op.NOT) {
                    sets(op == Op.NEG ? ALL : ALL & ~CF, 0);
                }
                return op(op, size, List.of(place(size)));
            }
            case 5, 6, 7 -> {
                return shift(size);
            }
            case 8 -> {
                int wide = size == 1 ? 2 : size;
                Op op = random.nextInt(2) == 0 ? Op.SHLD : Op.SHRD;
                int bits = wide * 8;
                int amount = 1 + random.nextInt(bits - 1);
                sets(ALL & ~Flag.AF, Flag.AF | (amount == 1 ? 0 : Flag.OF));
                return op(op, wide, List.of(place(wide), register(wide), new Imm(amount, 1)));
            }
            case 9 -> {
                int wide = size == 1 ? 2 : size;
                Op op = BITS.get(random.nextInt(4));
                sets(CF, Flag.OF | Flag.SF | Flag.AF | Flag.PF);
                Operand bit = random.nextInt(2) == 0 ? new Imm(random.nextInt(wide * 8), 1) : register(wide);
                Operand to = bit instanceof Imm ? place(wide) : register(wide);
                return op(op, wide, List.of(to, bit));
            }
            case 10 -> {
                int wide = size == 1 ? 4 : size;
                switch (random.nextInt(4)) {
                    case 0 -> {
                        sets(ALL, 0);
                        return op(Op.POPCNT, wide, List.of(register(wide), place(wide)));
                    }
                    case 1 -> {
                        sets(CF | Flag.ZF, Flag.OF | Flag.SF | Flag.AF | Flag.PF);
                        Op op = random.nextInt(2) == 0 ? Op.TZCNT : Op.LZCNT;
                        return op(op, wide, List.of(register(wide), place(wide)));
                    }
                    default -> {
                        sets(Flag.ZF, CF | Flag.OF | Flag.SF | Flag.AF | Flag.PF);
                        // of zero the destination is undefined: the source has a bit for sure
                        return op(Op.BSF, 8, List.of(register(8), new Reg(SI, 8)));
                    }
                }
            }
            case 11 -> {
                sets(CF | Flag.OF, Flag.SF | Flag.ZF | Flag.AF | Flag.PF);
                switch (random.nextInt(3)) {
                    case 0 -> {
                        return op(Op.MUL, size, List.of(place(size)));
                    }
                    case 1 -> {
                        return op(Op.IMUL, size, List.of(place(size)));
                    }
                    default -> {
                        int wide = size == 1 ? 4 : size;
                        return random.nextInt(2) == 0
                                ? op(Op.IMUL, wide, List.of(register(wide), place(wide)))
                                : op(Op.IMUL, wide, List.of(register(wide), place(wide), immediate(wide)));
                    }
                }
            }
            case 12 -> {
                int wide = size == 1 ? 4 : size;
                int narrow = random.nextInt(2) == 0 || wide == 2 ? 1 : 2;
                Op op = random.nextInt(2) == 0 ? Op.MOVZX : Op.MOVSX;
                return op(op, wide, List.of(register(wide), place(narrow)));
            }
            case 13 -> {
                int wide = size == 1 ? 4 : size;
                return switch (random.nextInt(4)) {
                    case 0 -> op(Op.LEA, wide, List.of(register(wide), memory(0)));
                    case 1 -> op(Op.XCHG, size, List.of(place(size), register(size)));
                    case 2 -> op(Op.BSWAP, wide == 2 ? 4 : wide, List.of(register(wide == 2 ? 4 : wide)));
                    default -> op(Op.MOVSXD, 8, List.of(register(8), place(4)));
                };
            }
            case 14 -> {
                Condition condition = Condition.values()[random.nextInt(16)];
                int wide = size == 1 ? 4 : size;
                return random.nextInt(2) == 0
                        ? new Instruction(Op.SET, condition, 0, 1, 8, List.of(place(1)), Repeat.NONE, false)
                        : new Instruction(
                                Op.CMOV, condition, 0, wide, 8, List.of(register(wide), place(wide)), Repeat.NONE, false);
            }
            case 15 -> {
                Op op = PLAIN.get(random.nextInt(PLAIN.size()));
                switch (op) {
                    case SAHF -> sets(ALL & ~Flag.OF, undefined & Flag.OF);
                    case CLC, STC, CMC -> sets(CF, 0);
                    default -> {}
                }
                int own = switch (op) {
                    case CBW, CWD -> 2;
                    case CDQE, CQO -> 8;
                    default -> 4;
                };
                return op(op, own, List.of());
            }
            case 16 -> {
                sets(ALL, 0);
                return random.nextInt(2) == 0
                        ? op(Op.XADD, size, List.of(place(size), register(size)))
                        : op(Op.CMPXCHG, size, List.of(place(size), register(size)));
            }
            default -> {
                return string(size);
            }
        }
    }

    private Instruction shift(int size) {
        Op op = SHIFTS.get(random.nextInt(SHIFTS.size()));
        int amount = random.nextInt(3) == 0 ? 1 : random.nextInt(40);
        int masked = amount & (size == 8 ? 63 : 31);
        boolean rotates = op == Op.ROL || op == Op.ROR || op == Op.RCL || op == Op.RCR;
        if (masked != 0) {
            long overflow = masked == 1 ? 0 : Flag.OF;
            boolean lost = (op == Op.SHL || op == Op.SHR) && masked >= size * 8;
            if (rotates) {
                sets(CF | Flag.OF, overflow);
            } else {
                sets(ALL & ~Flag.AF, Flag.AF | overflow | (lost ? CF : 0));
            }
        }
        return op(op, size, List.of(place(size), new Imm(amount, 1)));
    }

    /** MOVS and its kin, repeated or not, over a few elements. */
    private Instruction string(int size) {
        Op op = STRINGS.get(random.nextInt(STRINGS.size()));
        if (op == Op.CMPS || op == Op.SCAS) {
            sets(ALL, 0);
        }
        Mem source = new Mem(SI, NONE, 1, 0, Segment.DS, size, false);
        Mem destination = new Mem(DI, NONE, 1, 0, Segment.ES, size, false);
        Reg accumulator = new Reg(0, size);
        List<Operand> operands =
                switch (op) {
                    case MOVS -> List.of(destination, source);
                    case CMPS -> List.of(source, destination);
                    case STOS -> List.of(destination, accumulator);
                    case LODS -> List.of(accumulator, source);
                    default -> List.of(accumulator, destination);
                };
        return new Instruction(op, Condition.ALWAYS, 0, size, 8, operands, Repeat.NONE, false);
    }

    private static Instruction op(Op op, int size, List<Operand> operands) {
        return new Instruction(op, Condition.ALWAYS, 0, size, 8, operands, Repeat.NONE, false);
    }

    private List<Operand> twoOperands(Op op, int size) {
        return switch (random.nextInt(4)) {
            case 0 -> List.of(register(size), immediate(size));
            case 1 -> List.of(memory(size), register(size));
            case 2 -> op == Op.TEST ? List.of(memory(size), immediate(size)) : List.of(register(size), memory(size));
            default -> List.of(register(size), register(size));
        };
    }

    private Imm immediate(int size) {
        long value = random.nextInt(2) == 0 ? random.nextInt(256) - 128 : random.nextInt(Integer.MAX_VALUE);
        return new Imm(Operands.signed(value & Operands.mask(Math.min(size, 4)), Math.min(size, 4)), size);
    }

    private Operand place(int size) {
        return random.nextInt(3) == 0 ? memory(size) : register(size);
    }

    /** Any but RSP, RSI and RDI; of bytes the high ones too. */
    private Reg register(int size) {
        if (size == 1 && random.nextInt(4) == 0) {
            return new Reg(random.nextInt(4), 1, true);
        }
        while (true) {
            int number = random.nextInt(16);
            if (number != SP && number != SI && number != DI) {
                return new Reg(number, size);
            }
        }
    }

    private Mem memory(int size) {
        return new Mem(SI, NONE, 1, random.nextInt(120), Segment.DS, size, false);
    }

    /** A register's value: edges more often than anything else. */
    long value() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(4);
            case 1 -> -random.nextInt(4);
            case 2 -> 1L << random.nextInt(64);
            case 3 -> (1L << random.nextInt(64)) - 1;
            default -> (long) random.nextInt(Integer.MAX_VALUE) << 33 ^ (long) random.nextInt(Integer.MAX_VALUE) << 2 ^ random.nextInt(16);
        };
    }

    /** The arithmetic flags by chance. */
    long flags() {
        return random.nextInt(1 << 12) & ALL | Flag.ONE;
    }
}
