package org.ringlab.mmu.os;

import java.util.Collection;
import java.util.List;

/** What may be promised: Linux's overcommit modes (__vm_enough_memory), counted in writable pages. */
final class Commitment {
    private final OsShape shape;
    private final Collection<Process> processes;

    Commitment(OsShape shape, Collection<Process> processes) {
        this.shape = shape;
        this.processes = processes;
    }

    /** Mode 0 refuses only what couldn't fit if nothing else were there. */
    boolean allows(long pages) {
        return switch (shape.overcommit()) {
            case 0 -> pages <= total();
            case 1 -> true;
            default -> pages() + pages <= shape.commitLimit();
        };
    }

    /** RAM and swap, in pages. */
    long total() {
        return (long) shape.frames() + shape.swapSlots();
    }

    /** What all processes asked for: Committed_AS, in pages. */
    long pages() {
        return processes.stream().mapToLong(p -> pages(p.regions)).sum();
    }

    static long pages(List<Region> regions) {
        return regions.stream()
                .filter(Region::writable)
                .mapToLong(r -> r.bytes() / 4096)
                .sum();
    }

    /** Why a request was refused. */
    String refusal(long pages) {
        return "ENOMEM: " + pages + " pages, overcommit mode " + shape.overcommit() + " (committed: " + pages() + " of "
                + (shape.overcommit() == 2 ? shape.commitLimit() : total()) + ")";
    }
}
