package org.ringlab.hypervisor.ring;

import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Decoded;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.SegmentRegister;
import org.ringlab.cpu.core.Stop;
import org.ringlab.cpu.segment.Descriptor;
import org.ringlab.cpu.system.Features;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Vector;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.Ending;
import org.ringlab.hypervisor.Hex;
import org.ringlab.hypervisor.HostTimer;
import org.ringlab.hypervisor.Monitor;
import org.ringlab.hypervisor.Place;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.VmEvent;
import org.ringlab.hypervisor.shadow.Shadow;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.tlb.Mmu;
import org.ringlab.mmu.tlb.TlbShape;

/**
 * A monitor in ring 0 of a processor without assistance. It enters the guest by IRET, with the guest's kernel in ring 1, and
 * gets control back through its own interrupt table, whatever happens. What the guest's kernel was about to do it then
 * carries out on the virtual processor.
 */
public abstract class RingMonitor implements Monitor {
    /** The vector that the hardware timer interrupts the monitor by. */
    protected static final int TIMER_VECTOR = HostTimer.VECTOR;

    private static final long CR0 = 0x8001_0011L; // PG WP ET PE

    /** The guest. */
    protected final VirtualMachine vm;
    /** The real processor. */
    protected final Cpu real;
    /** Its tables. */
    protected final HostTables host;
    /** Its page tables while the guest runs. */
    protected final Shadow shadow;

    private final int[] given = new int[6]; // selectors that the guest was entered with
    private long used;
    private boolean fresh = true;
    private int copied;

    /** A monitor for one guest. */
    protected RingMonitor(VirtualMachine vm) {
        this.vm = vm;
        host = new HostTables(vm.machine());
        shadow = Shadow.besideMonitor(vm, host::mapInto, HostTables.LINEAR);
        Mmu mmu = new Mmu(vm.machine(), CpuModel.STANDARD, TlbShape.DESKTOP);
        real = new Cpu(Features.INTEL, mmu, new HostTimer(vm.board()));
        mmu.load(new ControlRegisters(CR0, shadow.root(), 0, 0));
        host.install(real.state());
        for (Segment segment : Segment.values()) {
            real.state().segment(segment).load(0, 0, 0, SegmentRegister.UNUSABLE);
        }
        real.state().cs().load(8, 0, 0xFFFF_FFFFL, 0xC09B);
        real.modeChanged();
    }

    // ---- the monitor's loop -------------------------------------------------------------------------------------

    @Override
    public final Ending run() {
        long budget = vm.settings().budget();
        Ending ending = null;
        while (ending == null && used < budget) {
            Registers v = vm.state();
            if (mayInterrupt() && vm.interruptDue()) {
                ending = inject();
            } else if (v.activity != Registers.Activity.ACTIVE) {
                ending = waitHalted();
            } else if (v.shadow || !runsDirectly()) {
                ending = emulate("");
            } else {
                ending = runGuest(most(budget - used));
            }
            if (ending == null && vm.board().off()) {
                ending = new Ending.PoweredOff();
            }
        }
        return ending == null ? new Ending.Budget(budget, vm.state().rip) : ending;
    }

    /** Whether the state of the guest is one that rings 1 and 3 can stand for. */
    private boolean runsDirectly() {
        Registers v = vm.state();
        boolean watched = (v.dr[7] & 0xFF) != 0; // the real debug registers are the monitor's
        boolean protectedMode = !vm.cpu().realMode() && !vm.cpu().longMode();
        return protectedMode && (v.cpl == 0 || v.cpl == 3) && !v.flags.has(Flag.VM | Flag.TF) && !watched && canRun();
    }

    /** Whether a subclass can run the guest from here on. */
    protected boolean canRun() {
        return true;
    }

    /** Whether the guest's state is one between two of its instructions. */
    protected boolean mayInterrupt() {
        return true;
    }

