package org.ringlab.hypervisor.hardware;

import java.util.Optional;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.guest.Vmcs;
import org.ringlab.cpu.guest.VmcsField;
import org.ringlab.cpu.guest.Vmx;
import org.ringlab.cpu.guest.VmxControl;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.mmu.paging.ControlRegisters;

/**
 * A VMCS: VPID 1, EPT or else the exits that shadow tables need, and no more exits than a monitor with these devices needs.
 * SDM 34.3.3.4 names those: page faults, MOV to and from CR3, INVLPG; and all bits of CR0 and CR4 are the monitor's.
 */
final class VmxControlStructure implements Control {
    private static final int CS_RIGHTS_SS = 4; // from ES's rights to those of SS

    private static final long SHADOW_EXITS =
            VmxControl.CR3_LOAD_EXITING | VmxControl.CR3_STORE_EXITING | VmxControl.INVLPG_EXITING;
    private static final long ALL = 0xFFFF_FFFFL;

    private static final long IO_BITMAPS = 0x38_0000;

    private final Cpu cpu;
    private Vmcs vmcs = new Vmcs();
    private boolean asksItself; // for the window, without this monitor: the guest's guest's does

    VmxControlStructure(Cpu cpu, VirtualMachine vm, boolean shadowed) {
        this.cpu = cpu;
        cpu.assistance().capture(vmcs);
        vmcs.set(VmcsField.PIN_CONTROLS, VmxControl.EXTERNAL_INTERRUPT_EXITING);
        vmcs.set(VmcsField.ENTRY_CONTROLS, vmcs.get(VmcsField.ENTRY_CONTROLS) | VmxControl.LOAD_EFER);
        vmcs.set(
                VmcsField.PROCESSOR_CONTROLS,
                VmxControl.HLT_EXITING
                        | VmxControl.UNCONDITIONAL_IO_EXITING
                        | VmxControl.ACTIVATE_SECONDARY
                        | (shadowed ? SHADOW_EXITS : 0));
        vmcs.set(
                VmcsField.SECONDARY_CONTROLS,
                (shadowed ? 0 : VmxControl.ENABLE_EPT | VmxControl.UNRESTRICTED_GUEST)
                        | (vm.settings().tagged() ? VmxControl.ENABLE_VPID : 0));
        vmcs.set(VmcsField.EXIT_CONTROLS, VmxControl.ACKNOWLEDGE_INTERRUPT);
        if (shadowed) {
            vmcs.set(VmcsField.EXCEPTION_BITMAP, 1L << Vector.PF);
            vmcs.set(VmcsField.PAGE_FAULT_MASK, 0); // with match 0: whatever the error code is
            vmcs.set(VmcsField.PAGE_FAULT_MATCH, 0);
            vmcs.set(VmcsField.CR0_MASK, ALL);
            vmcs.set(VmcsField.CR4_MASK, ALL);
        } else {
            vmcs.set(VmcsField.EPT_POINTER, vm.memory().pointer());
        }
        vmcs.set(VmcsField.VPID, 1);
    }

    /** IN and OUT of these ports don't leave: the I/O bitmaps say so. */
    void allowPorts(VirtualMachine vm, int first, int last) {
        for (int port = 0; port < 0x1_0000; port += 8) {
            int bits = 0xFF;
            for (int i = 0; i < 8; i++) {
                if (port + i >= first && port + i <= last) {
                    bits &= ~(1 << i);
                }
            }
            vm.machine().writeByte(IO_BITMAPS + port / 8, bits);
        }
        vmcs.set(VmcsField.IO_BITMAP_A, IO_BITMAPS);
        vmcs.set(VmcsField.IO_BITMAP_B, IO_BITMAPS + 0x1000);
        long others = vmcs.get(VmcsField.PROCESSOR_CONTROLS) & ~VmxControl.UNCONDITIONAL_IO_EXITING;
        vmcs.set(VmcsField.PROCESSOR_CONTROLS, others | VmxControl.USE_IO_BITMAPS);
    }

