package org.ringlab.hypervisor.hardware;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.guest.SvmCode;
import org.ringlab.cpu.guest.Vmcb;
import org.ringlab.cpu.system.Cr0;
import org.ringlab.cpu.system.Efer;
import org.ringlab.cpu.system.Msr;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.Place;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.VmEvent;
import org.ringlab.hypervisor.hardware.ExitHandler.Action;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.ControlRegisters;

/**
 * A monitor within an SVM guest. Its VMCBs lie in its own memory, at addresses that only it takes for the machine's: at each VMRUN
 * the outer monitor makes one of its own from them (APM vol. 2 sections 15.5, 15.6), and at each exit it fills theirs in.
 */
final class NestedSvm implements Nested {
    private static final int INNER = 1; // its ASID
    private static final int INNERMOST = 2;
    private static final long MSR_MAP = 0x38_A000;
    private static final int MSR_MAP_BYTES = 0x2000;
    private static final long EFER_BITS = Efer.SCE | Efer.LME | Efer.LMA | Efer.NXE | Efer.SVME;

    /** The fields of intercepts, which are those of both monitors. */
    private static final int[] INTERCEPTS = {
        Vmcb.CR_INTERCEPTS, Vmcb.DR_INTERCEPTS, Vmcb.EXCEPTION_INTERCEPTS, Vmcb.INTERCEPTS1, Vmcb.INTERCEPTS2
    };

    /** What VMRUN loads and an exit stores of the guest's state, but RAX and the ring. */
    private static final int[] STATE = {
        Vmcb.EFER, Vmcb.CR4, Vmcb.CR3, Vmcb.CR0, Vmcb.DR7, Vmcb.DR6, Vmcb.RFLAGS, Vmcb.RIP, Vmcb.RSP, Vmcb.CR2
    };

    /** Under which conditions the merged tables were made: with others they begin anew. */
    private record Space(long asid, ControlRegisters host) {}

    private final Cpu cpu;
    private final SvmControlBlock control;
    private final VirtualMachine vm;
    private final InnerTables tables;
    private final Vmcb own; // the inner monitor's own block
    private final Vmcb merged;
    private InnerBlock inner; // what the inner monitor gave to VMRUN
    private Space space = new Space(0, new ControlRegisters(0, 0, 0, 0));
    private boolean enabled; // EFER.SVME as the inner monitor sees it
    private boolean enabledInside; // as its guest does
    private boolean global = true; // GIF
    private boolean innermost; // the guest's guest runs

    NestedSvm(Cpu cpu, SvmControlBlock control, VirtualMachine vm) {
        this.cpu = cpu;
        this.control = control;
        this.vm = vm;
        own = control.vmcb();
        merged = control.innermost();
        inner = new InnerBlock(merged, vm.memory(), vm.machine());
        tables = new InnerTables(vm, cpu.features().memory());
    }

    // ---- instructions of the inner monitor ------------------------------------------------------------------------

    @Override
    public void install(Map<ExitReason, ExitHandler> handlers) {
        ExitHandler msr = handlers.getOrDefault(ExitReason.RDMSR, (exit, guest) -> Action.LEAVE);
        handlers.put(ExitReason.RDMSR, (exit, guest) -> efer() ? readEfer(guest) : msr.handle(exit, guest));
        handlers.put(ExitReason.WRMSR, (exit, guest) -> efer() ? writeEfer(guest) : msr.handle(exit, guest));
        handlers.put(ExitReason.VMRUN, (exit, guest) -> ifEnabled(guest, () -> enterInnermost(guest)));
        handlers.put(ExitReason.VMLOAD, (exit, guest) -> ifEnabled(guest, () -> move(guest, true)));
        handlers.put(ExitReason.VMSAVE, (exit, guest) -> ifEnabled(guest, () -> move(guest, false)));
        handlers.put(ExitReason.STGI, (exit, guest) -> ifEnabled(guest, () -> global(guest, true)));
        handlers.put(ExitReason.CLGI, (exit, guest) -> ifEnabled(guest, () -> global(guest, false)));
        handlers.put(ExitReason.INVLPGA, (exit, guest) -> ifEnabled(guest, () -> invalidate(guest)));
    }

    private interface Work {
        Action done();
    }

    private Action ifEnabled(Guest guest, Work work) {
        return (innermost ? enabledInside : enabled) ? work.done() : fault(Trap.ud(), guest);
    }

