package org.ringlab.cpu.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Assembler;
import org.ringlab.cpu.code.Assembly;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.core.CpuEvent;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.Stop;
import org.ringlab.cpu.trial.Step.Change;

/** One run of a program on a fresh {@link Bench}, told step by step. */
public final class Trial {
    /** Steps that are kept; what follows is executed and not told. */
    public static final int MOST_STEPS = 1_000;

    /** Where programs are put that don't say so themselves: 0x7c00 in 16-bit code, else 0x10000. */
    public static long address(Mode mode) {
        return mode == Mode.BITS16 ? 0x7C00 : 0x1_0000;
    }

    private final Setup setup;
    private final Bench bench;
    private final Console console = new Console();
    private final List<Step> steps = new ArrayList<>();
    private final List<CpuEvent> happened = new ArrayList<>();
    private final long[] before = new long[18];
    private final Map<String, Long> first;
    private CpuEvent.@Nullable Executes pending;
    private long pendingAt;
    private CpuEvent.@Nullable Trapped unhandled;
    private Ending ending = new Ending.Finished();

    private Trial(Setup setup, Assembly program) {
        this.setup = setup;
        this.bench = new Bench(setup.mode(), console);
        byte[] image = program.bytes();
        for (int i = 0; i < image.length; i++) {
            bench.memory.writeByte(program.address() + i, image[i] & 0xFF);
        }
        for (Setup.Patch patch : setup.memory()) {
            for (int i = 0; i < patch.size(); i++) {
                bench.memory.writeByte(patch.address() + i, (int) (patch.value() >>> 8 * i) & 0xFF);
            }
        }
        bench.enter(program.address(), setup.ring(), setup.iopl());
        setup.registers().forEach(this::set);
        first = registers();
    }

    /** The program of a text, put where trials of a mode begin. */
    public static Assembly assemble(String text, Mode mode) {
        return Assembler.assemble(text, Assembler.Options.of(mode).at(address(mode)));
    }

    /**
     * Runs a program without errors.
     *
     * @throws IllegalArgumentException if it has some, or doesn't lie in the first MiB
     */
    public static Trial run(Assembly program, Setup setup) {
        long end = program.address() + program.bytes().length;
        if (!program.ok() || program.address() < 0 || end > Bench.STACK) {
            throw new IllegalArgumentException("no program for a trial");
        }
        Trial trial = new Trial(setup, program);
        trial.run(end);
        return trial;
    }

    /** Whether a program can be run: without errors, and in the part of memory that is the program's. */
    public static boolean fits(Assembly program) {
        return program.ok() && program.address() >= 0 && program.address() + program.bytes().length <= Bench.STACK;
    }

    private void run(long end) {
        bench.cpu.addBreakpoint(end);
        bench.cpu.listen(this::event, true);
        keep();
        Stop stop = bench.cpu.run(setup.budget());
        finishStep();
        bench.cpu.listen(null, false);
        CpuEvent.Trapped trapped = unhandled;
        ending = switch (stop) {
            case Stop.Breakpoint at -> new Ending.Finished();
            case Stop.Halted halted ->
                trapped != null
                        ? new Ending.Trapped(trapped.trap(), trapped.back(), trapped.fromRing())
                        : new Ending.Halted();
            case Stop.Budget budget -> new Ending.OutOfBudget(setup.budget());
            case Stop.TripleFault fault -> new Ending.ShutDown(fault.first());
            case Stop.NotSimulated not -> new Ending.NotSimulated(not.what());
            case Stop.GuestExit exit -> new Ending.NotSimulated("guests in trials");
        };
    }

    private void event(CpuEvent event) {
        switch (event) {
            case CpuEvent.Executes executes -> {
                finishStep();
                boolean handler = bench.handler(linear(executes.rip())) && unhandled != null;
                pendingAt = linear(executes.rip());
                pending = handler ? null : executes;
                if (steps.size() >= MOST_STEPS) {
                    bench.cpu.listen(this::event, false);
                    pending = null;
                }
            }
            case CpuEvent.Trapped trapped -> {
                happened.add(trapped);
                unhandled = bench.handler(linear(trapped.handler())) ? trapped : null;
                // What the trap changes isn't what the instruction changed.
                finishStep();
            }
            case CpuEvent.Halted halted -> {}
            default -> happened.add(event);
        }
    }

    private long linear(long offset) {
        return bench.cpu.state().cs().base() + offset;
    }

    private void finishStep() {
        CpuEvent.Executes executed = pending;
        if (executed != null) {
            steps.add(new Step(
                    steps.size() + 1, pendingAt, executed.ring(), executed.instruction(), changes(), happened));
        }
        pending = null;
        happened.clear();
        keep();
    }

    private void keep() {
        Registers s = bench.cpu.state();
        System.arraycopy(s.r, 0, before, 0, 16);
        before[16] = s.flags.get();
    }

