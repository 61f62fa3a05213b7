package org.ringlab.cpu.real;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Condition;
import org.ringlab.cpu.code.Disassembler;
import org.ringlab.cpu.code.Encoder;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.code.Operand.Imm;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Operand.Reg;
import org.ringlab.cpu.code.Operand.Rel;
import org.ringlab.cpu.code.RandomCode;
import org.ringlab.cpu.code.Repeat;
import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.code.Syntax;

/**
 * A few instructions by chance, forwards only, with what they begin from.
 *
 * @param skips of branches, how many of the following instructions they jump over
 */
record Program(List<Instruction> instructions, List<Integer> skips, long[] registers, long flags, byte[] data) {
    private static final int[] POINTERS = {Operand.BX, Operand.BP, Operand.SI, Operand.DI, Operand.SP, 12, 13};

    /** A program by chance. */
    static Program random(long seed) {
        RandomCode random = new RandomCode(seed);
        List<Instruction> instructions = new ArrayList<>();
        List<Integer> skips = new ArrayList<>();
        int length = 1 + random.below(8);
        while (instructions.size() < length) {
            Instruction instruction = random.instruction(Mode.BITS64);
            if (allowed(instruction)) {
                instructions.add(tame(instruction, random));
                skips.add(random.below(3));
            }
        }
        long[] registers = new long[16];
        for (int i = 0; i < 16; i++) {
            registers[i] = value(random);
        }
        for (int pointer : POINTERS) {
            registers[pointer] =
                    RealProcessor.DATA + 1024 + 8L * random.below(256) + (random.below(4) == 0 ? random.below(8) : 0);
        }
        byte[] data = new byte[RealProcessor.PAGE];
        for (int i = 0; i < data.length; i += 8) {
            long word = value(random);
            for (int b = 0; b < 8; b++) {
                data[i + b] = (byte) (word >>> 8 * b);
            }
        }
        long flags = random.word() & 0x8D5
                | (random.below(4) == 0 ? 0x400 : 0)
                | (random.below(16) == 0 ? 0x4_0000 : 0)
                | 0x202;
        return new Program(instructions, skips, registers, flags, data);
    }

    private static long value(RandomCode random) {
        long word = random.word();
        return switch (random.below(8)) {
            case 0 -> word & 7;
            case 1 -> word & 0xFF;
            case 2 -> -1 - (word & 0xFF);
            case 3 -> 1L << (word & 63);
            case 4 -> (1L << (word & 63)) - 1;
            case 5 -> word & 0x7FFF_FFFFL;
            case 6 -> (int) word;
            default -> word;
        };
    }

    /**
     * What shows the engine's registers and no others: nothing that the kernel answers, that names tables of its own, or that
     * tells what the processor is; nothing whose result the manual leaves undefined.
     */
    private static boolean allowed(Instruction i) {
        return switch (i.op()) {
            case SYSCALL, SYSENTER, SYSRET, SYSEXIT, INT, IRET, JMP_FAR, CALL_FAR, RET_FAR -> false;
            case CPUID, RDTSC, RDTSCP, RDPMC, XGETBV, XSETBV, SGDT, SIDT, SLDT, STR, SMSW, LAR, LSL, VERR, VERW ->
                false;
            case MOV_SEG, LSS, LFS, LGS -> i.operand(0) instanceof Reg && i.op() == Op.MOV_SEG;
            case POP -> !(i.operand(0) instanceof Operand.SegReg);
            case VMCALL, VMMCALL, VMLAUNCH, VMRESUME, VMXON, VMXOFF, VMREAD, VMWRITE, VMPTRLD, VMPTRST, VMCLEAR ->
                false;
            case INVEPT, INVVPID, VMFUNC, VMRUN, VMLOAD, VMSAVE, STGI, CLGI, SKINIT, INVLPGA, GETSEC, RSM -> false;
            case MONITOR, MWAIT, INVPCID, UD0, UD1, CLAC, STAC, INT1 -> false;
            case WRFSBASE, WRGSBASE -> true;
            case BSWAP -> i.operandSize() > 2;
            case SHLD, SHRD -> i.operandSize() > 2;
            case MOVSXD -> i.operandSize() == 8;
            default -> true;
        };
    }

    /** Memory where there is some, most of the time; branches forwards; strings not for ever. */
    private static Instruction tame(Instruction i, RandomCode random) {
        List<Operand> operands = new ArrayList<>();
        int addressSize = i.addressSize();
        boolean implicit = i.operands().stream().anyMatch(o -> o instanceof Mem) && isString(i.op());
        for (Operand operand : i.operands()) {
            if (operand instanceof Mem mem && !implicit && random.below(8) > 0) {
                boolean index = random.below(3) == 0;
                int base = POINTERS[random.below(POINTERS.length)];
                int displacement = random.below(4) == 0 ? random.below(512) - 256 : 8 * (random.below(32) - 16);
                Segment segment = base == Operand.BP || base == Operand.SP ? Segment.SS : Segment.DS;
                operands.add(new Mem(
                        base,
                        index ? random.below(2) * 7 + 1 : Operand.NONE,
                        index ? 1 << random.below(4) : 1,
                        displacement,
                        segment,
                        mem.size(),
                        false));
                addressSize = 8;
            } else if (operand instanceof Rel rel) {
                operands.add(new Rel(0, rel.size()));
            } else if (operand instanceof Imm imm && i.op() == Op.ENTER && imm.size() == 2) {
                operands.add(new Imm(imm.value() & 0xFF, 2));
            } else {
                operands.add(operand);
            }
        }
        Instruction tamed = new Instruction(
                i.op(),
                i.condition(),
                i.length(),
                i.operandSize(),
                addressSize,
                List.copyOf(operands),
                i.repeat(),
                i.lock());
        byte[] bytes = Encoder.encode(tamed, Mode.BITS64);
        return bytes == null ? i : tamed.withLength(bytes.length);
    }

