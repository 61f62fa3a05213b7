package org.ringlab.cpu.code;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.ringlab.cpu.code.Operand.ControlReg;
import org.ringlab.cpu.code.Operand.DebugReg;
import org.ringlab.cpu.code.Operand.Imm;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Operand.Reg;
import org.ringlab.cpu.code.Operand.Rel;
import org.ringlab.cpu.code.Operand.SegReg;
import org.ringlab.cpu.code.Request.Wanted;
import org.ringlab.cpu.code.Statement.Machine;

/** Why the table has no row for an instruction as it was written: the first reason that applies. */
final class Refusal {
    private final Machine machine;
    private final List<Wanted> operands;
    private final int addressSize;
    private final long here;

    private Refusal(Machine machine, List<Wanted> operands, int addressSize, long here) {
        this.machine = machine;
        this.operands = operands;
        this.addressSize = addressSize;
        this.here = here;
    }

    static List<Diagnostic> explain(Machine machine, List<Wanted> operands, int addressSize, long here) {
        return List.of(new Refusal(machine, operands, addressSize, here).reason());
    }

    private Diagnostic reason() {
        List<Encoding> rows = rows();
        TreeSet<Integer> counts = new TreeSet<>();
        rows.forEach(row -> counts.add(row.forms().size()));
        if (!counts.contains(operands.size())) {
            return error(
                    "assembly-operand",
                    machine.span(),
                    name() + " takes " + OperandWords.counts(counts) + ", here "
                            + (operands.size() == 1 ? "is 1" : "are " + operands.size()),
                    forms(rows));
        }
        if (otherMode() instanceof Mode other) {
            return error(
                    "assembly-operand",
                    machine.span(),
                    "this doesn't exist in " + machine.mode().bits() + "-bit code",
                    "it does in " + other.bits() + "-bit code: .code" + other.bits());
        }
        for (int i = 0; i < operands.size(); i++) {
            Operand operand = operands.get(i).operand();
            if (operand instanceof Rel rel && branchTooFar(rel) instanceof Diagnostic tooFar) {
                return tooFar;
            }
            if (machine.mode() != Mode.BITS64
                    && (operand instanceof Reg reg && (reg.size() == 8 || reg.number() >= 8)
                            || operand instanceof Reg low && low.size() == 1 && low.number() >= 4 && !low.high())) {
                return error(
                        "assembly-operand",
                        span(i),
                        Registers.name(operand) + " exists in 64-bit code only",
                        ".code64");
            }
        }
        if (machine.lock()) {
            return error(
                    "assembly-operand",
                    machine.span(),
                    "LOCK is allowed only where memory is read, changed and written back",
                    "");
        }
        if (machine.repeat() != Repeat.NONE) {
            return error(
                    "assembly-operand",
                    machine.span(),
                    "rep and repne are for string instructions",
                    "movs, stos, lods, cmps, scas, ins, outs");
        }
        return registers(rows);
    }

    private Diagnostic registers(List<Encoding> rows) {
        Op op = machine.meaning().op();
        for (int i = 0; i < operands.size() && operands.size() == 2; i++) {
            Operand operand = operands.get(i).operand();
            Operand other = operands.get(1 - i).operand();
            if ((operand instanceof ControlReg || operand instanceof DebugReg) && op == Op.MOV) {
                return control(operand, other, i);
            }
            if (operand instanceof SegReg segment && op == Op.MOV) {
                return segment(segment, other, i);
            }
        }
        if (!operands.isEmpty() && operands.getFirst().operand() instanceof Imm && writesFirst(rows)) {
            return error(
                    "assembly-operand",
                    span(0),
                    "a value can't be the destination of " + name(),
                    att() ? "the destination comes last" : "the destination comes first");
        }
        long memories =
                operands.stream().filter(o -> o.operand() instanceof Mem).count();
        if (memories > 1) {
            return error(
                    "assembly-operand",
                    machine.span(),
                    "no instruction has two operands in memory (but string instructions)",
                    "load one into a register first");
        }
        if (sizes() instanceof Diagnostic differ) {
            return differ;
        }
        if (highByte()) {
            return error(
                    "assembly-operand",
                    machine.span(),
                    "ah, bh, ch and dh can't be used together with what needs a REX prefix",
                    "r8 to r15, spl, bpl, sil, dil and 64-bit operands need one");
        }
        for (int i = 0; i < operands.size(); i++) {
            Operand operand = operands.get(i).operand();
            if (operand instanceof Imm imm && value(imm, i) instanceof Diagnostic tooLarge) {
                return tooLarge;
            }
            if (operand instanceof Mem mem && address(mem, i) instanceof Diagnostic bad) {
                return bad;
            }
        }
        return error(
                "assembly-operand",
                operands.isEmpty() ? machine.span() : cover(),
                name() + " doesn't take these operands: " + shown(),
                forms(rows));
    }