    private List<Change> changes() {
        Registers s = bench.cpu.state();
        List<Change> changes = new ArrayList<>();
        boolean trapped = happened.stream().anyMatch(event -> event instanceof CpuEvent.Trapped);
        for (int i = 0; i < 16 && !trapped; i++) {
            if (s.r[i] != before[i]) {
                changes.add(new Change(name(i), before[i], s.r[i]));
            }
        }
        if (!trapped && s.flags.get() != before[16]) {
            changes.add(new Change("flags", before[16], s.flags.get()));
        }
        return changes;
    }

    private String name(int register) {
        return org.ringlab.cpu.code.Registers.name(register, width());
    }

    private int width() {
        return setup.mode() == Mode.BITS64 ? 8 : 4;
    }

    private void set(String name, long value) {
        Registers s = bench.cpu.state();
        if (name.equalsIgnoreCase("flags")) {
            s.flags.set(value | 2);
            bench.cpu.flagsChanged();
        } else if (org.ringlab.cpu.code.Registers.of(name) instanceof Operand.Reg reg) {
            int shift = reg.high() ? 8 : 0;
            long mask = -1L >>> 64 - 8 * reg.size();
            s.r[reg.number()] = s.r[reg.number()] & ~(mask << shift) | (value & mask) << shift;
        }
    }

    /** What it began from. */
    public Setup setup() {
        return setup;
    }

    /** How it ended. */
    public Ending ending() {
        return ending;
    }

    /** The first {@link #MOST_STEPS} steps. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /** How many instructions were executed, or tried, of the program. */
    public long executed() {
        // The handler that only halts isn't the program's.
        return bench.cpu.clock() - (ending instanceof Ending.Trapped ? 1 : 0);
    }

    /** What was written to port 0xe9. */
    public String output() {
        return console.text();
    }

    /** The ring in which it ended. */
    public int ring() {
        return ending instanceof Ending.Trapped trapped ? trapped.fromRing() : bench.cpu.state().cpl;
    }

    /** General registers, instruction pointer and flags before the first step, by their names in the mode. */
    public Map<String, Long> before() {
        return first;
    }

    /** The same at the end; after a trap without handler, as the trap found them. */
    public Map<String, Long> registers() {
        Registers s = bench.cpu.state();
        Map<String, Long> all = new LinkedHashMap<>();
        int count = setup.mode() == Mode.BITS64 ? 16 : 8;
        for (int i = 0; i < count; i++) {
            all.put(name(i), general(i) & -1L >>> 64 - 8 * width());
        }
        all.put(width() == 8 ? "rip" : "eip", ending instanceof Ending.Trapped trapped ? trapped.back() : s.rip);
        all.put("flags", flags());
        return all;
    }

    private long general(int number) {
        return number == Operand.SP && ending instanceof Ending.Trapped trapped
                ? interruptedStack(trapped)
                : bench.cpu.state().r[number];
    }

    private long flags() {
        return ending instanceof Ending.Trapped trapped
                ? pushed(trapped, 2)
                : bench.cpu.state().flags.get();
    }

    /** A word of what the trap pushed: the instruction pointer, CS, flags, and where the stack changed its pointer. */
    private long pushed(Ending.Trapped trapped, int word) {
        return read(frame(trapped) + (long) word * pushedBytes(), pushedBytes());
    }

    private long frame(Ending.Trapped trapped) {
        boolean code = trapped.trap().hasCode() && setup.mode() != Mode.BITS16;
        return bench.cpu.state().r[Operand.SP] + (code ? pushedBytes() : 0);
    }

    private int pushedBytes() {
        return setup.mode() == Mode.BITS16 ? 2 : width();
    }

    private long interruptedStack(Ending.Trapped trapped) {
        boolean saved = setup.mode() == Mode.BITS64 || trapped.fromRing() > 0;
        return saved ? pushed(trapped, 3) : frame(trapped) + 3L * pushedBytes();
    }

    /** A register's value in any of its widths, or null for no register. */
    public @Nullable Long register(String name) {
        Registers s = bench.cpu.state();
        return switch (org.ringlab.cpu.code.Registers.of(name)) {
            case Operand.Reg reg -> general(reg.number()) >>> (reg.high() ? 8 : 0) & -1L >>> 64 - 8 * reg.size();
            case Operand.SegReg segment -> (long) s.segment(segment.segment()).selector();
            case Operand.ControlReg control ->
                switch (control.number()) {
                    case 0 -> bench.cpu.cr0();
                    case 2 -> s.cr2;
                    case 3 -> bench.cpu.mmu().control().cr3();
                    case 4 -> bench.cpu.cr4();
                    default -> s.cr8;
                };
            case null -> name.equalsIgnoreCase("flags") ? flags() : null;
            default -> null;
        };
    }

    /** Bytes of physical memory, which a trial's first MiB is mapped to. */
    public long read(long address, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) bench.memory.readByte(address + i) << 8 * i;
        }
        return value;
    }
}
