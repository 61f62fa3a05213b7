package org.ringlab.mmu.tlb;

import java.util.Optional;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.Outcome;
import org.ringlab.mmu.paging.Walk;

/**
 * One access and its way.
 *
 * @param address linear
 * @param access what was wanted
 * @param entry the TLB's entry for the page, if it had one
 * @param hit whether that entry sufficed; a write to a page not known to be dirty, or lacking rights, walks again
 * @param walk the walk, if one was needed
 * @param outcome the address or the fault
 */
public record Explained(
        long address, Access access, Optional<TlbEntry> entry, boolean hit, Optional<Walk> walk, Outcome outcome) {}
