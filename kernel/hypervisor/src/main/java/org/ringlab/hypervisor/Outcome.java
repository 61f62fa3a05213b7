package org.ringlab.hypervisor;

import java.util.List;

/**
 * What came of running a guest.
 *
 * @param method how
 * @param guest whose name
 * @param ending how it ended
 * @param output what it wrote to its serial port
 * @param counters what was counted
 * @param costs the prices
 * @param events what happened, oldest first; the first {@link Settings#events} of them
 * @param eventsTold how many there were
 * @param registers EAX ECX EDX EBX ESP EBP ESI EDI at the end
 */
public record Outcome(
        Method method,
        String guest,
        Ending ending,
        String output,
        Counters counters,
        CostModel costs,
        List<VmEvent> events,
        long eventsTold,
        List<Long> registers) {
    /** Cycles of the whole run. */
    public long cycles() {
        return costs.cycles(counters);
    }

    /** Whether the guest came to its own end. */
    public boolean finished() {
        return ending instanceof Ending.PoweredOff;
    }
}