    private Action fault(Trap trap, Guest guest) {
        control.inject(trap);
        vm.counters().add(Counter.INJECTED);
        vm.tell(new VmEvent.Injects(
                vm.cycles(), control.ring() == 3 ? Place.GUEST_USER : Place.GUEST_KERNEL, trap.text(), guest.eip()));
        return Action.RESUME;
    }

    private static Action skipped(Guest guest) {
        guest.skip();
        return Action.RESUME;
    }

    private boolean efer() {
        return (cpu.state().r[Operand.CX] & 0xFFFF_FFFFL) == (Msr.EFER & 0xFFFF_FFFFL);
    }

    private Action readEfer(Guest guest) {
        boolean svme = innermost ? enabledInside : enabled;
        long value = control.vmcb().get(Vmcb.EFER) & ~Efer.SVME | (svme ? Efer.SVME : 0);
        cpu.state().r[Operand.AX] = value & 0xFFFF_FFFFL;
        cpu.state().r[Operand.DX] = value >>> 32;
        return skipped(guest);
    }

    /** The processor's own SVME stays set: without it there would be no guest (APM 15.5.1). */
    private Action writeEfer(Guest guest) {
        Vmcb now = control.vmcb();
        long value = cpu.state().r[Operand.DX] << 32 | cpu.state().r[Operand.AX] & 0xFFFF_FFFFL;
        long before = now.get(Vmcb.EFER);
        boolean paged = (now.get(Vmcb.CR0) & Cr0.PG) != 0;
        if ((value & ~EFER_BITS) != 0 || paged && ((value ^ before) & Efer.LME) != 0) {
            return fault(Trap.gp(0), guest);
        }
        boolean svme = (value & Efer.SVME) != 0;
        enabled = innermost ? enabled : svme;
        enabledInside = innermost ? svme : enabledInside;
        now.set(Vmcb.EFER, value & ~Efer.LMA | before & Efer.LMA | Efer.SVME);
        return skipped(guest);
    }

    /** RAX holds the address of a block, which the inner monitor takes for the machine's; null if there is no such page. */
    private @Nullable Vmcb block() {
        long at = cpu.state().r[Operand.AX];
        long host = (at & 0xFFF) == 0 ? vm.memory().host(at) : -1;
        return host < 0 ? null : new Vmcb(vm.machine(), host);
    }

    /** VMLOAD and VMSAVE. */
    private Action move(Guest guest, boolean load) {
        Vmcb block = block();
        if (block == null) {
            return fault(Trap.gp(0), guest);
        }
        if (load) {
            untouchedByVmrun(block, control.vmcb());
        } else {
            untouchedByVmrun(control.vmcb(), block);
        }
        return skipped(guest);
    }

    private Action global(Guest guest, boolean set) {
        global = set;
        return skipped(guest);
    }

    private Action invalidate(Guest guest) {
        int asid = (int) cpu.state().r[Operand.CX];
        if (asid == 0) {
            cpu.mmu().dropSpace(INNER);
        } else {
            forget();
        }
        return skipped(guest);
    }

    private void forget() {
        tables.forget();
        cpu.mmu().dropSpace(INNERMOST);
        vm.counters().add(Counter.TLB_FLUSHES);
    }

    // ---- VMRUN ----------------------------------------------------------------------------------------------------

    private Action enterInnermost(Guest guest) {
        Vmcb block = block();
        if (block == null) {
            return fault(Trap.gp(0), guest);
        }
        guest.skip(); // the inner monitor goes on behind, after the exit
        inner = new InnerBlock(block, vm.memory(), vm.machine());
        innermost = true;
        global = true;
        if (!inner.possible((own.get(Vmcb.CR0) & Cr0.PG) != 0)) {
            reflect(invalid());
            return Action.RESUME;
        }
        control.wantWindow(false);
        flushIfAsked(block);
        merge(block);
        block.set(Vmcb.EVENTINJ, 0);
        enabledInside = true;
        cpu.state().r[Operand.AX] = block.get(Vmcb.RAX);
        control.use(merged);
        vm.counters().because("entry of the guest's guest");
        return Action.RESUME;
    }

    private static Exit invalid() {
        return new Exit(Exit.Kind.SVM, SvmCode.INVALID, SvmCode.name(SvmCode.INVALID), 0, 0);
    }

