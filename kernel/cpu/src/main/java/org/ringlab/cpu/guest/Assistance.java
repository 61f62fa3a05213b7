package org.ringlab.cpu.guest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.CpuEvent;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Trap;

/**
 * VMX and SVM of one processor. A guest is entered by code in the machine (VMLAUNCH, VMRUN), and its exits go to that code; or by a
 * monitor outside, in Java, with {@link #enter(Vmcs)} or {@link #enter(Vmcb)}, and {@link Cpu#run} stops at its exits.
 */
public final class Assistance {
    /** An event that the entry injects, and the address it returns to. */
    public record Injection(Trap trap, long back) {}

    /** What VMX and SVM remember. */
    public record Snapshot(Object vmx) {}

    private final Cpu cpu;
    private final Vmx vmx;
    private final Svm svm;
    private boolean outside;
    private @Nullable Injection injection;

    /** The assistance of a processor. */
    public Assistance(Cpu cpu) {
        this.cpu = cpu;
        vmx = new Vmx(cpu);
        svm = new Svm(cpu);
    }

    // ---- for monitors outside the machine -------------------------------------------------------------------------

    /**
     * VM entry. General registers but RSP are the processor's own: set them in {@link Cpu#state} before.
     *
     * @return the failed entry's exit, if the guest's state is impossible
     */
    public Optional<Exit> enter(Vmcs vmcs) {
        return enter(vmcs, true);
    }

    /** VMRUN with VMLOAD before it; RAX and RSP are in the control block. The exit with code -1 if the state is impossible. */
    public Optional<Exit> enter(Vmcb vmcb) {
        return enter(vmcb, true);
    }

    /** Writes the processor's present state to the guest area of a VMCS: how a guest begins that takes over a running machine. */
    public void capture(Vmcs vmcs) {
        vmx.saveState(vmcs);
    }

    /** The same for a VMCB, with what VMSAVE stores. */
    public void capture(Vmcb vmcb) {
        svm.saveState(vmcb);
        svm.vmsave(vmcb);
    }

    /**
     * Takes over a guest's state without running it as a guest: a monitor's interpreter does, for one instruction.
     *
     * @return whether the state is possible
     */
    public boolean adopt(Vmcs vmcs) {
        boolean possible = vmx.load(vmcs).isEmpty();
        cpu.modeChanged();
        return possible;
    }

    /** The same from a VMCB; the second dimension is read as the present control registers say. */
    public boolean adopt(Vmcb vmcb) {
        boolean possible = svm.load(vmcb, true).isEmpty();
        cpu.modeChanged();
        return possible;
    }

    /** Whether a guest runs. */
    public boolean inGuest() {
        return cpu.intercepts().inGuest();
    }

    // ---- entry and exit -------------------------------------------------------------------------------------------

    Optional<Exit> enter(Vmcs vmcs, boolean byMonitorOutside) {
        Optional<Exit> failed = vmx.load(vmcs);
        if (failed.isPresent()) {
            vmcs.set(VmcsField.EXIT_REASON, 1L << 31 | failed.get().reason());
            if (!byMonitorOutside) {
                vmx.loadHost(vmcs);
                cpu.modeChanged();
            }
            return byMonitorOutside ? failed : Optional.empty();
        }
        entered(new VmxIntercepts(cpu, vmcs), byMonitorOutside, Exit.Kind.VMX, (int) vmcs.get(VmcsField.VPID));
        injection = vmx.injection(vmcs).orElse(null);
        return failed;
    }

    Optional<Exit> enter(Vmcb vmcb, boolean byMonitorOutside) {
        Optional<Exit> failed = svm.load(vmcb, byMonitorOutside);
        if (failed.isEmpty()) {
            entered(new SvmIntercepts(cpu, vmcb, svm.hostFlag()), byMonitorOutside, Exit.Kind.SVM, (int)
                    vmcb.get32(Vmcb.ASID));
            injection = svm.injection(vmcb).orElse(null);
        }
        return failed;
    }

    private void entered(Intercepts intercepts, boolean byMonitorOutside, Exit.Kind kind, int tag) {
        outside = byMonitorOutside;
        cpu.intercepts(intercepts);
        cpu.modeChanged();
        if (cpu.listens()) {
            cpu.tell(new CpuEvent.GuestEntered(cpu.clock(), kind, cpu.state().rip, tag));
        }
    }

    /**
     * Leaves the guest.
     *
     * @param delivering the event whose delivery met the exit, if any
     * @return whether its monitor is outside the machine; else the host's code is next
     */
    public boolean leave(Exit exit, @Nullable Trap delivering) {
        Intercepts was = cpu.intercepts();
        cpu.intercepts(Intercepts.BARE);
        if (was instanceof VmxIntercepts guest) {
            vmx.save(guest.vmcs(), exit, delivering);
            if (!outside) {
                vmx.loadHost(guest.vmcs());
            }
        } else if (was instanceof SvmIntercepts guest) {
            svm.save(guest.vmcb(), exit, delivering);
            if (outside) {
                svm.vmsave(guest.vmcb());
            } else {
                svm.loadHost();
            }
        }
        cpu.modeChanged();
        return outside;
    }

    /** The event to deliver before the guest's first instruction; once. */
    public @Nullable Injection takeInjection() {
        Injection due = injection;
        injection = null;
        return due;
    }

    // ---- for the processor ----------------------------------------------------------------------------------------

    /** Whether VMXON was executed, so that CR4.VMXE can't be cleared. */
    public boolean vmxOn() {
        return vmx.root().on();
    }

    /** Whether VMX instructions are defined: after VMXON, and in a guest. */
    public boolean inVmxOperation() {
        return vmx.root().on() || cpu.intercepts() instanceof VmxIntercepts;
    }

    /** VMX and SVM instructions that may execute here. */
    public void execute(Instruction i) {
        if (!vmx.execute(i) && !svm.execute(i)) {
            throw Raised.ud();
        }
    }

    /** Forgets everything. */
    public void reset() {
        vmx.root().reset();
        svm.reset();
        injection = null;
        outside = false;
    }

    /** A copy, taken outside guests. */
    public Snapshot snapshot() {
        return new Snapshot(vmx.root().snapshot());
    }

    /** Goes back to a copy. */
    public void restore(Snapshot snapshot) {
        reset();
        vmx.root().restore((VmxRoot.Snapshot) snapshot.vmx());
    }
}
