package org.ringlab.cpu.core;

import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Trap;

/** Why the processor stopped running. */
public sealed interface Stop {
    /** The budget is used up. */
    record Budget() implements Stop {}

    /** HLT or MWAIT, and nothing can come that would end it. */
    record Halted() implements Stop {}

    /**
     * A breakpoint is at the next instruction.
     *
     * @param address linear
     */
    record Breakpoint(long address) implements Stop {}

    /** The guest of a monitor outside the machine was left; its state is in its control structure. */
    record GuestExit(Exit exit) implements Stop {}

    /**
     * A triple fault: the processor shut down.
     *
     * @param last the exception that couldn't be delivered
     */
    record TripleFault(Trap first, Trap last) implements Stop {}

    /**
     * Code that this processor doesn't simulate.
     *
     * @param what the feature
     * @param rip the instruction, which wasn't executed
     */
    record NotSimulated(String what, long rip) implements Stop {}
}
