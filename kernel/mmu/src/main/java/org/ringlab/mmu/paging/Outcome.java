package org.ringlab.mmu.paging;

/** How a translation ended: an address, or a fault. */
public sealed interface Outcome permits Outcome.Translated, Fault {
    /**
     * It has a physical address.
     *
     * @param physical the byte's address in RAM
     * @param guestPhysical what the guest takes for physical; equal to {@code physical} without nesting
     * @param pageBytes size of the linear page: 4 KiB, 2 MiB, 4 MiB, 1 GiB
     */
    record Translated(long physical, long guestPhysical, long pageBytes) implements Outcome {}
}