    /** How many instructions may go by before the monitor looks again. */
    protected long most(long budget) {
        return budget;
    }

    private @Nullable Ending runGuest(long most) {
        Place place = vm.place();
        enter();
        vm.tell(new VmEvent.Enters(vm.cycles(), place, given[Segment.CS.ordinal()] & 3, vm.state().rip));
        long before = real.clock();
        Stop stop = real.run(most + 1);
        while (stop instanceof Stop.Budget && real.state().cpl == 0) {
            stop = real.run(1); // within the monitor's own two instructions
        }
        long executed = real.clock() - before;
        vm.counters().add(Counter.WALK_REFERENCES, real.mmu().takeWalkReferences());
        vm.counters().add(Counter.DIRECT, Math.max(0, executed - 2)); // without the monitor's IRET and HLT
        used += Math.max(1, executed - 2);
        if (!(stop instanceof Stop.Halted) || !host.entered(real.state())) {
            leave(
                    real.state().rip,
                    real.state().cs().selector(),
                    real.state().flags.get(),
                    real.state().r[4],
                    real.state().ss().selector());
            return switch (stop) {
                case Stop.Budget budget -> null;
                case Stop.NotSimulated not -> carryOut(); // or what the guest's own CR0 makes of it
                default -> vm.ending(stop);
            };
        }
        HostTables.Frame frame = host.frame(real.state());
        leave(frame.eip(), frame.cs(), frame.flags(), frame.esp(), frame.ss());
        vm.counters().add(Counter.TRAPS);
        return trapped(frame);
    }

    /** The guest is back in the virtual processor; what now? Subclasses that add ways of leaving look at theirs first. */
    protected @Nullable Ending trapped(HostTables.Frame frame) {
        String why = Vector.name(frame.vector());
        if (frame.vector() == TIMER_VECTOR) {
            vm.counters().because("timer");
            vm.tell(new VmEvent.Leaves(
                    vm.cycles(), vm.place(), real.state().cpl, "interrupt", "timer", vm.state().rip, ""));
            return null;
        }
        vm.counters().because(why);
        if (frame.vector() == Vector.PF) {
            vm.tell(new VmEvent.Leaves(
                    vm.cycles(),
                    vm.place(),
                    real.state().cpl,
                    "trap",
                    why + " " + Hex.of(real.state().cr2),
                    vm.state().rip,
                    ""));
            return filled(frame) ? null : emulate("");
        }
        vm.tell(new VmEvent.Leaves(
                vm.cycles(),
                vm.place(),
                real.state().cpl,
                "trap",
                why,
                vm.state().rip,
                vm.textAt(vm.cpu().linear(Segment.CS, vm.state().rip))));
        return emulate(why);
    }

    /** Whether a page fault was only that the shadow lacked the page; it has it now. */
    protected final boolean filled(HostTables.Frame frame) {
        Access.Type type = (frame.error() & 2) != 0 ? Access.Type.WRITE : Access.Type.READ;
        Access access = new Access(type, vm.state().cpl == 3 ? 3 : 0);
        if (shadow.fill(real.state().cr2, access) != Shadow.Filled.YES) {
            return false;
        }
        if ((frame.error() & 1) != 0 || shadow.root() != real.mmu().control().cr3()) {
            flush(); // the processor remembers the page with fewer rights, or the shadow began anew
        }
        return true;
    }

    /** The guest waits for an interrupt. */
    protected @Nullable Ending waitHalted() {
        return vm.interpret();
    }

    /** The guest takes an interrupt that is due. */
    protected @Nullable Ending inject() {
        Place from = vm.place();
        vm.counters().add(Counter.INJECTED);
        used++;
        Ending ending = vm.interpret();
        vm.tell(new VmEvent.Injects(vm.cycles(), from, "interrupt", vm.state().rip));
        return ending;
    }

    /** An instruction that left; {@code why} is empty for a page fault that is the guest's own. */
    protected @Nullable Ending emulate(String why) {
        return carryOut();
    }

