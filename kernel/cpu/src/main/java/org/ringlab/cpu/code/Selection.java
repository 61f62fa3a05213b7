package org.ringlab.cpu.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.ringlab.cpu.code.Encoder.Encoded;
import org.ringlab.cpu.code.Expression.Value;
import org.ringlab.cpu.code.Operand.ControlReg;
import org.ringlab.cpu.code.Operand.DebugReg;
import org.ringlab.cpu.code.Operand.FarPtr;
import org.ringlab.cpu.code.Operand.Imm;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Operand.Reg;
import org.ringlab.cpu.code.Operand.Rel;
import org.ringlab.cpu.code.Request.Wanted;
import org.ringlab.cpu.code.Statement.Machine;

/** Finds the encoding of one written instruction at one address, or says why there is none. */
final class Selection {
    private final Machine machine;
    private final long here;
    private final long start;
    private final Function<String, @Nullable Value> names;
    private final Set<String> known;
    private final List<Diagnostic> diagnostics;
    private int addressSize;
    private boolean failed;

    Selection(
            Machine machine,
            long here,
            long start,
            Function<String, @Nullable Value> names,
            Set<String> known,
            List<Diagnostic> diagnostics) {
        this.machine = machine;
        this.here = here;
        this.start = start;
        this.names = names;
        this.known = known;
        this.diagnostics = diagnostics;
    }

    /** Whether its length depends on how far it goes. */
    boolean branches() {
        return switch (machine.meaning().op()) {
            case JMP, J, CALL, LOOP, LOOPE, LOOPNE, JCXZ -> true;
            default -> false;
        };
    }

    /** The shortest bytes, but of branches none shorter than they were; null with what is wrong told. */
    byte @Nullable [] bytes(int atLeast) {
        Mnemonics.Meaning meaning = machine.meaning();
        addressSize = meaning.addressSize() != 0 ? meaning.addressSize() : machine.addressSize();
        List<Wanted> operands = new ArrayList<>();
        boolean far = false;
        for (int i = 0; i < machine.operands().size(); i++) {
            TextOperand written = machine.operands().get(i);
            Wanted operand = operand(written, i);
            if (operand == null) {
                return null;
            }
            operands.add(operand);
            far |= written instanceof TextOperand.Memory memory && memory.far();
        }
        if (failed) {
            return null;
        }
        operands = completed(meaning.op(), operands);
        int size = machine.operandSize() != 0 ? machine.operandSize() : meaning.operandSize();
        for (Op op : ordered(meaning.ops(), operands, far)) {
            Request request =
                    new Request(op, meaning.condition(), size, addressSize, operands, machine.repeat(), machine.lock());
            List<Encoded> found = Encoder.encode(request, machine.mode(), atLeast);
            if (found.isEmpty() && atLeast > 0) {
                found = Encoder.encode(request, machine.mode(), 0);
            }
            found = sourceSized(found, meaning.memorySize());
            if (!found.isEmpty()) {
                return chosen(found, request);
            }
        }
        Refusal.explain(machine, operands, addressSize, here).forEach(diagnostics::add);
        return null;
    }

    /** In 16-bit code four bytes of memory after a branch are a far pointer. */
    private List<Op> ordered(List<Op> ops, List<Wanted> operands, boolean far) {
        if (ops.size() != 2 || ops.getFirst() != Op.JMP && ops.getFirst() != Op.CALL) {
            return ops;
        }
        boolean dword = machine.mode() == Mode.BITS16
                && machine.operandSize() + machine.meaning().operandSize() == 0
                && !operands.isEmpty()
                && operands.getFirst().operand() instanceof Mem mem
                && mem.size() == 4;
        return far ? List.of(ops.getLast()) : dword ? ops.reversed() : ops;
    }

    private static List<Encoded> sourceSized(List<Encoded> found, int size) {
        return size == 0
                ? found
                : found.stream()
                        .filter(f -> f.instruction().operands().size() > 1
                                && f.instruction().operand(1).size() == size)
                        .toList();
    }

    private byte @Nullable [] chosen(List<Encoded> found, Request request) {
        boolean open = request.operands().stream().anyMatch(w -> w.operand() instanceof Mem mem && mem.size() == 0);
        boolean usual = switch (request.op()) {
            case PUSH, POP, CALL, JMP, CALL_FAR, JMP_FAR, NOP, LGDT, LIDT, SGDT, SIDT, SLDT, STR, SMSW, MOV_SEG -> true;
            default -> false;
        };
        if (found.size() > 1 && open && !usual) {
            diagnostics.add(Diagnostic.error(
                    "assembly-size",
                    machine.span(),
                    "nothing tells how many bytes of memory are meant",
                    machine.syntax() == Syntax.INTEL
                            ? "write byte ptr, word ptr, dword ptr or qword ptr before the ["
                            : "write " + machine.name() + "b, " + machine.name() + "w, " + machine.name() + "l or "
                                    + machine.name() + "q"));
            return null;
        }
        return found.getFirst().bytes();
    }

