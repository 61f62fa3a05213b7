package org.ringlab.cpu.core;

import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.core.Registers.Activity;
import org.ringlab.cpu.guest.Assistance;
import org.ringlab.cpu.guest.Intercepts;
import org.ringlab.cpu.segment.DescriptorTables;
import org.ringlab.cpu.segment.FarTransfers;
import org.ringlab.cpu.segment.SegmentLoads;
import org.ringlab.cpu.segment.TaskState;
import org.ringlab.cpu.system.Cr0;
import org.ringlab.cpu.system.Cr4;
import org.ringlab.cpu.system.Efer;
import org.ringlab.cpu.system.Features;
import org.ringlab.cpu.system.Msrs;
import org.ringlab.cpu.system.Ports;
import org.ringlab.cpu.trap.Delivery;
import org.ringlab.cpu.trap.InterruptReturn;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.tlb.Mmu;

/**
 * One x86 processor: {@link #run} executes machine code from memory until there is a reason to stop. Same state, same memory,
 * same board: same run, instruction by instruction.
 */
public final class Cpu {
    private final Features features;
    private final Board board;
    private final Mmu mmu;
    private final Registers s = new Registers();
    private final DebugRegisters debug = new DebugRegisters(s);
    private final LinearMemory memory;
    private final DescriptorTables tables;
    private final SegmentLoads loads;
    private final TaskState task;
    private final FarTransfers transfers;
    private final InterruptReturn returns;
    private final Ports ports;
    private final Interpreter loop;
    private final Assistance assistance;
    private final InstructionCycle cycle;

    private Intercepts intercepts = Intercepts.BARE;
    private @Nullable CpuListener listener;
    private boolean everyInstruction;

    /** A processor as after {@link #reset}, but with the control registers that the memory unit holds. */
    public Cpu(Features features, Mmu mmu, Board board) {
        this.features = features;
        this.mmu = mmu;
        this.board = board;
        memory = new LinearMemory(mmu);
        memory.guestFaults(fault -> intercepts().memory(fault));
        tables = new DescriptorTables(this);
        loads = new SegmentLoads(this, tables);
        task = new TaskState(this);
        transfers = new FarTransfers(this, tables, task);
        returns = new InterruptReturn(this, transfers);
        ports = new Ports(this, task);
        CodeCache code = new CodeCache(memory, mmu.memory());
        loop = new Interpreter(this, memory, code);
        code.onReplaced(loop::forget);
        assistance = new Assistance(this);
        Delivery delivery = new Delivery(this, tables, task, transfers);
        cycle = new InstructionCycle(this, loop, new EventHandling(this, delivery, assistance, loop));
        modeChanged();
    }

    // ---- running --------------------------------------------------------------------------------------------------

    /** Executes at most so many instructions; time that passes halted counts too. */
    public Stop run(long budget) {
        return cycle.run(budget);
    }

    /** One instruction, or what happens instead of it. */
    public Stop step() {
        return cycle.run(1);
    }

    // ---- from outside ---------------------------------------------------------------------------------------------

    /** Stops before the instruction at this linear address. */
    public void addBreakpoint(long linear) {
        cycle.breakpoints().add(linear);
    }

    /** Stops there no more. */
    public void removeBreakpoint(long linear) {
        cycle.breakpoints().remove(linear);
    }

    /**
     * Who hears what happens.
     *
     * @param instructions whether of every instruction too, which is slow
     */
    public void listen(@Nullable CpuListener newListener, boolean instructions) {
        listener = newListener;
        everyInstruction = newListener != null && instructions;
    }

    /** Requests a non-maskable interrupt. */
    public void requestNmi() {
        cycle.requestNmi();
    }

    /** As after the RESET line was pulled; memory stays. */
    public void reset() {
        s.reset();
        cycle.reset();
        intercepts = Intercepts.BARE;
        assistance.reset();
        mmu.enter(null, new ControlRegisters(Cr0.CD | Cr0.NW | Cr0.ET, 0, 0, 0), 0);
        mmu.load(mmu.control());
        modeChanged();
    }

    /** A processor's state between two instructions; memory and board are kept elsewhere. */
    public record Snapshot(Registers registers, Assistance.Snapshot assistance, long clock) {}

    /** A copy of everything. */
    public Snapshot snapshot() {
        Registers copy = new Registers();
        copy.copy(s);
        return new Snapshot(copy, assistance.snapshot(), clock());
    }

    /** Goes back to a copy; the TLB is empty then. */
    public void restore(Snapshot snapshot) {
        s.copy(snapshot.registers());
        cycle.clock(snapshot.clock());
        assistance.restore(snapshot.assistance());
        modeChanged();
        loop.forget();
    }

    /** The registers. After changing segments, ring or mode from outside, call {@link #modeChanged}. */
    public Registers state() {
        return s;
    }

    /** Memory by linear address, as the running code and as the processor itself see it. */
    public LinearMemory memory() {
        return memory;
    }

    /** The memory unit, with CR0, CR3, CR4 and EFER. */
    public Mmu mmu() {
        return mmu;
    }