    /** The structure in force. */
    Vmcs vmcs() {
        return vmcs;
    }

    /** Another guest is entered from now on. */
    void use(Vmcs other) {
        wantWindow(false);
        vmcs = other;
        asksItself = other.has(VmcsField.PROCESSOR_CONTROLS, VmxControl.INTERRUPT_WINDOW_EXITING);
    }

    @Override
    public Optional<Exit> enter() {
        return cpu.assistance().enter(vmcs);
    }

    @Override
    public long eip() {
        return vmcs.get(VmcsField.RIP);
    }

    @Override
    public long flags() {
        return vmcs.get(VmcsField.RFLAGS);
    }

    @Override
    public long stackPointer() {
        return vmcs.get(VmcsField.RSP);
    }

    @Override
    public int ring() {
        return (int) vmcs.get(VmcsField.ES_RIGHTS.encoding() + CS_RIGHTS_SS) >>> 5 & 3;
    }

    @Override
    public void register(int number, long value) {
        if (number == 4) {
            vmcs.set(VmcsField.RSP, value);
        } else {
            cpu.state().r[number] = value;
        }
    }

    @Override
    public boolean lend(Cpu interpreter) {
        Control.copy(cpu.state(), interpreter.state());
        return interpreter.assistance().adopt(vmcs);
    }

    @Override
    public void takeBack(Cpu interpreter) {
        Control.copy(interpreter.state(), cpu.state());
        interpreter.assistance().capture(vmcs);
    }

    @Override
    public void skip() {
        vmcs.set(VmcsField.RIP, eip() + vmcs.get(VmcsField.EXIT_LENGTH) & 0xFFFF_FFFFL);
        vmcs.set(VmcsField.INTERRUPTIBILITY, 0);
    }

    @Override
    public boolean shadow() {
        return (vmcs.get(VmcsField.INTERRUPTIBILITY) & 3) != 0;
    }

    @Override
    public void inject(Trap trap) {
        vmcs.set(VmcsField.ENTRY_INTERRUPTION, Vmx.information(trap));
        vmcs.set(VmcsField.ENTRY_ERROR_CODE, trap.code());
        vmcs.set(VmcsField.ENTRY_LENGTH, vmcs.get(VmcsField.EXIT_LENGTH));
        if (trap.vector() == Vector.PF) {
            cpu.state().cr2 = trap.address();
        }
    }

    @Override
    public boolean injects() {
        return (vmcs.get(VmcsField.ENTRY_INTERRUPTION) >>> 31 & 1) != 0;
    }

    @Override
    public Optional<Trap> delivering() {
        return Vmx.event(
                vmcs.get(VmcsField.IDT_VECTORING), (int) vmcs.get(VmcsField.IDT_VECTORING_ERROR_CODE), cpu.state().cr2);
    }

    @Override
    public void registers(ControlRegisters real, ControlRegisters seen) {
        vmcs.set(VmcsField.CR0, real.cr0());
        vmcs.set(VmcsField.CR3, real.cr3());
        vmcs.set(VmcsField.CR4, real.cr4());
        vmcs.set(VmcsField.EFER, real.efer());
        vmcs.set(VmcsField.CR0_SHADOW, seen.cr0());
        vmcs.set(VmcsField.CR4_SHADOW, seen.cr4());
    }

    @Override
    public void wantWindow(boolean wanted) {
        long others = vmcs.get(VmcsField.PROCESSOR_CONTROLS) & ~VmxControl.INTERRUPT_WINDOW_EXITING;
        vmcs.set(
                VmcsField.PROCESSOR_CONTROLS,
                others | (wanted || asksItself ? VmxControl.INTERRUPT_WINDOW_EXITING : 0));
    }

    @Override
    public void acknowledge() {} // the exit did
}