    /** Operands that may be left out. */
    private List<Wanted> completed(Op op, List<Wanted> given) {
        List<Wanted> operands = new ArrayList<>(given);
        Mode mode = machine.mode();
        int size = machine.meaning().operandSize();
        Segment data = machine.segment() == null ? Segment.DS : machine.segment();
        switch (op) {
            case ROL, ROR, RCL, RCR, SHL, SHR, SAR -> {
                if (operands.size() == 1) {
                    operands.add(fixed(new Imm(1, 0)));
                }
            }
            case IMUL -> {
                if (operands.size() == 2 && operands.get(1).operand() instanceof Imm) {
                    operands.add(1, operands.getFirst());
                }
            }
            case AAM, AAD -> {
                if (operands.isEmpty()) {
                    operands.add(fixed(new Imm(10, 0)));
                }
            }
            case MOVS, CMPS, SCAS, STOS, LODS, INS, OUTS, XLAT -> {
                if (operands.isEmpty()) {
                    for (Form form : Table.of(op).getFirst().forms()) {
                        operands.add(fixed(implied(form, op == Op.XLAT ? 1 : size, data)));
                    }
                    addressSize = addressSize == 0 ? mode.addressSize() : addressSize;
                }
            }
            default -> {}
        }
        return operands;
    }

    private static Operand implied(Form form, int size, Segment data) {
        return switch (form) {
            case DI8, DI -> new Mem(Operand.DI, Operand.NONE, 1, 0, Segment.ES, size, false);
            case SI8, SI -> new Mem(Operand.SI, Operand.NONE, 1, 0, data, size, false);
            case BX8 -> new Mem(Operand.BX, Operand.NONE, 1, 0, data, size, false);
            case DX -> new Reg(Operand.DX, 2);
            default -> new Reg(Operand.AX, size);
        };
    }

    private static Wanted fixed(Operand operand) {
        return new Wanted(operand, false, false);
    }

    private @Nullable Wanted operand(TextOperand written, int index) {
        return switch (written) {
            case TextOperand.Register register -> fixed(sized(register.register()));
            case TextOperand.Immediate immediate -> {
                Value value = value(immediate.value(), immediate.span());
                yield new Wanted(new Imm(value.number(), 0), value.labels() != 0, false);
            }
            case TextOperand.Far far -> {
                Value selector = value(far.selector(), far.span());
                Value offset = value(far.offset(), far.span());
                if (selector.number() < 0 || selector.number() > 0xFFFF) {
                    diagnostics.add(Diagnostic.error(
                            "assembly-range", far.span(), "a selector has 16 bits", "selector:offset, 0x08:start"));
                    yield null;
                }
                yield fixed(new FarPtr((int) selector.number(), offset.number(), 0));
            }
            case TextOperand.Memory memory -> memory(memory);
            case TextOperand.Bare bare -> bare(bare);
        };
    }

    /** Control and debug registers are as wide as the mode's. */
    private Operand sized(Operand register) {
        int bytes = machine.mode() == Mode.BITS64 ? 8 : 4;
        return switch (register) {
            case ControlReg control -> new ControlReg(control.number(), bytes);
            case DebugReg debug -> new DebugReg(debug.number(), bytes);
            default -> register;
        };
    }

    private @Nullable Wanted bare(TextOperand.Bare bare) {
        Value value = value(bare.value(), bare.span());
        if (branches()) {
            Rel target = new Rel(value.number() - here, 0);
            if (bare.near() && Refusal.beyondShort(target)) {
                diagnostics.add(Refusal.tooFar("short", target, here, bare.span(), "leave short out"));
                failed = true;
            }
            return new Wanted(target, false, true);
        }
        if (value.problem() != null) {
            return null;
        }
        boolean address = value.labels() != 0 || machine.syntax() == Syntax.ATT;
        if (!address) {
            return fixed(new Imm(value.number(), 0));
        }
        if (machine.syntax() == Syntax.INTEL) {
            diagnostics.add(new Diagnostic(
                    "assembly-operand",
                    Diagnostic.Severity.WARNING,
                    bare.span(),
                    "this is what lies in memory at the label, not its address",
                    "write [label] to say so, or offset label for the address"));
        }
        return memory(TextOperand.Memory.at(bare.value(), bare.span()));
    }

    private Wanted memory(TextOperand.Memory memory) {
        Value displacement = value(memory.displacement(), memory.span());
        boolean toLabel = memory.ripRelative() && displacement.labels() != 0;
        if (memory.addressSize() != 0) {
            addressSize = memory.addressSize();
        }
        Segment prefix = memory.segment() == null ? machine.segment() : memory.segment();
        Segment usual = stringDestination(memory) ? Segment.ES : Addressing.usualSegment(memory.base());
        return new Wanted(
                new Mem(
                        memory.base(),
                        memory.index(),
                        memory.scale(),
                        toLabel ? displacement.number() - here : displacement.number(),
                        prefix == null ? usual : prefix,
                        memory.size(),
                        memory.ripRelative()),
                displacement.labels() != 0,
                toLabel);
    }

    private boolean stringDestination(TextOperand.Memory memory) {
        return switch (machine.meaning().op()) {
            case MOVS, CMPS, SCAS, STOS, INS -> memory.base() == Operand.DI;
            default -> false;
        };
    }

    private Value value(Expression expression, Span span) {
        Value value = expression.value(here, start, names);
        String problem = value.problem();
        if (problem != null) {
            failed = true;
            diagnostics.add(Diagnostic.error("assembly-label", span, problem, unknown(expression, problem)));
        }
        return value;
    }

    private String unknown(Expression expression, String problem) {
        return expression instanceof Expression.Name name && problem.contains("no label or constant")
                ? registerOrLabel(name.name())
                : "";
    }

    private String registerOrLabel(String name) {
        Set<String> all = new TreeSet<>(known);
        if (machine.syntax() == Syntax.ATT && Registers.of(name) != null) {
            return "did you mean %" + name + "?";
        }
        all.addAll(Registers.names());
        String near = Suggestions.hint(name, all);
        return near.isEmpty() ? "define it with " + name + ": or " + name + " = value" : near;
    }
}
