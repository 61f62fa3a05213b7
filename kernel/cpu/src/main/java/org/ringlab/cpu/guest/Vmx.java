package org.ringlab.cpu.guest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Operands;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.SegmentRegister;
import org.ringlab.cpu.core.TableRegister;
import org.ringlab.cpu.system.Cr0;
import org.ringlab.cpu.system.Cr4;
import org.ringlab.cpu.system.Efer;
import org.ringlab.cpu.system.Msrs;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.Stage;

/** VMX operation: VM entry and VM exit (SDM ch. 24, 27, 28); {@link VmxRoot} has the instructions that keep VMCSs. */
public final class Vmx {
    private static final long VALID = 1L << 31;
    private static final long HAS_CODE = 1 << 11;
    private static final long NMI_BLOCKED = 1 << 3;

    private final Cpu cpu;
    private final Registers s;
    private final VmxRoot root;

    Vmx(Cpu cpu) {
        this.cpu = cpu;
        s = cpu.state();
        root = new VmxRoot(cpu, at -> cpu.mmu().memory().holds(at), flags -> s.flags.set(flags, Flag.ARITHMETIC));
    }

    VmxRoot root() {
        return root;
    }

    // ---- instructions of root mode --------------------------------------------------------------------------------

    boolean execute(Instruction i) {
        switch (i.op()) {
            case VMLAUNCH, VMRESUME -> enterFromCode(i.op() == Op.VMLAUNCH);
            case INVEPT, INVVPID -> {
                cpu.mmu().dropSpace(-1);
                root.succeed();
            }
            case VMCALL -> root.fail(1);
            default -> {
                return root.execute(i);
            }
        }
        return true;
    }

    private void enterFromCode(boolean launch) {
        Vmcs vmcs = root.toEnter(launch);
        if (vmcs == null) {
            return;
        }
        if (!controlsPossible(vmcs)) {
            root.fail(7);
            return;
        }
        if (vmcs.get(VmcsField.DEBUGCTL) != 0) {
            throw Raised.notSimulated(Msrs.DEBUGCTL_BITS);
        }
        Optional<Exit> failed = cpu.assistance().enter(vmcs, false);
        if (failed.isPresent()) {
            throw new Raised(failed.get());
        }
    }

    /** Of the checks of SDM 27.2.1.1: VPID 0 is the host's, EPT has four or five levels, and unrestricted guests need it. */
    public static boolean controlsPossible(Vmcs vmcs) {
        boolean secondary = vmcs.has(VmcsField.PROCESSOR_CONTROLS, VmxControl.ACTIVATE_SECONDARY);
        boolean ept = secondary && vmcs.has(VmcsField.SECONDARY_CONTROLS, VmxControl.ENABLE_EPT);
        boolean vpid = secondary && vmcs.has(VmcsField.SECONDARY_CONTROLS, VmxControl.ENABLE_VPID);
        boolean unrestricted = secondary && vmcs.has(VmcsField.SECONDARY_CONTROLS, VmxControl.UNRESTRICTED_GUEST);
        long pointer = vmcs.get(VmcsField.EPT_POINTER);
        long type = pointer & 7;
        long levels = (pointer >>> 3 & 7) + 1;
        boolean tables = (type == 0 || type == 6) && (levels == 4 || levels == 5) && (pointer & 0xF80) == 0;
        return (!vpid || vmcs.get(VmcsField.VPID) != 0) && (!ept || tables) && (!unrestricted || ept);
    }

    // ---- VM entry -------------------------------------------------------------------------------------------------