    private Diagnostic control(Operand operand, Operand other, int index) {
        int needed = machine.mode() == Mode.BITS64 ? 8 : 4;
        String register = Registers.name(operand);
        if (other instanceof Reg reg && reg.size() != needed) {
            return error(
                    "assembly-operand",
                    span(1 - index),
                    "`mov " + register + "` needs a " + 8 * needed + "-bit register, " + Registers.name(reg) + " has "
                            + 8 * reg.size() + " bits",
                    "use " + Registers.name(reg.number(), needed));
        }
        if (!(other instanceof Reg)) {
            return error(
                    "assembly-operand",
                    span(1 - index),
                    "`mov " + register + "` works with a general register only",
                    "load the value into " + Registers.name(Operand.AX, needed) + " first");
        }
        return error(
                "assembly-operand",
                span(index),
                "there is no register " + register + " here",
                "cr0, cr2, cr3, cr4; cr8 in 64-bit code; dr0 to dr7");
    }

    private Diagnostic segment(SegReg segment, Operand other, int index) {
        if (segment.segment() == Segment.CS && index == 0) {
            return error(
                    "assembly-operand", span(0), "cs can't be loaded by mov", "a far jmp, call, ret or iret loads it");
        }
        if (other instanceof Imm) {
            return error(
                    "assembly-operand",
                    span(1 - index),
                    "a segment register can't be loaded with a value directly",
                    "mov ax, value first, then mov " + segment.segment().text() + ", ax");
        }
        return error(
                "assembly-operand",
                span(1 - index),
                "a segment register is moved from or to 16 bits",
                "for instance ax, or word ptr memory");
    }

    private @Nullable Diagnostic sizes() {
        switch (machine.meaning().op()) {
            case MOVZX, MOVSX, MOVSXD, IN, OUT, INS, OUTS, SHLD, SHRD, ROL, ROR, RCL, RCR, SHL, SHR, SAR, LAR, LSL -> {
                return null;
            }
            default -> {}
        }
        int first = -1;
        int said = machine.operandSize() != 0
                ? machine.operandSize()
                : machine.meaning().operandSize();
        for (int i = 0; i < operands.size(); i++) {
            Operand operand = operands.get(i).operand();
            int size = operand instanceof Reg || operand instanceof Mem ? operand.size() : 0;
            if (size == 0) {
                continue;
            }
            if (said != 0 && size != said && operand instanceof Reg) {
                return error(
                        "assembly-size",
                        span(i),
                        name() + " works on " + OperandWords.bytes(said) + ", " + OperandWords.describe(operand)
                                + " has " + size,
                        operand instanceof Reg reg && !reg.high() ? "use " + Registers.name(reg.number(), said) : "");
            }
            if (first >= 0 && operands.get(first).operand().size() != size) {
                Operand before = operands.get(first).operand();
                boolean registers = before instanceof Reg && operand instanceof Reg;
                return error(
                        "assembly-size",
                        cover(),
                        (registers ? "register sizes differ: " : "operand sizes differ: ")
                                + OperandWords.describe(before) + " has " + OperandWords.bytes(before.size()) + ", "
                                + OperandWords.describe(operand) + " " + size,
                        registers && machine.meaning().op() == Op.MOV && size < before.size()
                                ? "movzx or movsx widens a value"
                                : "");
            }
            first = first < 0 ? i : first;
        }
        return null;
    }

    private boolean highByte() {
        return operands.stream().anyMatch(o -> o.operand() instanceof Reg reg && reg.high())
                && machine.mode() == Mode.BITS64;
    }

    private @Nullable Diagnostic value(Imm imm, int index) {
        int size = machine.meaning().operandSize();
        for (Wanted wanted : operands) {
            size = wanted.operand() instanceof Imm || wanted.operand().size() == 0
                    ? size
                    : wanted.operand().size();
        }
        List<Encoding> rows = rows();
        List<Form> forms = rows.stream()
                .filter(row -> row.forms().size() == operands.size())
                .map(row -> row.forms().get(index))
                .toList();
        boolean byteOnly = forms.stream().allMatch(form -> form == Form.UB || form.place() != Form.Place.TAIL);
        boolean wordOnly = forms.stream().allMatch(form -> form == Form.IW);
        int bytes = wordOnly ? 2 : byteOnly ? 1 : Math.min(size == 0 ? 4 : size, 4);
        boolean fits = Matching.fits(imm.value(), bytes) || imm.value() >>> 8 * bytes == 0 && size != 8;
        if (fits) {
            return null;
        }
        boolean mov = machine.meaning().op() == Op.MOV && operands.getFirst().operand() instanceof Reg;
        return error(
                "assembly-range",
                span(index),
                Disassembler.number(imm.value()) + " doesn't fit into "
                        + (size == 8
                                ? "the 32 bits, sign extended, that " + name() + " takes"
                                : OperandWords.bytes(bytes)),
                size == 8 && !mov ? "mov it into a 64-bit register first" : "");
    }