    /** Carries out one instruction, or what it meets, on the virtual processor; the shadow follows. */
    private @Nullable Ending carryOut() {
        Registers v = vm.state();
        long eip = v.rip;
        int ring = v.cpl;
        ControlRegisters before = vm.cpu().mmu().control();
        Decoded decoded = vm.decode(vm.cpu().linear(Segment.CS, eip));
        Instruction instruction = decoded instanceof Decoded.Ok ok ? ok.instruction() : null;
        String text = instruction == null ? "" : vm.text(instruction, eip);
        vm.counters().add(Counter.EMULATED);
        used++;
        Ending ending = vm.interpret();
        if (instruction != null) {
            afterwards(instruction, before);
        }
        String effect = v.cpl == ring ? "" : "ring " + ring + " → " + v.cpl;
        vm.tell(new VmEvent.Emulates(vm.cycles(), eip, text, effect));
        return ending;
    }

    private void afterwards(Instruction instruction, ControlRegisters before) {
        if (instruction.op() == Op.INVLPG || shadow.changedBy(instruction, before)) {
            tablesChanged();
        }
    }

    /** The guest's linear addresses may lead elsewhere now. */
    protected void tablesChanged() {
        shadow.clear();
        flush();
    }

    /** Drops what the real processor remembers of translations. */
    protected final void flush() {
        vm.counters().add(Counter.TLB_FLUSHES);
        real.mmu().movCr3(shadow.root());
    }

    /**
     * Executes one instruction of the guest directly, whatever it is; the virtual processor takes over what it changed.
     *
     * @return the vector it trapped by, or -1
     */
    public final int executeDirectly() {
        while (true) {
            enter();
            real.state().tscOffset = vm.cpu().tsc() - real.clock() - 1; // the IRET before it takes no time of the guest
            Stop stop = real.run(2);
            while (stop instanceof Stop.Budget && real.state().cpl == 0) {
                stop = real.run(1);
            }
            Registers r = real.state();
            if (!host.entered(r)) {
                leave(r.rip, r.cs().selector(), r.flags.get(), r.r[4], r.ss().selector());
                return -1;
            }
            HostTables.Frame frame = host.frame(r);
            leave(frame.eip(), frame.cs(), frame.flags(), frame.esp(), frame.ss());
            if (frame.vector() != Vector.PF || !filled(frame)) {
                return frame.vector();
            }
        }
    }

    // ---- between the virtual and the real processor -----------------------------------------------------------------

    /** Where the real processor goes on: subclasses that run something else than the guest's own code say so. */
    protected long entryPoint() {
        return vm.state().rip;
    }

    /** The code segment it goes on in. */
    protected int entrySegment() {
        return vm.state().cs().selector() & ~3 | (vm.state().cpl == 3 ? 3 : 1);
    }

    /** What the guest's GS really is; subclasses that use GS themselves say so. */
    protected void loadGs(SegmentRegister gs) {
        squeeze(gs, vm.state().segment(Segment.GS));
    }

    private void enter() {
        Registers v = vm.state();
        Registers r = real.state();
        shadowDescriptors();
        System.arraycopy(v.r, 0, r.r, 0, 8);
        for (Segment segment : new Segment[] {Segment.ES, Segment.DS, Segment.FS}) {
            squeeze(r.segment(segment), v.segment(segment));
        }
        loadGs(r.segment(Segment.GS));
        for (Segment segment : Segment.values()) {
            given[segment.ordinal()] = r.segment(segment).selector();
        }
        given[Segment.CS.ordinal()] = entrySegment();
        int ring = v.cpl == 3 ? 3 : 1;
        given[Segment.SS.ordinal()] = v.ss().selector() & ~3 | ring;
        long flags = v.flags.get() & ~(Flag.IOPL | Flag.VIF | Flag.VIP) | Flag.IF;
        host.leaveTo(
                r,
                entryPoint(),
                given[Segment.CS.ordinal()],
                flags,
                v.r[4] & 0xFFFF_FFFFL,
                given[Segment.SS.ordinal()]);
        if (fresh) {
            fresh = false;
            flush();
        }
        real.modeChanged();
    }