    /** Loads the guest; what is wrong with its state as the exit that a failed entry is (SDM 27.8). */
    Optional<Exit> load(Vmcs vmcs) {
        long entry = vmcs.get(VmcsField.ENTRY_CONTROLS);
        boolean long64 = (entry & VmxControl.IA32E_GUEST) != 0;
        long efer = (entry & VmxControl.LOAD_EFER) != 0
                ? vmcs.get(VmcsField.EFER)
                : cpu.efer() & ~Efer.LME | (long64 ? Efer.LME : 0);
        ControlRegisters control = new ControlRegisters(
                vmcs.get(VmcsField.CR0), vmcs.get(VmcsField.CR3), vmcs.get(VmcsField.CR4), efer & ~Efer.LMA);
        boolean secondary = vmcs.has(VmcsField.PROCESSOR_CONTROLS, VmxControl.ACTIVATE_SECONDARY);
        boolean ept = secondary && vmcs.has(VmcsField.SECONDARY_CONTROLS, VmxControl.ENABLE_EPT);
        boolean vpid = secondary && vmcs.has(VmcsField.SECONDARY_CONTROLS, VmxControl.ENABLE_VPID);
        if (!possible(vmcs, control, long64)) {
            return Optional.of(invalid());
        }
        Stage second =
                ept ? Stage.extended(vmcs.get(VmcsField.EPT_POINTER), cpu.mmu().cpu()) : null;
        int tag = vpid ? (int) vmcs.get(VmcsField.VPID) : 0;
        if (cpu.mmu().enter(second, control, tag, ept ? pdptes(vmcs) : null).isPresent()) {
            return Optional.of(invalid());
        }
        if (tag == 0) {
            cpu.mmu().dropSpace(-1);
        }
        for (int n = 0; n < 6; n++) {
            vmcs.loadSegment(n, s.segments[n]);
        }
        vmcs.loadSegment(6, s.ldtr);
        vmcs.loadSegment(7, s.tr);
        s.gdtr = new TableRegister(vmcs.get(VmcsField.GDTR_BASE), (int) vmcs.get(VmcsField.GDTR_LIMIT) & 0xFFFF);
        s.idtr = new TableRegister(vmcs.get(VmcsField.IDTR_BASE), (int) vmcs.get(VmcsField.IDTR_LIMIT) & 0xFFFF);
        s.r[4] = vmcs.get(VmcsField.RSP);
        s.rip = vmcs.get(VmcsField.RIP);
        s.next = s.rip;
        s.flags.set(vmcs.get(VmcsField.RFLAGS));
        s.dr[7] = vmcs.get(VmcsField.DR7) | 0x400;
        s.sysenter[0] = vmcs.get(VmcsField.SYSENTER_CS);
        s.sysenter[1] = vmcs.get(VmcsField.SYSENTER_ESP);
        s.sysenter[2] = vmcs.get(VmcsField.SYSENTER_EIP);
        s.activity = vmcs.get(VmcsField.ACTIVITY) == 1 ? Registers.Activity.HALTED : Registers.Activity.ACTIVE;
        s.shadow = (vmcs.get(VmcsField.INTERRUPTIBILITY) & 3) != 0;
        s.nmiBlocked = (vmcs.get(VmcsField.INTERRUPTIBILITY) & NMI_BLOCKED) != 0;
        s.cpl = (control.cr0() & Cr0.PE) == 0 ? 0 : s.ss().dpl();
        vmcs.launched(true);
        return Optional.empty();
    }

    /** Those of a guest in PAE mode; under EPT entries and exits keep them in the VMCS (SDM 27.3.2.4, 28.3.4). */
    private static long[] pdptes(Vmcs vmcs) {
        long[] pdptes = new long[4];
        for (int n = 0; n < 4; n++) {
            pdptes[n] = vmcs.get(VmcsField.PDPTE_0.encoding() + 2 * n);
        }
        return pdptes;
    }

    /** The checks of SDM 27.3.1 that a mistaken monitor meets first. */
    private boolean possible(Vmcs vmcs, ControlRegisters control, boolean long64) {
        boolean paging = (control.cr0() & Cr0.PG) != 0;
        boolean unrestricted = vmcs.has(VmcsField.PROCESSOR_CONTROLS, VmxControl.ACTIVATE_SECONDARY)
                && vmcs.has(VmcsField.SECONDARY_CONTROLS, VmxControl.UNRESTRICTED_GUEST);
        boolean paged = !paging || (control.cr0() & Cr0.PE) != 0;
        boolean tables = !long64 || paging && (control.cr4() & Cr4.PAE) != 0;
        boolean bits = (control.cr4() & ~cpu.features().cr4Bits()) == 0;
        boolean flags = (vmcs.get(VmcsField.RFLAGS) & Flag.ONE) != 0;
        boolean code = (vmcs.get(VmcsField.ES_RIGHTS.encoding() + 2) & (SegmentRegister.PRESENT | SegmentRegister.S))
                == (SegmentRegister.PRESENT | SegmentRegister.S);
        boolean link = vmcs.get(VmcsField.LINK_POINTER) == -1;
        boolean mode = unrestricted || paging && (control.cr0() & Cr0.PE) != 0 || !root.on();
        return paged && tables && bits && flags && code && link && mode;
    }

