package org.ringlab.hypervisor.hardware;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.guest.Vmcb;
import org.ringlab.cpu.guest.Vmx;
import org.ringlab.cpu.system.Efer;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.mmu.paging.ControlRegisters;

/**
 * A VMCB: ASID 1, nested paging or else the intercepts that shadow tables need, and those of what a monitor with these devices
 * needs.
 */
final class SvmControlBlock implements Control {
    private static final long AT = 0x30_0000;
    private static final long INNERMOST_AT = 0x30_1000;
    private static final long NESTED_TABLES = 0x31_0000;
    private static final long PORT_MAP = 0x38_0000;
    private static final long MSR_MAP = 0x38_8000;
    private static final long EFER_IN_MAP = 0x800 + 0x80 / 4; // C000_0080, two bits a register
    private static final long CR_0_3_4 = 1 | 1 << 3 | 1 << 4;
    private static final int VINTR = 0x64;

    private static final ControlRegisters HOST = new ControlRegisters(0x11, 0, 0, 0);

    /** What the block asked for itself, in whose place this monitor's request for a window stands. */
    private record Displaced(long field, long intercept) {}

    private final Cpu cpu;
    private final Vmcb innermost; // for the guest of a guest that is a monitor
    private Vmcb vmcb;
    private @Nullable Displaced displaced;
    private Registers.Activity activity =
            Registers.Activity.ACTIVE; // where it is interpreted: a VMCB has no place for it

    SvmControlBlock(Cpu cpu, VirtualMachine vm, boolean shadowed) {
        this.cpu = cpu;
        vmcb = new Vmcb(vm.machine(), AT);
        innermost = new Vmcb(vm.machine(), INNERMOST_AT);
        cpu.assistance().capture(vmcb);
        vmcb.set(Vmcb.EFER, vmcb.get(Vmcb.EFER) | Efer.SVME);
        vmcb.set32(Vmcb.INTERCEPTS1, bit(0x60) | bit(0x72) | bit(0x78) | bit(0x7A) | bit(0x7B) | bit(0x7C) | bit(0x7F));
        vmcb.set32(Vmcb.INTERCEPTS2, 0x7F); // VMRUN to SKINIT: they take host-physical addresses (APM 15.28)
        vmcb.set(Vmcb.VIRTUAL_INTERRUPT, Vmcb.V_INTR_MASKING);
        vmcb.set(Vmcb.IOPM_BASE, PORT_MAP);
        vmcb.set(Vmcb.MSRPM_BASE, MSR_MAP);
        vm.machine().writeByte(MSR_MAP + EFER_IN_MAP, 3); // of the MSRs EFER alone: its SVME isn't the guest's
        for (long at = 0; at < 3 * 4096; at += 8) {
            vm.machine().writeLong(PORT_MAP + at, -1);
        }
        vmcb.set32(Vmcb.ASID, 1);
        vmcb.set32(Vmcb.TLB_CONTROL, vm.settings().tagged() ? 0 : 1); // 1: each VMRUN flushes all
        if (shadowed) {
            vmcb.set32(Vmcb.CR_INTERCEPTS, CR_0_3_4 | CR_0_3_4 << 16); // reads, writes
            vmcb.set32(Vmcb.EXCEPTION_INTERCEPTS, 1L << Vector.PF);
            vmcb.set32(Vmcb.INTERCEPTS1, vmcb.get32(Vmcb.INTERCEPTS1) | bit(0x79)); // INVLPG
        } else {
            vmcb.set(Vmcb.NP_ENABLE, 1);
            vmcb.set(Vmcb.N_CR3, vm.memory().nestedTables(NESTED_TABLES));
        }
    }

    private static long bit(int code) {
        return 1L << code - 0x60;
    }

    /** The block in force. */
    Vmcb vmcb() {
        return vmcb;
    }

    /** A block for the guest of a guest. */
    Vmcb innermost() {
        return innermost;
    }

    /** Another guest is entered from now on. */
    void use(Vmcb other) {
        wantWindow(false);
        vmcb = other;
    }

