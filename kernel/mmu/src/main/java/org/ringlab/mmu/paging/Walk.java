package org.ringlab.mmu.paging;

import java.util.List;

/**
 * A translation with all that led to it.
 *
 * @param address the linear address
 * @param access what was wanted
 * @param steps the entries looked at, in the order of the memory references
 * @param outcome the address or the fault
 * @param written entries whose accessed or dirty bits were set
 * @param references memory references: one an entry, and one for the access itself if it came about
 */
public record Walk(
        long address, Access access, List<WalkStep> steps, Outcome outcome, List<Written> written, int references) {
    /**
     * An entry that the walk changed.
     *
     * @param physical its address in RAM
     * @param value what is there now
     */
    public record Written(long physical, long value) {}
}
