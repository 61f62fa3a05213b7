package org.ringlab.cpu.trap;

import static org.ringlab.cpu.segment.DescriptorTables.isNull;

import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.CpuEvent;
import org.ringlab.cpu.core.DebugRegisters;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.SegmentRegister;
import org.ringlab.cpu.segment.Descriptor;
import org.ringlab.cpu.segment.DescriptorTables;
import org.ringlab.cpu.segment.FarTransfers;
import org.ringlab.cpu.segment.StackFrame;
import org.ringlab.cpu.segment.TaskState;
import org.ringlab.cpu.trap.Trap.Kind;

/** From an interrupt or exception to the first instruction of its handler, in the order of SDM vol. 3 sections 6.12 and 6.14 and vol. 2 INT n. */
public final class Delivery {
    private final Cpu cpu;
    private final Registers s;
    private final DescriptorTables tables;
    private final TaskState task;
    private final FarTransfers transfers;

    /** The delivery of a processor. */
    public Delivery(Cpu cpu, DescriptorTables tables, TaskState task, FarTransfers transfers) {
        this.cpu = cpu;
        s = cpu.state();
        this.tables = tables;
        this.task = task;
        this.transfers = transfers;
    }

    /**
     * Delivers one trap; registers change only if that succeeds.
     *
     * @param back what the handler returns to: the instruction that faulted, or the one behind
     * @throws Raised when delivery itself faults
     */
    public void deliver(Trap trap, long back) {
        int from = s.cpl;
        if (trap.vector() == Vector.PF && trap.kind() == Kind.EXCEPTION) {
            s.cr2 = trap.address();
        }
        if (trap.vector() == Vector.DB && trap.kind() == Kind.EXCEPTION) {
            s.dr[6] |= trap.address();
            s.dr[7] &= ~DebugRegisters.GD; // the handler may use them
        }
        if (cpu.realMode()) {
            deliverReal(trap, back);
        } else {
            deliverProtected(trap, back);
        }
        s.shadow = false;
        s.nmiBlocked |= trap.kind() == Kind.NMI;
        s.activity = Registers.Activity.ACTIVE;
        if (cpu.listens()) {
            cpu.tell(new CpuEvent.Trapped(cpu.clock(), trap, back, from, s.cpl, s.next));
        }
    }

    /** Through the vector table at IDTR, four bytes a vector (SDM vol. 3 section 20.1.4). */
    private void deliverReal(Trap trap, long back) {
        int at = trap.vector() * 4;
        if (at + 3 > s.idtr.limit()) {
            throw Raised.gp(0);
        }
        long entry = cpu.memory().readSystem(s.idtr.base() + at, 4);
        StackFrame stack = StackFrame.current(cpu);
        stack.push(2, s.flags.get());
        stack.push(2, s.cs().selector());
        stack.push(2, back);
        int selector = (int) (entry >>> 16) & 0xFFFF;
        s.cs().load(selector, (long) selector << 4, s.cs().limit(), s.cs().rights());
        s.next = entry & 0xFFFF;
        s.r[4] = stack.pointerOver(s.r[4]);
        s.flags.set(0, Flag.IF | Flag.TF | Flag.AC);
        cpu.modeChanged();
    }