    private static boolean isString(Op op) {
        return switch (op) {
            case MOVS, CMPS, SCAS, STOS, LODS, INS, OUTS, XLAT -> true;
            default -> false;
        };
    }

    /** The same without one instruction. */
    Program without(int index) {
        List<Instruction> fewer = new ArrayList<>(instructions);
        List<Integer> fewerSkips = new ArrayList<>(skips);
        fewer.remove(index);
        fewerSkips.remove(index);
        return new Program(fewer, fewerSkips, registers, flags, data);
    }

    /** The same with another value in a register. */
    Program with(int register, long value) {
        long[] other = registers.clone();
        other[register] = value;
        return new Program(instructions, skips, other, flags, data);
    }

    /** Before each instruction that would read an undefined flag, one that defines them all; branches to it begin there. */
    Program defined() {
        List<Instruction> all = new ArrayList<>();
        int[] place = new int[instructions.size() + 1];
        int[] itself = new int[instructions.size()];
        long[] undefined = new long[instructions.size() + 4];
        for (int i = 0; i < instructions.size(); i++) {
            Instruction instruction = instructions.get(i);
            long before = undefined[i];
            place[i] = all.size();
            if ((UndefinedFlags.read(instruction) & before) != 0) {
                all.add(new Instruction(
                        Op.CMP, Condition.ALWAYS, 2, 4, 8, List.of(new Reg(0, 4), new Reg(1, 4)), Repeat.NONE, false));
                before = 0;
            }
            itself[i] = all.size();
            all.add(instruction);
            long after = UndefinedFlags.after(instruction, before);
            undefined[i + 1] |= after;
            for (int skipped = 1; branches(instruction.op()) && skipped <= skips.get(i); skipped++) {
                undefined[i + 1 + skipped] |= after;
            }
        }
        place[instructions.size()] = all.size();
        List<Integer> allSkips = new ArrayList<>(Collections.nCopies(all.size(), 0));
        for (int i = 0; i < instructions.size(); i++) {
            int target = Math.min(i + 1 + skips.get(i), instructions.size());
            allSkips.set(itself[i], place[target] - itself[i] - 1);
        }
        return new Program(all, allSkips, registers, flags, data);
    }

    private static boolean branches(Op op) {
        return switch (op) {
            case J, JMP, CALL, LOOP, LOOPE, LOOPNE, JCXZ -> true;
            default -> false;
        };
    }

    /** Flags undefined before any instruction that may be the last one. */
    long undefinedFlags() {
        long undefined = 0;
        long now = 0;
        for (Instruction instruction : instructions) {
            now = UndefinedFlags.after(instruction, now);
            undefined |= now;
        }
        return undefined;
    }

    /** Machine code, HLT last and everywhere behind. */
    byte[] code() {
        byte[] code = new byte[RealProcessor.CODE_BYTES];
        Arrays.fill(code, (byte) 0xF4);
        int at = 0;
        for (int i = 0; i < instructions.size(); i++) {
            Instruction instruction = placed(i);
            byte[] bytes = Encoder.encode(instruction, Mode.BITS64);
            if (bytes == null) {
                throw new IllegalStateException("can't encode " + instruction);
            }
            System.arraycopy(bytes, 0, code, at, bytes.length);
            at += bytes.length;
        }
        return code;
    }

    /** What stands at an address, or null. */
    @Nullable
    Op at(long address) {
        long at = RealProcessor.CODE;
        for (Instruction instruction : instructions) {
            if (at == address) {
                return instruction.op();
            }
            at += instruction.length();
        }
        return null;
    }

    private Instruction placed(int index) {
        Instruction instruction = instructions.get(index);
        if (instruction.operands().isEmpty() || !(instruction.operand(0) instanceof Rel rel)) {
            return instruction;
        }
        int distance = 0;
        for (int i = index + 1; i <= index + skips.get(index) && i < instructions.size(); i++) {
            distance += instructions.get(i).length();
        }
        return new Instruction(
                instruction.op(),
                instruction.condition(),
                instruction.length(),
                instruction.operandSize(),
                instruction.addressSize(),
                List.of(new Rel(distance, rel.size())),
                instruction.repeat(),
                instruction.lock());
    }

    /** For reports. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            text.append(String.format(Locale.ROOT, "r%d=%x ", i, registers[i]));
        }
        text.append(String.format(Locale.ROOT, "flags=%x%n", flags));
        long at = RealProcessor.CODE;
        for (int i = 0; i < instructions.size(); i++) {
            Instruction instruction = placed(i);
            byte[] bytes = Encoder.encode(instruction, Mode.BITS64);
            text.append(String.format(
                    Locale.ROOT,
                    "  %x  %-30s %s%n",
                    at,
                    HexFormat.of().formatHex(bytes == null ? new byte[0] : bytes),
                    Disassembler.text(instruction, Mode.BITS64, Syntax.INTEL, at)));
            at += instruction.length();
        }
        return text.toString();
    }
}
