package org.ringlab.cpu.guest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Operands;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.TableRegister;
import org.ringlab.cpu.system.Cr0;
import org.ringlab.cpu.system.Cr4;
import org.ringlab.cpu.system.Efer;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.Stage;

/** SVM: VMRUN, #VMEXIT, VMLOAD and VMSAVE (APM vol. 2 ch. 15). The host's state lies in the processor while a guest runs. */
public final class Svm {
    private static final long CODE_LONG = 1 << 9; // of the attributes in a control block
    private static final long CODE_BIG = 1 << 10;

    private final Cpu cpu;
    private final Registers s;
    private @Nullable Host host;

    private record Host(Registers registers, ControlRegisters control) {}

    Svm(Cpu cpu) {
        this.cpu = cpu;
        s = cpu.state();
    }

    void reset() {
        host = null;
    }

    boolean execute(Instruction i) {
        switch (i.op()) {
            case VMLOAD -> vmload(block());
            case VMSAVE -> vmsave(block());
            case VMRUN -> {
                Vmcb vmcb = block();
                keepHost();
                Optional<Exit> failed = cpu.assistance().enter(vmcb, false);
                if (failed.isPresent()) {
                    vmcb.set(Vmcb.EXITCODE, SvmCode.INVALID);
                    loadHost();
                }
            }
            case STGI, CLGI -> {
                s.gif = i.op() == Op.STGI;
                cpu.pause();
            }
            case INVLPGA -> cpu.mmu().dropSpace((int) s.r[1]);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** RAX names the block: a frame of existing memory, or #GP(0). */
    private Vmcb block() {
        if ((s.r[0] & 0xFFF) != 0 || !cpu.mmu().memory().holds(s.r[0])) {
            throw Raised.gp(0);
        }
        return new Vmcb(cpu.mmu().memory(), s.r[0]);
    }

    private void keepHost() {
        Registers kept = new Registers();
        kept.copy(s);
        kept.rip = s.next;
        host = new Host(kept, cpu.mmu().control());
    }

    /** What VMRUN leaves alone: FS, GS, TR, LDTR and system-call registers. */
    private void vmload(Vmcb vmcb) {
        vmcb.loadSegment(Vmcb.ES + 0x40, s.segments[4]);
        vmcb.loadSegment(Vmcb.ES + 0x50, s.segments[5]);
        vmcb.loadSegment(Vmcb.LDTR, s.ldtr);
        vmcb.loadSegment(Vmcb.TR, s.tr);
        for (int n = 0; n < 4; n++) {
            s.star[n] = vmcb.get(Vmcb.STAR + 8 * n);
        }
        s.kernelGsBase = vmcb.get(Vmcb.KERNEL_GS_BASE);
        for (int n = 0; n < 3; n++) {
            s.sysenter[n] = vmcb.get(Vmcb.SYSENTER_CS + 8 * n);
        }
        cpu.modeChanged();
    }

    void vmsave(Vmcb vmcb) {
        vmcb.segment(Vmcb.ES + 0x40, s.segments[4]);
        vmcb.segment(Vmcb.ES + 0x50, s.segments[5]);
        vmcb.segment(Vmcb.LDTR, s.ldtr);
        vmcb.segment(Vmcb.TR, s.tr);
        for (int n = 0; n < 4; n++) {
            vmcb.set(Vmcb.STAR + 8 * n, s.star[n]);
        }
        vmcb.set(Vmcb.KERNEL_GS_BASE, s.kernelGsBase);
        for (int n = 0; n < 3; n++) {
            vmcb.set(Vmcb.SYSENTER_CS + 8 * n, s.sysenter[n]);
        }
    }

    // ---- VMRUN ----------------------------------------------------------------------------------------------------

    /** Loads the guest, with FS to TR as VMLOAD would for a monitor outside; an exit if its state can't be (APM 15.5.1). */
    Optional<Exit> load(Vmcb vmcb, boolean everything) {
        ControlRegisters control = new ControlRegisters(
                vmcb.get(Vmcb.CR0), vmcb.get(Vmcb.CR3), vmcb.get(Vmcb.CR4), vmcb.get(Vmcb.EFER) & ~Efer.LMA);
        if (!possible(vmcb, control)) {
            return Optional.of(invalid());
        }
        Stage second = null;
        if ((vmcb.get(Vmcb.NP_ENABLE) & 1) != 0) {
            ControlRegisters now = host == null ? cpu.mmu().control() : host.control();
            boolean paged = (now.cr0() & Cr0.PG) != 0;
            if (!paged && !everything) {
                return Optional.of(invalid()); // APM 15.25.3
            }
            ControlRegisters nested = paged
                    ? new ControlRegisters(now.cr0(), vmcb.get(Vmcb.N_CR3), now.cr4(), now.efer())
                    : new ControlRegisters(
                            Cr0.PE | Cr0.PG | Cr0.WP, vmcb.get(Vmcb.N_CR3), Cr4.PAE, Efer.LME | Efer.NXE);
            second = Stage.nested(nested, cpu.mmu().cpu());
        }
        if (cpu.mmu().enter(second, control, (int) vmcb.get32(Vmcb.ASID)).isPresent()) {
            return Optional.of(invalid());
        }
        if ((vmcb.get32(Vmcb.TLB_CONTROL) & 7) != 0) {
            cpu.mmu().dropSpace((vmcb.get32(Vmcb.TLB_CONTROL) & 2) != 0 ? (int) vmcb.get32(Vmcb.ASID) : -1);
        }
        if (everything) {
            vmload(vmcb);
        }
        for (int n = 0; n < 4; n++) {
            vmcb.loadSegment(Vmcb.ES + 16 * n, s.segments[n]);
        }
        s.gdtr = new TableRegister(vmcb.get(Vmcb.GDTR + 8), (int) (vmcb.get(Vmcb.GDTR) >>> 32) & 0xFFFF);
        s.idtr = new TableRegister(vmcb.get(Vmcb.IDTR + 8), (int) (vmcb.get(Vmcb.IDTR) >>> 32) & 0xFFFF);
        s.r[0] = vmcb.get(Vmcb.RAX);
        s.r[4] = vmcb.get(Vmcb.RSP);
        s.rip = vmcb.get(Vmcb.RIP);
        s.next = s.rip;
        s.flags.set(vmcb.get(Vmcb.RFLAGS));
        s.cr2 = vmcb.get(Vmcb.CR2);
        s.dr[6] = vmcb.get(Vmcb.DR6);
        s.dr[7] = vmcb.get(Vmcb.DR7) | 0x400;
        s.cpl = vmcb.ring();
        if (vmcb.masking()) {
            s.cr8 = vmcb.get(Vmcb.VIRTUAL_INTERRUPT) & 0xF;
        }
        s.shadow = (vmcb.get(Vmcb.INTERRUPT_SHADOW) & 1) != 0;
        s.gif = true;
        s.activity = Registers.Activity.ACTIVE;
        return Optional.empty();
    }

    /** The checks of APM 15.5.1, and of 15.20 for what is to be injected. */
    private boolean possible(Vmcb vmcb, ControlRegisters control) {
        long code = vmcb.get(Vmcb.ES + 0x10) >>> 16;
        boolean both = (code & CODE_LONG) != 0 && (code & CODE_BIG) != 0;
        boolean wide = control.cr0() >>> 32 != 0 || vmcb.get(Vmcb.DR6) >>> 32 != 0 || vmcb.get(Vmcb.DR7) >>> 32 != 0;
        boolean efer = (control.efer() & ~Efer.ALL) == 0;
        boolean longWanted = (control.efer() & Efer.LME) != 0 && (control.cr0() & Cr0.PG) != 0;
        boolean svme = (control.efer() & Efer.SVME) != 0;
        boolean caches = (control.cr0() & (Cr0.NW | Cr0.CD)) != Cr0.NW;
        boolean bits = (control.cr4() & ~cpu.features().cr4Bits()) == 0 && !wide && efer;
        boolean tables = !longWanted || (control.cr0() & Cr0.PE) != 0 && (control.cr4() & Cr4.PAE) != 0 && !both;
        boolean vmrun = (vmcb.get32(Vmcb.INTERCEPTS2) & 1) != 0;
        boolean asid = vmcb.get32(Vmcb.ASID) != 0;
        return svme && caches && bits && tables && vmrun && asid && injectable(vmcb.get(Vmcb.EVENTINJ));
    }

    /** Of types there are interrupt, NMI, exception and software interrupt; exceptions are 0 to 31 without NMI's. */
    private static boolean injectable(long event) {
        boolean valid = (event & 1L << 31) != 0;
        int vector = (int) event & 0xFF;
        return !valid
                || switch ((int) (event >>> 8) & 7) {
                    case 0, 2, 4 -> true;
                    case 3 -> vector < 32 && vector != Vector.NMI;
                    default -> false;
                };
    }

    private static Exit invalid() {
        return new Exit(Exit.Kind.SVM, SvmCode.INVALID, SvmCode.name(SvmCode.INVALID), 0, 0);
    }

    /** The event that VMRUN is to inject (APM 15.20). */
    Optional<Assistance.Injection> injection(Vmcb vmcb) {
        long information = vmcb.get(Vmcb.EVENTINJ);
        vmcb.set(Vmcb.EVENTINJ, 0);
        long next = vmcb.get(Vmcb.NRIP);
        return Vmx.event(information, (int) (information >>> 32), s.cr2)
                .map(trap -> new Assistance.Injection(trap, trap.kind().byInstruction() && next != 0 ? next : s.rip));
    }

    // ---- #VMEXIT --------------------------------------------------------------------------------------------------

    void save(Vmcb vmcb, Exit exit, @Nullable Trap delivering) {
        vmcb.set(Vmcb.EXITCODE, exit.reason());
        vmcb.set(Vmcb.EXITINFO1, exit.qualification());
        vmcb.set(Vmcb.EXITINFO2, exit.info());
        vmcb.set(
                Vmcb.EXITINTINFO,
                delivering == null
                        ? 0
                        : Vmx.information(delivering) & Operands.mask(4) | (long) delivering.code() << 32);
        vmcb.set(Vmcb.NRIP, exit.length() == 0 ? 0 : s.rip + exit.length());
        saveState(vmcb);
    }

    /** The state save area from the processor's registers, but what VMSAVE stores. */
    void saveState(Vmcb vmcb) {
        ControlRegisters control = cpu.mmu().control();
        for (int n = 0; n < 4; n++) {
            vmcb.segment(Vmcb.ES + 16 * n, s.segments[n]);
        }
        vmcb.set(Vmcb.GDTR, (long) s.gdtr.limit() << 32);
        vmcb.set(Vmcb.GDTR + 8, s.gdtr.base());
        vmcb.set(Vmcb.IDTR, (long) s.idtr.limit() << 32);
        vmcb.set(Vmcb.IDTR + 8, s.idtr.base());
        vmcb.ring(s.cpl);
        vmcb.set(Vmcb.EFER, control.efer() | (cpu.longMode() ? Efer.LMA : 0));
        vmcb.set(Vmcb.CR0, control.cr0());
        vmcb.set(Vmcb.CR3, control.cr3());
        vmcb.set(Vmcb.CR4, control.cr4());
        vmcb.set(Vmcb.CR2, s.cr2);
        vmcb.set(Vmcb.DR6, s.dr[6]);
        vmcb.set(Vmcb.DR7, s.dr[7]);
        vmcb.set(Vmcb.RFLAGS, s.flags.get());
        vmcb.set(Vmcb.RIP, s.rip);
        vmcb.set(Vmcb.RSP, s.r[4]);
        vmcb.set(Vmcb.RAX, s.r[0]);
        vmcb.set(Vmcb.INTERRUPT_SHADOW, s.shadow ? 1 : 0);
        if (vmcb.masking()) {
            vmcb.set(Vmcb.VIRTUAL_INTERRUPT, vmcb.get(Vmcb.VIRTUAL_INTERRUPT) & ~Vmcb.V_TPR | s.cr8);
        }
    }

    /** IF of the monitor that executed VMRUN; one outside the machine takes interrupts. */
    boolean hostFlag() {
        return host == null || host.registers().flags.has(Flag.IF);
    }

    /** Back to the instruction behind VMRUN; general registers but RAX and RSP stay the guest's (APM 15.6). */
    void loadHost() {
        Host kept = host;
        if (kept == null) {
            return;
        }
        host = null;
        cpu.mmu().enter(null, kept.control(), 0);
        Registers was = kept.registers();
        for (int n = 0; n < 4; n++) {
            s.segments[n].copy(was.segments[n]);
        }
        s.gdtr = was.gdtr;
        s.idtr = was.idtr;
        s.r[0] = was.r[0];
        s.r[4] = was.r[4];
        s.rip = was.rip;
        s.next = was.rip;
        s.flags.set(was.flags.get() & ~Flag.VM);
        s.dr[7] = 0x400;
        s.cpl = was.cpl;
        s.cr8 = was.cr8;
        s.activity = Registers.Activity.ACTIVE;
        s.shadow = false;
        s.gif = false;
    }
}