    private void deliverProtected(Trap trap, long back) {
        boolean long64 = cpu.longMode();
        int external = trap.kind().software() ? 0 : 1;
        int ofVector = trap.vector() * 8 + 2;

        // The gate.
        Descriptor gate = gate(trap, ofVector | external, long64);
        if (trap.kind().software() && gate.dpl() < s.cpl) {
            throw Raised.gp(ofVector);
        }
        if (!gate.present()) {
            throw Raised.of(Vector.NP, ofVector | external);
        }
        if (gate.type() == Descriptor.TASK_GATE) {
            throw Raised.notSimulated("task gates");
        }

        // Its code segment.
        int selector = gate.gateSelector();
        if (isNull(selector)) {
            throw Raised.gp(external);
        }
        Descriptor code = tables.read(selector, Vector.GP, external);
        if (!code.code() || code.dpl() > s.cpl || long64 && (!code.long64() || code.big())) {
            throw Raised.gp(selector & 0xFFFC | external);
        }
        if (!code.present()) {
            throw Raised.of(Vector.NP, selector & 0xFFFC | external);
        }

        // The stack: an inner ring's from the TSS, an interrupt stack, or the one in use.
        int ring = code.conforming() ? s.cpl : code.dpl();
        boolean inward = ring < s.cpl;
        int ist = long64 ? gate.gateStack() : 0;
        SegmentRegister segment = s.ss();
        long pointer = s.r[4];
        int stackCode = external;
        if (inward || ist != 0) {
            TaskState.Stack inner = ist != 0 ? task.interruptStack(ist, ring, external) : task.stack(ring, external);
            if (inward) {
                segment = transfers.innerStack(inner.selector(), ring, external);
                stackCode = inner.selector() & 0xFFFC | external;
            }
            pointer = inner.pointer();
        }
        StackFrame stack = new StackFrame(cpu, segment, long64 ? pointer & ~15L : pointer, long64, ring, stackCode);
        int size = long64 ? 8 : (gate.type() & 8) != 0 ? 4 : 2;
        if (inward || long64) {
            stack.push(size, s.ss().selector());
            stack.push(size, s.r[4]);
        }
        stack.push(size, flagsImage(trap));
        stack.push(size, s.cs().selector());
        stack.push(size, back);
        if (trap.hasCode()) {
            stack.push(size, trap.code());
        }

        // The handler.
        transfers.enter(selector, code, gate.gateOffset(), ring, external);
        if (inward) {
            s.ss().copy(segment);
        }
        s.r[4] = stack.pointerOver(s.r[4]);
        boolean interruptGate = (gate.type() & 1) == 0;
        s.flags.set(0, Flag.TF | Flag.NT | Flag.RF | Flag.VM | (interruptGate ? Flag.IF : 0));
        cpu.modeChanged();
    }

    private Descriptor gate(Trap trap, int code, boolean long64) {
        int bytes = long64 ? 16 : 8;
        int at = trap.vector() * bytes;
        if (at + bytes - 1 > s.idtr.limit()) {
            throw Raised.gp(code);
        }
        long linear = s.idtr.base() + at & (long64 ? -1 : 0xFFFF_FFFFL);
        long low = cpu.memory().readSystem(linear, 8);
        long high = long64 ? cpu.memory().readSystem(linear + 8, 8) & 0xFFFF_FFFFL : 0;
        Descriptor gate = new Descriptor(low, high);
        boolean known = switch (gate.systemType()) {
            case Descriptor.INTERRUPT_GATE, Descriptor.TRAP_GATE -> true;
            case Descriptor.INTERRUPT_GATE16, Descriptor.TRAP_GATE16, Descriptor.TASK_GATE -> !long64;
            default -> false;
        };
        if (!known) {
            throw Raised.gp(code);
        }
        return gate;
    }

    /** RF is set in the image for faults, so that the instruction meets no breakpoint again (SDM vol. 3 section 17.3.1.1). */
    private long flagsImage(Trap trap) {
        boolean fault = trap.kind() == Kind.EXCEPTION && trap.vector() != Vector.DB;
        return s.flags.get() | (fault ? Flag.RF : 0);
    }

    /**
     * What two exceptions make, the second met while delivering the first (SDM table 6-5): the second alone, #DF, or null: the
     * processor shuts down.
     */
    public static @Nullable Trap combine(Trap first, Trap second) {
        if (first.vector() == Vector.DF && first.kind() == Kind.EXCEPTION) {
            return null;
        }
        boolean hard = first.kind() == Kind.EXCEPTION;
        boolean serious = hard && (contributory(first) || first.vector() == Vector.PF);
        boolean again = contributory(second) || second.vector() == Vector.PF && first.vector() == Vector.PF;
        return serious && again ? Trap.of(Vector.DF, 0) : second;
    }

    private static boolean contributory(Trap trap) {
        return switch (trap.vector()) {
            case Vector.DE, Vector.TS, Vector.NP, Vector.SS, Vector.GP -> true;
            default -> false;
        };
    }
}