    /** Nested tables have the format of the tables that their monitor itself used at VMRUN (APM 15.25.3). */
    private ControlRegisters host(Vmcb block) {
        return new ControlRegisters(
                own.get(Vmcb.CR0), block.get(Vmcb.N_CR3), own.get(Vmcb.CR4), own.get(Vmcb.EFER) & ~Efer.LMA);
    }

    private void flushIfAsked(Vmcb block) {
        Space now = new Space(block.get32(Vmcb.ASID), host(block).withCr3(0));
        if ((block.get32(Vmcb.TLB_CONTROL) & 7) != 0 || !now.equals(space)) {
            space = now;
            forget();
        }
    }

    /** The state that the inner monitor wrote for its guest, under the intercepts of both. */
    private void merge(Vmcb block) {
        for (int at = 0; at < PhysicalMemory.FRAME_BYTES; at += 8) {
            merged.set(at, block.get(at));
        }
        for (int field : INTERCEPTS) {
            merged.set32(field, block.get32(field) | own.get32(field));
        }
        // All ports leave, and what it didn't ask for the outer monitor does.
        merged.set(Vmcb.IOPM_BASE, own.get(Vmcb.IOPM_BASE));
        merged.set(Vmcb.MSRPM_BASE, MSR_MAP);
        boolean registers = inner.intercepts(SvmCode.MSR);
        for (int at = 0; at < MSR_MAP_BYTES; at += 8) {
            long asked = registers ? word(block.get(Vmcb.MSRPM_BASE) + at) : 0;
            vm.machine().writeLong(MSR_MAP + at, asked | vm.machine().readLong(own.get(Vmcb.MSRPM_BASE) + at));
        }
        merged.set(Vmcb.TSC_OFFSET, own.get(Vmcb.TSC_OFFSET) + block.get(Vmcb.TSC_OFFSET));
        merged.set32(Vmcb.ASID, INNERMOST);
        merged.set32(Vmcb.TLB_CONTROL, own.get32(Vmcb.TLB_CONTROL));
        merged.set(Vmcb.VIRTUAL_INTERRUPT, block.get(Vmcb.VIRTUAL_INTERRUPT) | Vmcb.V_INTR_MASKING);
        merged.set(Vmcb.NP_ENABLE, 1);
        merged.set(Vmcb.N_CR3, inner.secondDimension() ? tables.nestedRoot(host(block)) : own.get(Vmcb.N_CR3));
        untouchedByVmrun(own, merged);
    }

    private long word(long guestPhysical) {
        long at = vm.memory().host(guestPhysical);
        return at < 0 ? -1 : vm.machine().readLong(at);
    }

    /** What VMLOAD and VMSAVE move: FS, GS, LDTR, TR and the registers of system calls. */
    private static void untouchedByVmrun(Vmcb from, Vmcb to) {
        for (int segment : new int[] {Vmcb.ES + 0x40, Vmcb.ES + 0x50, Vmcb.LDTR, Vmcb.TR}) {
            to.set(segment, from.get(segment));
            to.set(segment + 8, from.get(segment + 8));
        }
        for (int at = Vmcb.STAR; at <= Vmcb.SYSENTER_CS + 16; at += 8) {
            to.set(at, from.get(at));
        }
    }

    // ---- exits of the innermost guest -----------------------------------------------------------------------------

    @Override
    public String level() {
        return innermost ? "L2: " : enabled ? "L1: " : "";
    }

    @Override
    public boolean dealtWith(Exit exit) {
        if (!innermost) {
            return false;
        }
        if (exit.reason() == SvmCode.NPF) {
            return inner.secondDimension() && resolved(exit);
        }
        boolean window = exit.reason() == SvmCode.VINTR && control.waitsForWindow();
        if (window || !inner.wants(exit, cpu.state().r[Operand.CX])) {
            return false;
        }
        reflect(exit);
        return true;
    }

    private boolean resolved(Exit exit) {
        return switch (tables.faulted(host(inner.block()), exit)) {
            case InnerTables.Found.Filled filled -> {
                merged.set(Vmcb.N_CR3, tables.nestedRoot(host(inner.block()))); // another one, if these were full
                control.delivering().ifPresent(control::inject);
                vm.counters().because("NPT12 and NPT01 merged");
                yield true;
            }
            case InnerTables.Found.Inner seen -> {
                reflect(seen.exit());
                yield true;
            }
            case InnerTables.Found.Outer outer -> false;
        };
    }

