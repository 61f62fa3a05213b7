package org.ringlab.cpu.code;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;
import org.ringlab.cpu.code.Operand.ControlReg;
import org.ringlab.cpu.code.Operand.DebugReg;
import org.ringlab.cpu.code.Operand.FarPtr;
import org.ringlab.cpu.code.Operand.Imm;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Operand.Reg;
import org.ringlab.cpu.code.Operand.Rel;
import org.ringlab.cpu.code.Operand.SegReg;

/** From an instruction to text that assembles to it again. */
public final class Disassembler {
    private final Instruction instruction;
    private final Mode mode;
    private final Syntax syntax;
    private final LongFunction<String> target;
    private final long address;

    private Disassembler(Instruction instruction, Mode mode, Syntax syntax, long address, LongFunction<String> target) {
        this.instruction = instruction;
        this.mode = mode;
        this.syntax = syntax;
        this.address = address;
        this.target = target;
    }

    /**
     * The text of an instruction.
     *
     * @param address of its first byte: branches are shown with the address they go to
     */
    public static String text(Instruction instruction, Mode mode, Syntax syntax, long address) {
        return text(instruction, mode, syntax, address, Disassembler::number);
    }

    /**
     * The text of an instruction, with names of one's own for what branches go to.
     *
     * @param target the name of an address
     */
    public static String text(
            Instruction instruction, Mode mode, Syntax syntax, long address, LongFunction<String> target) {
        return new Disassembler(instruction, mode, syntax, address, target).text();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        if (instruction.lock()) {
            text.append("lock ");
        }
        boolean compares = instruction.op() == Op.CMPS || instruction.op() == Op.SCAS;
        switch (instruction.repeat()) {
            case NONE -> {}
            case REP -> text.append(compares ? "repe " : "rep ");
            case REPNE -> text.append("repne ");
        }
        List<String> operands = new ArrayList<>();
        boolean string = isString();
        if (!(string && plainString())) {
            instruction.operands().forEach(operand -> operands.add(operand(operand)));
        }
        if (instruction.op() == Op.XLAT && plainString()) {
            operands.clear();
        }
        if (syntax == Syntax.ATT && !keepsOrder()) {
            Collections.reverse(operands);
        }
        text.append(mnemonic());
        return operands.isEmpty()
                ? text.toString()
                : text.append(' ').append(String.join(", ", operands)).toString();
    }

    private boolean keepsOrder() {
        return instruction.op() == Op.ENTER || instruction.op() == Op.BOUND;
    }

    private boolean isString() {
        return switch (instruction.op()) {
            case MOVS, CMPS, SCAS, STOS, LODS, INS, OUTS -> true;
            default -> false;
        };
    }

    /** A string instruction (or XLAT) of the mode's address size without override needs no operands. */
    private boolean plainString() {
        for (Operand operand : instruction.operands()) {
            if (operand instanceof Mem mem && mem.base() != Operand.DI && mem.segment() != Segment.DS) {
                return false;
            }
        }
        return instruction.addressSize() == mode.addressSize();
    }

    private String mnemonic() {
        String base = Mnemonics.base(instruction, syntax);
        int size = instruction.operandSize();
        String letter = Mnemonics.letter(size, syntax);
        switch (instruction.op()) {
            case MOVS, CMPS, SCAS, STOS, LODS, INS, OUTS -> {
                return syntax == Syntax.INTEL && !plainString() ? base : base + letter;
            }
            case XLAT -> {
                return plainString() ? "xlatb" : "xlat";
            }
            case JCXZ -> {
                return prefixes()
                        + (instruction.addressSize() == 8
                                ? "jrcxz"
                                : instruction.addressSize() == 4 ? "jecxz" : "jcxz");
            }
            case MOVZX, MOVSX -> {
                return syntax == Syntax.INTEL
                        ? base
                        : base.substring(0, 4)
                                + Mnemonics.letter(instruction.operand(1).size(), syntax)
                                + letter;
            }
            case MOVSXD -> {
                return syntax == Syntax.ATT && size == 8 ? "movslq" : base;
            }
            case MOV -> {
                base = absolute64() ? "movabs" : base;
            }
            default -> {}
        }
        boolean said = saysSize();
        if (syntax == Syntax.ATT) {
            boolean memory = instruction.operands().stream().anyMatch(operand -> operand instanceof Mem);
            boolean ask = memory && !said && Mnemonics.takesSuffix(instruction.op()) && !twoBytes();
            boolean unusual = !memory && !said && !usual() && Mnemonics.takesSuffix(instruction.op());
            return prefixes() + (ask || unusual ? base + letter : base);
        }
        boolean letterNeeded = !usual() && Mnemonics.intelSized(instruction.op());
        return prefixes() + (letterNeeded ? base + letter : base);
    }

