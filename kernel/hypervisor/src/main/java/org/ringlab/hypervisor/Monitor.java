package org.ringlab.hypervisor;

/** Runs a guest by one method. */
public interface Monitor {
    /** Which. */
    Method method();

    /** Runs until the guest ends or the budget does. */
    Ending run();
}