    @Override
    public boolean refused(Exit exit) {
        if (innermost) {
            reflect(exit);
            return true;
        }
        return false;
    }

    /** The inner monitor's block says what its guest was doing and why it was left, and it goes on behind VMRUN (APM 15.6). */
    private void reflect(Exit exit) {
        Vmcb block = inner.block();
        control.wantWindow(false);
        block.set(Vmcb.EXITCODE, exit.reason());
        if (exit.reason() != SvmCode.INVALID) {
            block.set(Vmcb.EXITINFO1, exit.qualification());
            block.set(Vmcb.EXITINFO2, exit.info());
            boolean pending = control.injects();
            block.set(Vmcb.EXITINTINFO, merged.get(pending ? Vmcb.EVENTINJ : Vmcb.EXITINTINFO));
            merged.set(Vmcb.EVENTINJ, 0);
            block.set(Vmcb.NRIP, merged.get(Vmcb.NRIP));
            block.set(Vmcb.INTERRUPT_SHADOW, merged.get(Vmcb.INTERRUPT_SHADOW));
            storeVirtual(block);
            storeState(block);
        }
        own.set(Vmcb.DR7, 0x400);
        own.set(Vmcb.INTERRUPT_SHADOW, 0);
        cpu.state().r[Operand.AX] = own.get(Vmcb.RAX);
        innermost = false;
        global = false;
        control.use(own);
        vm.counters().because("handed to the inner monitor");
        vm.tell(new VmEvent.HandsOn(vm.cycles(), control.eip()));
    }

    /** V_IRQ, which the processor clears when it is taken, and what the guest made of V_TPR (APM 15.21.4). */
    private void storeVirtual(Vmcb block) {
        long changing = Vmcb.V_IRQ | Vmcb.V_TPR;
        long others = block.get(Vmcb.VIRTUAL_INTERRUPT) & ~changing;
        block.set(Vmcb.VIRTUAL_INTERRUPT, others | merged.get(Vmcb.VIRTUAL_INTERRUPT) & changing);
    }

    private void storeState(Vmcb block) {
        for (int segment : new int[] {Vmcb.ES, Vmcb.ES + 0x10, Vmcb.ES + 0x20, Vmcb.ES + 0x30, Vmcb.GDTR, Vmcb.IDTR}) {
            block.set(segment, merged.get(segment));
            block.set(segment + 8, merged.get(segment + 8));
        }
        for (int field : STATE) {
            block.set(field, merged.get(field));
        }
        block.set(Vmcb.EFER, merged.get(Vmcb.EFER) & ~Efer.SVME | (enabledInside ? Efer.SVME : 0));
        block.set(Vmcb.CPL & ~7, merged.get(Vmcb.CPL & ~7));
        block.set(Vmcb.RAX, cpu.state().r[Operand.AX]);
        // These aren't part of the state that VMRUN keeps for its monitor.
        own.set(Vmcb.CR2, merged.get(Vmcb.CR2));
        own.set(Vmcb.DR6, merged.get(Vmcb.DR6));
        untouchedByVmrun(merged, own);
    }

    // ---- interrupts -----------------------------------------------------------------------------------------------

    /** With virtual masking the flag of the inner monitor counts, else that of its guest (APM 15.21.1). */
    private boolean open() {
        return inner.masking()
                ? (own.get(Vmcb.RFLAGS) & Flag.IF) != 0
                : (control.flags() & Flag.IF) != 0 && !control.shadow();
    }

    @Override
    public void handInterruptOn() {
        if (innermost && open() && inner.intercepts(SvmCode.INTR)) {
            reflect(new Exit(Exit.Kind.SVM, SvmCode.INTR, SvmCode.name(SvmCode.INTR), 0, 0));
        }
    }

    @Override
    public boolean openRegardless() {
        return innermost && inner.masking() && open();
    }

    @Override
    public boolean wakes() {
        return innermost && (control.flags() & Flag.IF) != 0 && merged.virtualInterruptDue();
    }

    /** Without GIF, or where it counts for its guest too, without IF. */
    @Override
    public boolean closed() {
        boolean masking = innermost && inner.masking();
        return !global || masking && !open();
    }
}