    /** The exit of an entry whose guest state is impossible. */
    public static Exit invalid() {
        return new Exit(
                Exit.Kind.VMX, VmxReason.INVALID_GUEST_STATE, VmxReason.name(VmxReason.INVALID_GUEST_STATE), 0, 0);
    }

    /** The event that entry is to inject, and where it returns to (SDM 27.6). */
    Optional<Assistance.Injection> injection(Vmcs vmcs) {
        long information = vmcs.get(VmcsField.ENTRY_INTERRUPTION);
        vmcs.set(VmcsField.ENTRY_INTERRUPTION, information & ~VALID);
        return event(information, (int) vmcs.get(VmcsField.ENTRY_ERROR_CODE), s.cr2)
                .map(trap -> new Assistance.Injection(
                        trap, trap.kind().byInstruction() ? s.rip + vmcs.get(VmcsField.ENTRY_LENGTH) : s.rip));
    }

    /** Interruption information of an event (SDM table 25-17); EVENTINJ and EXITINTINFO of SVM are alike (APM 15.20). */
    public static int information(Trap trap) {
        return (int)
                (VALID | (trap.hasCode() ? HAS_CODE : 0) | (long) trap.kind().type() << 8 | trap.vector());
    }

    /** The event of such information, if it is valid; {@code cr2} for a page fault. */
    public static Optional<Trap> event(long information, int code, long cr2) {
        if ((information & VALID) == 0) {
            return Optional.empty();
        }
        int vector = (int) information & 0xFF;
        return Optional.of(new Trap(
                Trap.Kind.of((int) information >>> 8 & 7),
                vector,
                (information & HAS_CODE) != 0,
                code,
                vector == Vector.PF ? cr2 : 0));
    }

    // ---- VM exit --------------------------------------------------------------------------------------------------

    /** Writes down the guest's state and why it was left (SDM 28.2, 28.3). */
    void save(Vmcs vmcs, Exit exit, @Nullable Trap delivering) {
        vmcs.set(VmcsField.EXIT_REASON, exit.reason());
        vmcs.set(VmcsField.EXIT_QUALIFICATION, exit.qualification());
        vmcs.set(VmcsField.GUEST_PHYSICAL_ADDRESS, exit.info());
        vmcs.set(VmcsField.GUEST_LINEAR_ADDRESS, exit.linear());
        vmcs.set(VmcsField.EXIT_INTERRUPTION, exit.interruption());
        vmcs.set(VmcsField.EXIT_ERROR_CODE, exit.errorCode());
        vmcs.set(VmcsField.EXIT_LENGTH, exit.length());
        vmcs.set(VmcsField.IDT_VECTORING, delivering == null ? 0 : information(delivering));
        vmcs.set(VmcsField.IDT_VECTORING_ERROR_CODE, delivering == null ? 0 : delivering.code());
        saveState(vmcs);
    }