    private static void squeeze(SegmentRegister to, SegmentRegister from) {
        to.load(
                from.selector(),
                from.base(),
                from.unusable() ? 0 : Squeeze.limit(from.base(), from.limit(), from.rights()),
                from.unusable() ? SegmentRegister.UNUSABLE : Squeeze.rights(from.rights()));
    }

    /** The guest's descriptor table with its ring 0 squeezed into ring 1; code and stack as the registers hold them. */
    private void shadowDescriptors() {
        Registers v = vm.state();
        boolean inKernel = v.cpl != 3;
        int entries = Math.min(HostTables.GUEST_ENTRIES, v.gdtr.limit() + 1 >> 3);
        if (v.gdtr.limit() == 0xFFFF && v.gdtr.base() == 0) {
            entries = 0; // as after a reset: no table was loaded yet
        }
        for (int i = 1; i < entries; i++) {
            long low = 0;
            try {
                low = vm.cpu().memory().readSystem(v.gdtr.base() + i * 8L & 0xFFFF_FFFFL, 8);
            } catch (Raised raised) {
                // The table isn't mapped there: no descriptor.
            }
            host.gdt(i << 3, Squeeze.descriptor(low, inKernel));
        }
        for (int i = Math.max(1, entries); i < copied; i++) {
            host.gdt(i << 3, 0);
        }
        copied = entries;
        host.gdt(v.cs().selector(), Squeeze.of(v.cs()));
        host.gdt(v.ss().selector(), Squeeze.of(v.ss()));
    }

    /** Takes the guest's registers back; IF and IOPL stay what the virtual processor says. */
    private void leave(long eip, int cs, long flags, long esp, int ss) {
        Registers v = vm.state();
        Registers r = real.state();
        System.arraycopy(r.r, 0, v.r, 0, 8);
        v.r[4] = esp & 0xFFFF_FFFFL;
        v.rip = eip;
        long kept = Flag.IF | Flag.IOPL | Flag.VIF | Flag.VIP | Flag.VM;
        v.flags.set(v.flags.get() & kept | flags & ~kept & ~Flag.RF);
        for (Segment segment : new Segment[] {Segment.ES, Segment.DS, Segment.FS, Segment.GS}) {
            takeBack(segment, r.segment(segment).selector());
        }
        if (cs != given[Segment.CS.ordinal()]) {
            v.cpl = (cs & 3) == 3 ? 3 : 0;
            takeBack(Segment.CS, cs & ~3 | v.cpl);
        }
        if (ss != given[Segment.SS.ordinal()]) {
            takeBack(Segment.SS, ss & ~3 | v.cpl);
        }
        v.shadow = false;
        left(eip, cs);
        vm.cpu().modeChanged();
    }

    /** The guest was left there; subclasses that ran something else than its own code translate back. */
    protected void left(long eip, int cs) {}

    /** A selector that the guest loaded by itself: the virtual processor's register follows, from the guest's table. */
    private void takeBack(Segment segment, int selector) {
        boolean kept = selector == given[segment.ordinal()] && segment != Segment.CS && segment != Segment.SS;
        if (kept) {
            return;
        }
        SegmentRegister v = vm.state().segment(segment);
        if ((selector & 0xFFFC) == 0) {
            v.load(selector, 0, 0, SegmentRegister.UNUSABLE);
            return;
        }
        try {
            Descriptor d = vm.cpu().tables().read(selector);
            v.load(selector, d.base(), d.limit(), d.rights());
        } catch (Raised raised) {
            v.load(selector, 0, 0, SegmentRegister.UNUSABLE);
        }
    }
}
