package org.ringlab.cpu.guest;

import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Raised;

/** VMX and SVM of one processor. */
public final class Assistance {
    /** What it remembers. */
    public record Snapshot() {}

    private final Cpu cpu;

    /** The assistance of a processor. */
    public Assistance(Cpu cpu) {
        this.cpu = cpu;
    }

    /** Whether VMXON was executed. */
    public boolean inVmxOperation() {
        return false;
    }

    /** VMX and SVM instructions that may execute here. */
    public void execute(Instruction i) {
        throw Raised.ud();
    }

    /** Leaves the guest; whether its monitor is outside the machine. */
    public boolean leave(Exit exit) {
        return cpu.intercepts().inGuest();
    }

    /** Forgets everything. */
    public void reset() {}

    /** A copy. */
    public Snapshot snapshot() {
        return new Snapshot();
    }

    /** Goes back to a copy. */
    public void restore(Snapshot snapshot) {}
}
