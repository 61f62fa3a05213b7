package org.ringlab.hypervisor.ring;

import org.ringlab.hypervisor.Method;
import org.ringlab.hypervisor.VirtualMachine;

/**
 * Trap and emulate as Popek and Goldberg describe it: everything runs directly, what the processor refuses in ring 1 is
 * emulated. It would be enough if every sensitive instruction were refused there.
 */
public final class TrapAndEmulate extends RingMonitor {
    /** For one guest. */
    public TrapAndEmulate(VirtualMachine vm) {
        super(vm);
    }

    @Override
    public Method method() {
        return Method.TRAP_AND_EMULATE;
    }
}