    private boolean twoBytes() {
        return switch (instruction.op()) {
            case SLDT, STR, SMSW, MOV_SEG, LLDT, LTR, LMSW, VERR, VERW, LGDT, LIDT, SGDT, SIDT -> usual();
            default -> false;
        };
    }

    /** An absolute address of 64 bits: one form of MOV alone has it. */
    private boolean absolute64() {
        return instruction.addressSize() == 8
                && instruction.operands().stream()
                        .anyMatch(operand -> operand instanceof Mem mem && !Matching.fits(mem.displacement(), 4));
    }

    /** Sizes that neither operands nor mnemonic can show. */
    private String prefixes() {
        String text = "";
        boolean memoryShows = instruction.operands().stream()
                .anyMatch(operand -> operand instanceof Mem mem
                        && (mem.base() != Operand.NONE || mem.index() != Operand.NONE || mem.ripRelative()));
        if (instruction.addressSize() != mode.addressSize() && !memoryShows && instruction.op() != Op.JCXZ) {
            text = "addr" + 8 * instruction.addressSize() + " ";
        }
        boolean letter = syntax == Syntax.INTEL
                ? Mnemonics.intelSized(instruction.op())
                : Mnemonics.takesSuffix(instruction.op());
        if (!letter && !usual()) {
            text += "data" + 8 * instruction.operandSize() + " ";
        }
        return text;
    }

    private boolean saysSize() {
        for (int i = 0; i < instruction.operands().size(); i++) {
            Operand operand = instruction.operand(i);
            boolean countOrPort = operand.equals(new Reg(Operand.CX, 1)) && i > 0
                    || operand.equals(new Reg(Operand.DX, 2))
                            && (instruction.op() == Op.IN || instruction.op() == Op.OUT);
            if (operand instanceof Reg reg && reg.size() == instruction.operandSize() && !countOrPort) {
                return true;
            }
        }
        return false;
    }

    /** Whether what the text shows of the operands alone leads to this operand size. */
    private boolean usual() {
        if (mode == Mode.BITS64 && (instruction.op() == Op.SYSRET || instruction.op() == Op.SYSEXIT)) {
            return false;
        }
        // In 16-bit code four bytes of memory after a branch would be a far pointer.
        boolean near = instruction.op() == Op.JMP || instruction.op() == Op.CALL;
        if (near && mode == Mode.BITS16 && instruction.operand(0) instanceof Mem mem && mem.size() == 4) {
            return false;
        }
        Request request = new Request(
                instruction.op(),
                instruction.condition(),
                0,
                instruction.addressSize(),
                instruction.operands().stream().map(this::shownOf).toList(),
                instruction.repeat(),
                instruction.lock());
        List<Encoder.Encoded> found = Encoder.encode(request, mode, 0);
        return found.isEmpty() || found.getFirst().instruction().operandSize() == instruction.operandSize();
    }

    private Request.Wanted shownOf(Operand operand) {
        boolean unsized = instruction.op() == Op.JMP_FAR || instruction.op() == Op.CALL_FAR || isDescriptor();
        return switch (operand) {
            case Rel rel -> new Request.Wanted(new Rel(0, 0), false, true);
            case Imm imm -> new Request.Wanted(new Imm(instruction.op() == Op.PUSH ? 0 : imm.value(), 0), false, false);
            case FarPtr far -> new Request.Wanted(new FarPtr(far.selector(), far.offset() & 0xFFFF, 0), false, false);
            case Mem mem -> new Request.Wanted(unsized ? Matching.sized(mem, 0) : mem, false, false);
            case Reg reg -> new Request.Wanted(reg, false, false);
            case SegReg reg -> new Request.Wanted(reg, false, false);
            case ControlReg reg -> new Request.Wanted(reg, false, false);
            case DebugReg reg -> new Request.Wanted(reg, false, false);
        };
    }

    private String operand(Operand operand) {
        boolean att = syntax == Syntax.ATT;
        String star = att && branches() ? "*" : "";
        return switch (operand) {
            case Reg reg -> star + register(reg);
            case SegReg reg -> register(reg);
            case ControlReg reg -> register(reg);
            case DebugReg reg -> register(reg);
            case Imm imm -> (att ? "$" : "") + number(imm.value());
            case Rel rel -> target.apply(target(rel));
            case FarPtr far ->
                att
                        ? "$" + number(far.selector()) + ", $" + number(far.offset())
                        : number(far.selector()) + ":" + number(far.offset());
            case Mem mem -> att ? star + attMemory(mem) : intelMemory(mem);
        };
    }