    private @Nullable Diagnostic address(Mem mem, int index) {
        int size = addressSize == 0 ? machine.mode().addressSize() : addressSize;
        if (mem.ripRelative() && machine.mode() != Mode.BITS64) {
            return error("assembly-address", span(index), "rip-relative addresses exist in 64-bit code only", "");
        }
        boolean reachable = size == machine.mode().addressSize() || size == (machine.mode() == Mode.BITS32 ? 2 : 4);
        if (!reachable) {
            return error(
                    "assembly-address",
                    span(index),
                    machine.mode().bits() + "-bit code has no " + 8 * size + "-bit addresses",
                    machine.mode() == Mode.BITS64 ? "use 64-bit registers" : "use 16- or 32-bit registers");
        }
        boolean high = mem.base() >= 8 || mem.index() >= 8;
        if (high && machine.mode() != Mode.BITS64) {
            return error("assembly-address", span(index), "r8 to r15 exist in 64-bit code only", "");
        }
        int holds = Math.min(size, 4);
        if (!Matching.fits(mem.displacement(), holds) && (size == 8 || mem.displacement() >>> 8 * holds != 0)) {
            return error(
                    "assembly-range",
                    span(index),
                    "the address " + Disassembler.number(mem.displacement()) + " doesn't fit into " + 8 * holds
                            + " bits" + (size == 8 ? ", sign extended" : ""),
                    size == 8 ? "mov it into a register first" : "");
        }
        return null;
    }

    private @Nullable Diagnostic branchTooFar(Rel rel) {
        boolean shortOnly = rows().stream().noneMatch(row -> row.forms().contains(Form.RELZ));
        long distance = rel.displacement();
        if (shortOnly && beyondShort(rel)) {
            return tooFar(name(), rel, here, span(0), "jump round a jmp, or use a conditional jump");
        }
        return Matching.fits(distance, 4)
                ? null
                : error("assembly-range", span(0), "the target is more than 2 GiB away", "jump through a register");
    }

    /** Whether one byte can't hold the distance; the instruction has two. */
    static boolean beyondShort(Rel rel) {
        return rel.displacement() < -126 || rel.displacement() > 129;
    }

    static Diagnostic tooFar(String what, Rel rel, long here, Span span, String hint) {
        long distance = rel.displacement();
        return error(
                "assembly-range",
                span,
                "the target " + Disassembler.number(here + distance) + " is " + distance + " bytes away; " + what
                        + " reaches 127 forwards and 128 back",
                hint);
    }

    private @Nullable Mode otherMode() {
        for (Mode other : List.of(Mode.BITS32, Mode.BITS64, Mode.BITS16)) {
            for (Op op : machine.meaning().ops()) {
                boolean existsHere = Table.of(op).stream().anyMatch(row -> row.existsIn(machine.mode()));
                boolean existsThere = Table.of(op).stream().anyMatch(row -> row.existsIn(other));
                Request request = new Request(
                        op,
                        machine.meaning().condition(),
                        size(),
                        addressSize,
                        operands,
                        machine.repeat(),
                        machine.lock());
                boolean implicit = operands.stream().allMatch(o -> o.operand() instanceof SegReg);
                if (other != machine.mode()
                        && (!existsHere && existsThere
                                || implicit
                                        && !Encoder.encode(request, other, 0).isEmpty())) {
                    return other;
                }
            }
        }
        return null;
    }

    private int size() {
        return machine.operandSize() != 0
                ? machine.operandSize()
                : machine.meaning().operandSize();
    }

    private List<Encoding> rows() {
        List<Encoding> rows = new ArrayList<>();
        machine.meaning().ops().forEach(op -> rows.addAll(Table.of(op)));
        return rows;
    }

    private static boolean writesFirst(List<Encoding> rows) {
        return rows.stream()
                .noneMatch(row -> !row.forms().isEmpty()
                        && switch (row.forms().getFirst()) {
                            case UB, IB, IBS, IZ, IW, IV -> true;
                            default -> false;
                        });
    }

    /** The first few operand lists that the mnemonic takes. */
    private String forms(List<Encoding> rows) {
        List<String> lists = rows.stream()
                .filter(row -> row.use() == Encoding.Use.BOTH && row.existsIn(machine.mode()))
                .map(row -> OperandWords.list(row, machine.syntax()))
                .distinct()
                .limit(5)
                .toList();
        return lists.isEmpty() || lists.equals(List.of(""))
                ? ""
                : name() + " " + String.join(" | ", lists) + (att() ? " (destination last)" : " (destination first)");
    }

    private boolean att() {
        return machine.syntax() == Syntax.ATT;
    }

    private String name() {
        return machine.name();
    }

    private String shown() {
        List<String> words =
                operands.stream().map(o -> OperandWords.describe(o.operand())).toList();
        return String.join(", ", att() ? words.reversed() : words);
    }

    private Span span(int index) {
        return index < machine.operands().size() ? machine.operands().get(index).span() : machine.span();
    }

    private Span cover() {
        if (machine.operands().isEmpty()) {
            return machine.span();
        }
        int from = Integer.MAX_VALUE;
        int to = 0;
        for (TextOperand operand : machine.operands()) {
            from = Math.min(from, operand.span().column());
            to = Math.max(to, operand.span().column() + operand.span().length());
        }
        return new Span(machine.span().line(), from, to - from);
    }

    private static Diagnostic error(String code, Span span, String fact, String hint) {
        return Diagnostic.error(code, span, fact, hint);
    }
}
