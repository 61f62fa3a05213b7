package org.ringlab.hypervisor.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Decoded;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.code.Segment;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.translate.Block.Kind;
import org.ringlab.hypervisor.translate.Block.Piece;

/**
 * From a basic block of guest kernel code to code for ring 1. Ordinary instructions are copied; branches lead to translated
 * code; CLI, PUSHF, MOV from CS and PUSH CS become a few instructions that read and write the virtual flag in the shared
 * page; everything else that could tell its ring, or needs another, calls the monitor.
 */
final class Translator {
    /** The monitor carries out the guest's instruction. */
    static final int CALLOUT = 0xE0;
    /** The monitor finds the translation of the address in {@link #TARGET}. */
    static final int DISPATCH = 0xE1;
    /** The monitor finds a block and makes this a jump to it. */
    static final int CHAIN = 0xE3;

    /** In the shared page: the guest's IF, 0 or 0x200. */
    static final int VIRTUAL_IF = 0;
    /** The guest's IOPL in place. */
    static final int VIRTUAL_IOPL = 4;

    static final int SAVED_EAX = 8;
    static final int SAVED_ECX = 12;
    /** Where an indirect branch wants to go. */
    static final int TARGET = 16;

    private static final int JUMP = 20;
    /** A table of 256 pairs: a guest address, negated, and its translation; found by the address's low byte. */
    static final int LOOKUP = 0x800;

    static final int CHAIN_BYTES = 5;
    private static final int REAL_IF = 0x200;
    private static final int MOST_INSTRUCTIONS = 32;

    private static final Set<Op> INNOCUOUS = Set.of(
            Op.MOV,
            Op.MOVZX,
            Op.MOVSX,
            Op.LEA,
            Op.XCHG,
            Op.PUSH,
            Op.POP,
            Op.PUSHA,
            Op.POPA,
            Op.CMOV,
            Op.SET,
            Op.BSWAP,
            Op.XLAT,
            Op.CBW,
            Op.CWDE,
            Op.CWD,
            Op.CDQ,
            Op.LAHF,
            Op.SAHF,
            Op.ADD,
            Op.OR,
            Op.ADC,
            Op.SBB,
            Op.AND,
            Op.SUB,
            Op.XOR,
            Op.CMP,
            Op.TEST,
            Op.INC,
            Op.DEC,
            Op.NEG,
            Op.NOT,
            Op.MUL,
            Op.IMUL,
            Op.DIV,
            Op.IDIV,
            Op.ROL,
            Op.ROR,
            Op.RCL,
            Op.RCR,
            Op.SHL,
            Op.SHR,
            Op.SAR,
            Op.SHLD,
            Op.SHRD,
            Op.BT,
            Op.BTS,
            Op.BTR,
            Op.BTC,
            Op.BSF,
            Op.BSR,
            Op.POPCNT,
            Op.TZCNT,
            Op.LZCNT,
            Op.XADD,
            Op.CMPXCHG,
            Op.CMPXCHG8B,
            Op.DAA,
            Op.DAS,
            Op.AAA,
            Op.AAS,
            Op.AAM,
            Op.AAD,
            Op.BOUND,
            Op.ENTER,
            Op.LEAVE,
            Op.MOVS,
            Op.CMPS,
            Op.SCAS,
            Op.STOS,
            Op.LODS,
            Op.CLC,
            Op.STC,
            Op.CMC,
            Op.CLD,
            Op.STD,
            Op.NOP,
            Op.PAUSE);

    private static final Set<Segment> FREE = Set.of(Segment.DS, Segment.ES, Segment.FS);

    private final VirtualMachine vm;
    private final Emitted out = new Emitted();
    private final List<Piece> pieces = new ArrayList<>();
    private final Map<Integer, Long> boundaries = new HashMap<>();
    private final Map<Integer, Long> chains = new HashMap<>();
    private final long eip;
    private final long at;

    /**
     * What came of it.
     *
     * @param code the translation
     * @param boundaries offsets in it at which the guest's state is complete, and where the guest is there
     * @param chains offsets of exits that can become jumps, and where they go
     */
    record Result(Block block, byte[] code, Map<Integer, Long> boundaries, Map<Integer, Long> chains) {}

    private Translator(VirtualMachine vm, long eip, long at) {
        this.vm = vm;
        this.eip = eip;
        this.at = at;
    }

    /** Translates the block at an address; null where not one instruction can be read. */
    static @Nullable Result translate(VirtualMachine vm, long eip, long at) {
        return new Translator(vm, eip, at).run();
    }

    private @Nullable Result run() {
        long here = eip;
        boolean open = true;
        while (open && pieces.size() < MOST_INSTRUCTIONS) {
            if (!(vm.decode(here) instanceof Decoded.Ok ok)) {
                break;
            }
            Instruction i = ok.instruction();
            int from = out.length();
            boundaries.put(from, here);
            long next = here + i.length() & 0xFFFF_FFFFL;
            Kind kind = translate(i, here, next);
            pieces.add(new Piece(here, at + from, vm.text(i, here), kind, i.length()));
            open = kind != Kind.BRANCH && kind != Kind.CALLOUT;
            here = next;
        }
        if (pieces.isEmpty()) {
            return null;
        }
        if (open) {
            exit(here);
        }
        byte[] guest = new byte[(int) (here - eip)];
        for (int i = 0; i < guest.length; i++) {
            guest[i] = (byte) vm.cpu().memory().readSystem(eip + i, 1);
        }
        Block block = new Block(eip, at, out.length(), guest, List.copyOf(pieces));
        return new Result(block, out.bytes(), boundaries, chains);
    }

