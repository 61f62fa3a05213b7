package org.ringlab.hypervisor;

/** Whose code runs. */
public enum Place {
    /** A program of the guest. */
    GUEST_USER,
    /** The guest's kernel. */
    GUEST_KERNEL,
    /** The monitor. */
    MONITOR,
    /** A device model, a process of the host where the monitor has one. */
    DEVICE_MODEL;

    /** The ring it really runs in under a method; -1 where no ring of the processor says so. */
    public int ring(Method method) {
        return switch (this) {
            case GUEST_USER -> method == Method.EMULATION ? -1 : 3;
            case GUEST_KERNEL -> method.kernelRing();
            case MONITOR -> method == Method.EMULATION ? 3 : 0;
            case DEVICE_MODEL -> 3;
        };
    }
}
