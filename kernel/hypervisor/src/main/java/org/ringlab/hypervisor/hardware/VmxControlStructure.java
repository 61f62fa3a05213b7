package org.ringlab.hypervisor.hardware;

import java.util.Optional;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.guest.Vmcs;
import org.ringlab.cpu.guest.VmcsField;
import org.ringlab.cpu.guest.VmxControl;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.hypervisor.VirtualMachine;

/** A VMCS: EPT, VPID 1, and no more exits than a monitor with these devices needs. */
final class VmxControlStructure implements Control {
    private static final long VALID = 1L << 31;
    private static final int CS_RIGHTS_SS = 4; // from ES's rights to those of SS

    private static final long IO_BITMAPS = 0x38_0000;

    private final Cpu cpu;
    private Vmcs vmcs = new Vmcs();

    VmxControlStructure(Cpu cpu, VirtualMachine vm) {
        this.cpu = cpu;
        cpu.assistance().capture(vmcs);
        vmcs.set(VmcsField.PIN_CONTROLS, VmxControl.EXTERNAL_INTERRUPT_EXITING);
        vmcs.set(
                VmcsField.PROCESSOR_CONTROLS,
                VmxControl.HLT_EXITING | VmxControl.UNCONDITIONAL_IO_EXITING | VmxControl.ACTIVATE_SECONDARY);
        vmcs.set(
                VmcsField.SECONDARY_CONTROLS,
                VmxControl.ENABLE_EPT
                        | (vm.settings().tagged() ? VmxControl.ENABLE_VPID : 0)
                        | VmxControl.UNRESTRICTED_GUEST);
        vmcs.set(VmcsField.EXIT_CONTROLS, VmxControl.ACKNOWLEDGE_INTERRUPT);
        vmcs.set(VmcsField.EPT_POINTER, vm.memory().pointer());
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
        vmcs = other;
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
    public void inject(int vector) {
        vmcs.set(VmcsField.ENTRY_INTERRUPTION, VALID | vector);
    }

    @Override
    public void wantWindow(boolean wanted) {
        long others = vmcs.get(VmcsField.PROCESSOR_CONTROLS) & ~VmxControl.INTERRUPT_WINDOW_EXITING;
        vmcs.set(VmcsField.PROCESSOR_CONTROLS, others | (wanted ? VmxControl.INTERRUPT_WINDOW_EXITING : 0));
    }

    @Override
    public void acknowledge() {} // the exit did
}