    private Kind translate(Instruction i, long here, long next) {
        boolean narrow = i.operandSize() == 2;
        switch (i.op()) {
            case JMP -> {
                if (i.operand(0) instanceof Operand.Rel rel && !narrow) {
                    exit(next + rel.displacement());
                    return Kind.BRANCH;
                }
                if (i.operand(0) instanceof Operand.Reg register && !narrow) {
                    out.saveEax(SAVED_EAX);
                    out.saveEcx(SAVED_ECX);
                    out.eaxFrom(register.number());
                    indirect();
                    return Kind.BRANCH;
                }
            }
            case CALL -> {
                if (i.operand(0) instanceof Operand.Rel rel && !narrow) {
                    out.push(next);
                    exit(next + rel.displacement());
                    return Kind.BRANCH;
                }
                if (i.operand(0) instanceof Operand.Reg register && !narrow && register.number() != Operand.SP) {
                    out.push(next);
                    out.saveEax(SAVED_EAX);
                    out.saveEcx(SAVED_ECX);
                    out.eaxFrom(register.number());
                    indirect();
                    return Kind.BRANCH;
                }
            }
            case J, LOOP, LOOPE, LOOPNE, JCXZ -> {
                if (!narrow && i.operand(0) instanceof Operand.Rel rel) {
                    out.branch(i, CHAIN_BYTES);
                    exit(next);
                    exit(next + rel.displacement());
                    return Kind.BRANCH;
                }
            }
            case RET -> {
                if (i.operands().isEmpty() && !narrow) {
                    out.saveEax(SAVED_EAX);
                    out.saveEcx(SAVED_ECX);
                    out.popEax();
                    indirect();
                    return Kind.BRANCH;
                }
            }
            case CLI -> {
                out.store(VIRTUAL_IF, 0);
                return Kind.INLINE;
            }
            case PUSHF -> {
                if (!narrow) {
                    pushFlags();
                    return Kind.INLINE;
                }
            }
            case MOV_SEG -> {
                if (i.operand(1) instanceof Operand.SegReg from
                        && from.segment() == Segment.CS
                        && i.operand(0) instanceof Operand.Reg to) {
                    out.moveTo(to, vm.state().cs().selector());
                    return Kind.INLINE;
                }
                Operand.SegReg named = i.operand(0) instanceof Operand.SegReg to ? to : (Operand.SegReg) i.operand(1);
                if (FREE.contains(named.segment()) && !usesGs(i)) {
                    return same(i, here);
                }
            }
            case PUSH, POP -> {
                if (i.operand(0) instanceof Operand.SegReg segment) {
                    if (segment.segment() == Segment.CS && i.op() == Op.PUSH && !narrow) {
                        out.pushSelector(vm.state().cs().selector());
                        return Kind.INLINE;
                    }
                    if (FREE.contains(segment.segment())) {
                        return same(i, here);
                    }
                } else if (!usesGs(i)) {
                    return same(i, here);
                }
            }
            default -> {
                if (INNOCUOUS.contains(i.op()) && !usesGs(i)) {
                    return same(i, here);
                }
            }
        }
        out.interrupt(CALLOUT);
        return Kind.CALLOUT;
    }

    private static boolean usesGs(Instruction i) {
        for (Operand operand : i.operands()) {
            if (operand instanceof Operand.Mem memory && memory.segment() == Segment.GS
                    || operand instanceof Operand.SegReg register && register.segment() == Segment.GS) {
                return true;
            }
        }
        return false;
    }

    private Kind same(Instruction i, long here) {
        byte[] code = new byte[i.length()];
        for (int n = 0; n < code.length; n++) {
            code[n] = (byte) vm.cpu().memory().readSystem(here + n & 0xFFFF_FFFFL, 1);
        }
        out.raw(code);
        return Kind.SAME;
    }

    /** An exit that becomes a jump once its target is translated. */
    private void exit(long target) {
        long to = target & 0xFFFF_FFFFL;
        boundaries.put(out.length(), to);
        chains.put(out.length(), to);
        out.interrupt(CHAIN);
        for (int i = 2; i < CHAIN_BYTES; i++) {
            out.raw((byte) 0x90);
        }
    }

    /** The guest sees its own IF and IOPL: the real ones, 1 and 0 here, are replaced in what was pushed. */
    private void pushFlags() {
        out.pushFlags();
        out.saveEax(SAVED_EAX);
        out.saveEcx(SAVED_ECX);
        out.eaxFromTop();
        out.loadEcx(VIRTUAL_IF);
        out.addToEax(-REAL_IF);
        out.loadEcx(VIRTUAL_IOPL);
        out.addToEax(0);
        out.topFromEax();
        out.loadEax(SAVED_EAX);
        out.loadEcx(SAVED_ECX);
    }

    /** To the guest address in EAX, with EAX and ECX saved: by the lookup table if it knows, else by the monitor. */
    private void indirect() {
        out.saveEax(TARGET);
        out.ecxFromAl();
        out.ecxFromTable(LOOKUP);
        out.addToEcx();
        Emitted miss = new Emitted();
        miss.loadEax(SAVED_EAX);
        miss.loadEcx(SAVED_ECX);
        miss.interrupt(DISPATCH);
        out.skipIfEcxZero(miss.length());
        out.loadEax(SAVED_EAX);
        out.loadEcx(SAVED_ECX);
        out.interrupt(DISPATCH);
        out.ecxFromAl();
        out.ecxFromTable(LOOKUP + 4);
        out.saveEcx(JUMP);
        out.loadEax(SAVED_EAX);
        out.loadEcx(SAVED_ECX);
        out.jumpThrough(JUMP);
    }

    /** Whether code of this mode is translated. */
    static boolean translates(Mode mode) {
        return mode == Mode.BITS32;
    }
}
