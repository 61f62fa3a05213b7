package org.ringlab.mmu.os;

import java.util.List;

/**
 * One tick of a machine: who had the processor, and who has which frame.
 *
 * @param tick from 0
 * @param pid who had the processor; 0 for nobody
 * @param owners by frame: whose page it holds, the first one's where it is shared; minus a number: a page table of that
 *     process; 0: free
 * @param swapped pages of all processes that are in swap
 * @param events what the kernel did in it
 */
public record Moment(long tick, int pid, List<Integer> owners, int swapped, List<OsEvent> events) {
    /** Copies the lists. */
    public Moment {
        owners = List.copyOf(owners);
        events = List.copyOf(events);
    }

    /** Frames with pages of a process. */
    public int resident(int of) {
        return (int) owners.stream().filter(owner -> owner == of).count();
    }
}