    /** VMX and SVM. */
    public Assistance assistance() {
        return assistance;
    }

    /** What it can do. */
    public Features features() {
        return features;
    }

    /** What it is plugged into. */
    public Board board() {
        return board;
    }

    /** The model-specific registers. */
    public Msrs msrs() {
        return loop.executor().actions().msrs();
    }

    /** Instructions since the reset, with time spent halted. */
    public long clock() {
        return cycle.clock();
    }

    /** The time-stamp counter: one an instruction. */
    public long tsc() {
        return clock() + s.tscOffset + intercepts.tscOffset();
    }

    // ---- for the processor's own parts ----------------------------------------------------------------------------

    /** Whether anybody hears events. */
    public boolean listens() {
        return listener != null;
    }

    /** Whether of each instruction too. */
    boolean tellsInstructions() {
        return everyInstruction;
    }

    /** Tells one. */
    public void tell(CpuEvent event) {
        if (listener != null) {
            listener.event(event);
        }
    }

    /** What the guest's control structure asks; {@link Intercepts#BARE} outside guests. */
    public Intercepts intercepts() {
        return intercepts;
    }

    /** Enters or leaves a guest. */
    public void intercepts(Intercepts newIntercepts) {
        intercepts = newIntercepts;
    }

    /** CR0. */
    public long cr0() {
        return mmu.control().cr0();
    }

    /** CR4. */
    public long cr4() {
        return mmu.control().cr4();
    }

    /** IA32_EFER but LMA. */
    public long efer() {
        return mmu.control().efer();
    }

    /** CR0.PE = 0. */
    public boolean realMode() {
        return (cr0() & Cr0.PE) == 0;
    }

    /** EFER.LMA: 64-bit and compatibility mode. */
    public boolean longMode() {
        return (efer() & Efer.LME) != 0 && (cr0() & Cr0.PG) != 0;
    }

    /** 64-bit code runs. */
    public boolean longCode() {
        return loop.mode() == Mode.BITS64;
    }

    /** How code is decoded now. */
    public Mode mode() {
        return loop.mode();
    }

    /** Whether an address is canonical. */
    public boolean canonical(long address) {
        int unused = 64 - ((cr4() & Cr4.LA57) != 0 ? 57 : 48);
        return address << unused >> unused == address;
    }

    /** Whether VMXON was executed. */
    public boolean inVmxOperation() {
        return assistance.inVmxOperation();
    }

    /** Segments, ring or control registers are others now. */
    public void modeChanged() {
        loop.modeChanged(longMode());
        flagsChanged();
    }

    /** RFLAGS.AC, IF or TF may be others now. */
    public void flagsChanged() {
        boolean ac = s.flags.has(Flag.AC);
        memory.watch(debug.watchesData() ? debug : null);
        memory.privilege(s.cpl, ac && (cr4() & Cr4.SMAP) != 0, ac && (cr0() & Cr0.AM) != 0);
        loop.forgetIfStale();
        loop.leave();
    }

    /** Goes to another ring. */
    public void ring(int ring) {
        s.cpl = ring;
        modeChanged();
    }

    /** Tells of a change of ring that was no trap. */
    public void ringChanged(int from) {
        if (listens() && from != s.cpl) {
            tell(new CpuEvent.RingChanged(clock(), s.rip, from, s.cpl));
        }
    }

    /** The loop is left after this instruction, to look at interrupts. */
    public void pause() {
        loop.leave();
    }

    /** HLT, MWAIT. */
    public void halt(Activity activity) {
        s.activity = activity;
        pause();
        if (listens()) {
            tell(new CpuEvent.Halted(clock(), s.rip));
        }
    }

    /** What DR0 to DR7 watch for; after changing these call {@link #flagsChanged}. */
    public DebugRegisters debugRegisters() {
        return debug;
    }

    /** Whether instructions go one by one, and rounds of repeated ones too: TF, or DR0 to DR3 in use. */
    boolean steps() {
        return s.flags.has(Flag.TF) || debug.armed();
    }

    /** VMX and SVM instructions. */
    public void assist(Instruction i) {
        assistance.execute(i);
    }

    /** Pushes onto the running code's stack. */
    public void push(int size, long value) {
        loop.push(size, value);
    }

    /** Pops from it. */
    public long pop(int size) {
        return loop.pop(size);
    }

    /** The linear address of an offset, unchecked. */
    public long linear(Segment segment, long offset) {
        return s.segment(segment).start() + offset & loop.linearMask();
    }

    /** Reads and writes operands. */
    public Operands operands() {
        return loop.executor().operands();
    }

    /** The descriptor tables. */
    public DescriptorTables tables() {
        return tables;
    }

    /** Loads of segment registers. */
    public SegmentLoads loads() {
        return loads;
    }

    /** Far transfers. */
    public FarTransfers transfers() {
        return transfers;
    }

    /** Interrupt returns. */
    public InterruptReturn returns() {
        return returns;
    }

    /** Ports. */
    public Ports ports() {
        return ports;
    }
}