    @Override
    public Optional<Exit> enter() {
        vmcb.set(Vmcb.RAX, cpu.state().r[0]);
        cpu.mmu().enter(null, HOST, 0); // the monitor's own registers decide how nested tables are read
        return cpu.assistance().enter(vmcb);
    }

    @Override
    public long eip() {
        return vmcb.get(Vmcb.RIP);
    }

    @Override
    public long flags() {
        return vmcb.get(Vmcb.RFLAGS);
    }

    @Override
    public long stackPointer() {
        return vmcb.get(Vmcb.RSP);
    }

    @Override
    public int ring() {
        return (int) (vmcb.get(Vmcb.CPL & ~7) >>> 8 * (Vmcb.CPL & 7)) & 3;
    }

    @Override
    public void register(int number, long value) {
        if (number == 4) {
            vmcb.set(Vmcb.RSP, value);
        } else {
            cpu.state().r[number] = value;
        }
    }

    @Override
    public boolean lend(Cpu interpreter) {
        Control.copy(cpu.state(), interpreter.state());
        vmcb.set(Vmcb.RAX, cpu.state().r[0]);
        interpreter.mmu().enter(null, HOST, 0);
        boolean possible = interpreter.assistance().adopt(vmcb);
        interpreter.state().activity = activity;
        return possible;
    }

    @Override
    public void takeBack(Cpu interpreter) {
        Control.copy(interpreter.state(), cpu.state());
        interpreter.assistance().capture(vmcb);
        activity = interpreter.state().activity;
    }

    @Override
    public void skip() {
        vmcb.set(Vmcb.RIP, vmcb.get(Vmcb.NRIP));
        vmcb.set(Vmcb.INTERRUPT_SHADOW, 0);
    }

    @Override
    public boolean shadow() {
        return (vmcb.get(Vmcb.INTERRUPT_SHADOW) & 1) != 0;
    }

    @Override
    public void inject(Trap trap) {
        vmcb.set(Vmcb.EVENTINJ, Vmx.information(trap) & 0xFFFF_FFFFL | (long) trap.code() << 32);
        if (trap.vector() == Vector.PF) {
            vmcb.set(Vmcb.CR2, trap.address());
        }
    }

    @Override
    public boolean injects() {
        return (vmcb.get(Vmcb.EVENTINJ) >>> 31 & 1) != 0;
    }

    @Override
    public Optional<Trap> delivering() {
        long event = vmcb.get(Vmcb.EXITINTINFO);
        return Vmx.event(event, (int) (event >>> 32), vmcb.get(Vmcb.CR2));
    }

    @Override
    public void registers(ControlRegisters real, ControlRegisters seen) {
        vmcb.set(Vmcb.CR0, real.cr0());
        vmcb.set(Vmcb.CR3, real.cr3());
        vmcb.set(Vmcb.CR4, real.cr4());
        vmcb.set(Vmcb.EFER, real.efer() | Efer.SVME);
    }

    /** A virtual request of any priority that is itself intercepted: the exit comes when the guest could take it. */
    @Override
    public void wantWindow(boolean wanted) {
        long now = vmcb.get(Vmcb.VIRTUAL_INTERRUPT);
        long intercepts = vmcb.get32(Vmcb.INTERCEPTS1);
        if (wanted && displaced == null) {
            displaced = new Displaced(now, intercepts & bit(VINTR));
            vmcb.set(Vmcb.VIRTUAL_INTERRUPT, now | Vmcb.V_IRQ | Vmcb.V_IGN_TPR);
            vmcb.set32(Vmcb.INTERCEPTS1, intercepts | bit(VINTR));
        } else if (!wanted && displaced != null) {
            vmcb.set(Vmcb.VIRTUAL_INTERRUPT, displaced.field() & ~Vmcb.V_TPR | now & Vmcb.V_TPR);
            vmcb.set32(Vmcb.INTERCEPTS1, intercepts & ~bit(VINTR) | displaced.intercept());
            displaced = null;
        }
    }

    /** Whether an exit for a virtual interrupt is the one that this monitor waits for. */
    boolean waitsForWindow() {
        return displaced != null;
    }

    @Override
    public void acknowledge() {
        cpu.board().acknowledge();
    }
}
