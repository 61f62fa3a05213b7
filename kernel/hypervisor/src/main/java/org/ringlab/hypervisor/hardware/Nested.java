package org.ringlab.hypervisor.hardware;

import java.util.Map;
import org.ringlab.cpu.trap.Exit;

/**
 * A guest that is itself a monitor. The processor has one level of guests, so each instruction of hardware assistance that the
 * inner monitor (L1) executes leaves for the outer one (L0), which keeps the structures the inner one believes to be the
 * processor's; and every exit of the innermost guest (L2) comes to the outer monitor first, which hands on what the inner one
 * asked for.
 */
sealed interface Nested permits NestedVmx, NestedSvm {
    /** Adds what the outer monitor does at the inner one's instructions. */
    void install(Map<ExitReason, ExitHandler> handlers);

    /** Who runs: the guest's guest ({@code L2: }), a guest that is a monitor ({@code L1: }), or a guest like any other. */
    String level();

    /**
     * An exit of the innermost guest: the inner monitor gets it if it asked for it, and a page that its tables have is merged.
     *
     * @return whether that was all; else the outer monitor does what it does for any guest
     */
    boolean dealtWith(Exit exit);

    /**
     * A failed entry of the innermost guest: the inner monitor's structure was wrong, and says so.
     *
     * @return whether it was the innermost guest's
     */
    boolean refused(Exit exit);

    /** An interrupt for the guest is an exit of the guest's guest, if the inner monitor asked for that. */
    void handInterruptOn();

    /** Whether no interrupt is taken now, whatever the flags of who runs say. */
    boolean closed();

    /** Whether one is taken, or leaves the guest's guest, whatever that one's flags say. */
    boolean openRegardless();

    /** Whether the guest's guest wakes from HLT by itself: its monitor's request for an interrupt stands, and it would take one. */
    boolean wakes();
}
