package org.ringlab.cpu.core;

import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Trap;

/** Something the processor did, told to a listener as it happens; {@code clock} counts instructions since the reset. */
public sealed interface CpuEvent {
    /** Instructions since the reset. */
    long clock();

    /** An instruction is about to execute; told only while instructions are traced. */
    record Executes(long clock, long rip, int ring, boolean inGuest, Instruction instruction) implements CpuEvent {}

    /** An interrupt or exception reached its handler. */
    record Trapped(long clock, Trap trap, long back, int fromRing, int toRing, long handler) implements CpuEvent {}

    /** The ring changed without a trap. */
    record RingChanged(long clock, long rip, int from, int to) implements CpuEvent {}

    /** A port was read or written. */
    record PortAccessed(long clock, int port, int size, boolean write, long value) implements CpuEvent {}

    /** A control register was loaded. */
    record ControlLoaded(long clock, int number, long before, long after) implements CpuEvent {}

    /** A model-specific register was written. */
    record MsrWritten(long clock, int number, long value) implements CpuEvent {}

    /** A guest was entered: VMLAUNCH, VMRESUME, VMRUN. */
    record GuestEntered(long clock, Exit.Kind kind, long rip, int tag) implements CpuEvent {}

    /** A guest was left. */
    record GuestLeft(long clock, Exit exit, long rip, int ring) implements CpuEvent {}

    /** HLT or MWAIT. */
    record Halted(long clock, long rip) implements CpuEvent {}

    /** A triple fault. */
    record ShutDown(long clock, Trap first, Trap last) implements CpuEvent {}
}