    /** The guest-state area from the processor's registers. */
    void saveState(Vmcs vmcs) {
        ControlRegisters control = cpu.mmu().control();
        vmcs.set(VmcsField.CR0, control.cr0());
        vmcs.set(VmcsField.CR3, control.cr3());
        vmcs.set(VmcsField.CR4, control.cr4());
        vmcs.set(VmcsField.EFER, control.efer() | (cpu.longMode() ? Efer.LMA : 0));
        for (int n = 0; cpu.mmu().stage().hasRegisters() && n < 4; n++) {
            vmcs.set(VmcsField.PDPTE_0.encoding() + 2 * n, cpu.mmu().stage().registers()[n]);
        }
        long entry = vmcs.get(VmcsField.ENTRY_CONTROLS) & ~VmxControl.IA32E_GUEST;
        vmcs.set(VmcsField.ENTRY_CONTROLS, entry | (cpu.longMode() ? VmxControl.IA32E_GUEST : 0));
        for (int n = 0; n < 6; n++) {
            vmcs.segment(n, s.segments[n]);
        }
        vmcs.segment(6, s.ldtr);
        vmcs.segment(7, s.tr);
        vmcs.set(VmcsField.GDTR_BASE, s.gdtr.base());
        vmcs.set(VmcsField.GDTR_LIMIT, s.gdtr.limit());
        vmcs.set(VmcsField.IDTR_BASE, s.idtr.base());
        vmcs.set(VmcsField.IDTR_LIMIT, s.idtr.limit());
        vmcs.set(VmcsField.RSP, s.r[4]);
        vmcs.set(VmcsField.RIP, s.rip);
        vmcs.set(VmcsField.RFLAGS, s.flags.get());
        vmcs.set(VmcsField.DR7, s.dr[7]);
        vmcs.set(VmcsField.SYSENTER_CS, s.sysenter[0]);
        vmcs.set(VmcsField.SYSENTER_ESP, s.sysenter[1]);
        vmcs.set(VmcsField.SYSENTER_EIP, s.sysenter[2]);
        vmcs.set(VmcsField.ACTIVITY, s.activity == Registers.Activity.ACTIVE ? 0 : 1);
        vmcs.set(VmcsField.INTERRUPTIBILITY, (s.shadow ? 1 : 0) | (s.nmiBlocked ? NMI_BLOCKED : 0));
    }

    /** Loads the host's state (SDM 28.5): flat segments, ring 0, flags clear. */
    void loadHost(Vmcs vmcs) {
        boolean long64 = vmcs.has(VmcsField.EXIT_CONTROLS, VmxControl.HOST_ADDRESS_SPACE_SIZE);
        long efer = vmcs.has(VmcsField.EXIT_CONTROLS, VmxControl.LOAD_HOST_EFER)
                ? vmcs.get(VmcsField.HOST_EFER)
                : long64 ? Efer.LME : 0;
        cpu.mmu()
                .enter(
                        null,
                        new ControlRegisters(
                                vmcs.get(VmcsField.HOST_CR0),
                                vmcs.get(VmcsField.HOST_CR3),
                                vmcs.get(VmcsField.HOST_CR4),
                                efer & ~Efer.LMA),
                        0);
        for (int n = 0; n < 6; n++) {
            int selector = (int) vmcs.get(VmcsField.HOST_ES_SELECTOR.encoding() + 2 * n);
            int rights = n == 1 ? (long64 ? 0xA09B : 0xC09B) : 0xC093;
            long base = n == 4 ? vmcs.get(VmcsField.HOST_FS_BASE) : n == 5 ? vmcs.get(VmcsField.HOST_GS_BASE) : 0;
            s.segments[n].load(selector, base, Operands.mask(4), selector == 0 ? SegmentRegister.UNUSABLE : rights);
        }
        s.ldtr.load(0, 0, 0, SegmentRegister.UNUSABLE);
        s.tr.load((int) vmcs.get(VmcsField.HOST_TR_SELECTOR), vmcs.get(VmcsField.HOST_TR_BASE), 0x67, 0x8B);
        s.gdtr = new TableRegister(vmcs.get(VmcsField.HOST_GDTR_BASE), 0xFFFF);
        s.idtr = new TableRegister(vmcs.get(VmcsField.HOST_IDTR_BASE), 0xFFFF);
        s.sysenter[0] = vmcs.get(VmcsField.HOST_SYSENTER_CS);
        s.sysenter[1] = vmcs.get(VmcsField.HOST_SYSENTER_ESP);
        s.sysenter[2] = vmcs.get(VmcsField.HOST_SYSENTER_EIP);
        s.r[4] = vmcs.get(VmcsField.HOST_RSP);
        s.rip = vmcs.get(VmcsField.HOST_RIP);
        s.next = s.rip;
        s.dr[7] = 0x400;
        s.flags.set(0);
        s.cpl = 0;
        s.activity = Registers.Activity.ACTIVE;
        s.shadow = false;
    }
}
