package org.ringlab.cpu.trial;

import java.util.List;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.core.CpuEvent;

/**
 * One executed instruction and what it changed.
 *
 * @param number from 1
 * @param address linear
 * @param ring in which it was executed
 * @param changes of registers and flags, in their order
 * @param events what else happened: traps, ports, control registers
 */
public record Step(
        int number, long address, int ring, Instruction instruction, List<Change> changes, List<CpuEvent> events) {
    /** Copies the lists. */
    public Step {
        changes = List.copyOf(changes);
        events = List.copyOf(events);
    }

    /** A register, or {@code flags}, by its name in the mode of the trial. */
    public record Change(String register, long before, long after) {}
}