    private boolean branches() {
        return switch (instruction.op()) {
            case JMP, CALL, JMP_FAR, CALL_FAR -> true;
            default -> false;
        };
    }

    private long target(Rel rel) {
        long end = address + instruction.length() + rel.displacement();
        return switch (instruction.operandSize()) {
            case 2 -> end & 0xFFFF;
            case 4 -> end & 0xFFFF_FFFFL;
            default -> end;
        };
    }

    private String register(Operand operand) {
        return (syntax == Syntax.ATT ? "%" : "") + Registers.name(operand);
    }

    private String addressRegister(int number) {
        return (syntax == Syntax.ATT ? "%" : "") + Registers.name(number, instruction.addressSize());
    }

    private boolean absolute(Mem mem) {
        return mem.base() == Operand.NONE && mem.index() == Operand.NONE && !mem.ripRelative();
    }

    private String segment(Mem mem) {
        boolean index = isString() && mem.base() == Operand.DI;
        boolean shown = index || mem.segment() != Addressing.usualSegment(mem.base());
        boolean intelAbsolute = syntax == Syntax.INTEL && absolute(mem);
        String name = (syntax == Syntax.ATT ? "%" : "") + mem.segment().text() + ":";
        return shown || intelAbsolute ? name : "";
    }

    private long shown(Mem mem) {
        return switch (instruction.addressSize()) {
            case 2 -> mem.displacement() & 0xFFFF;
            case 4 -> mem.displacement() & 0xFFFF_FFFFL;
            default -> mem.displacement();
        };
    }

    private String attMemory(Mem mem) {
        StringBuilder text = new StringBuilder(segment(mem));
        if (absolute(mem)) {
            return text.append(number(shown(mem))).toString();
        }
        if (mem.displacement() != 0 || mem.ripRelative()) {
            text.append(number(mem.displacement()));
        }
        text.append('(');
        if (mem.ripRelative()) {
            text.append(instruction.addressSize() == 8 ? "%rip" : "%eip");
        }
        if (mem.base() != Operand.NONE) {
            text.append(addressRegister(mem.base()));
        }
        if (mem.index() != Operand.NONE) {
            text.append(',').append(addressRegister(mem.index()));
            if (mode != Mode.BITS16 || instruction.addressSize() != 2) {
                text.append(',').append(mem.scale());
            }
        }
        return text.append(')').toString();
    }

    private String intelMemory(Mem mem) {
        StringBuilder text =
                new StringBuilder(pointer(mem.size())).append(segment(mem)).append('[');
        if (absolute(mem)) {
            return text.append(number(shown(mem))).append(']').toString();
        }
        List<String> parts = new ArrayList<>();
        if (mem.ripRelative()) {
            parts.add(instruction.addressSize() == 8 ? "rip" : "eip");
        }
        if (mem.base() != Operand.NONE) {
            parts.add(addressRegister(mem.base()));
        }
        if (mem.index() != Operand.NONE) {
            boolean alone = mem.base() == Operand.NONE;
            parts.add(addressRegister(mem.index()) + (mem.scale() == 1 && !alone ? "" : "*" + mem.scale()));
        }
        text.append(String.join("+", parts));
        long displacement = mem.displacement();
        if (displacement != 0) {
            text.append(displacement < 0 ? "" : "+").append(number(displacement));
        }
        return text.append(']').toString();
    }

    private String pointer(int size) {
        boolean far = instruction.op() == Op.JMP_FAR || instruction.op() == Op.CALL_FAR;
        if (far && size == 4) {
            return "far ptr ";
        }
        return switch (size) {
            case 1 -> "byte ptr ";
            case 2 -> "word ptr ";
            case 4 -> "dword ptr ";
            case 6 -> isDescriptor() ? "" : "fword ptr ";
            case 8 -> "qword ptr ";
            case 10 -> isDescriptor() ? "" : "tbyte ptr ";
            case 16 -> "oword ptr ";
            default -> "";
        };
    }

    private boolean isDescriptor() {
        return switch (instruction.op()) {
            case LGDT, LIDT, SGDT, SIDT -> true;
            default -> false;
        };
    }

    /** A number as both syntaxes write it: hexadecimal, with its sign. */
    static String number(long value) {
        return value < 0 && value != Long.MIN_VALUE ? "-0x" + Long.toHexString(-value) : "0x" + Long.toHexString(value);
    }
}
