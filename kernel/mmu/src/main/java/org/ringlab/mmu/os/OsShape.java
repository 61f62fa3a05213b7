package org.ringlab.mmu.os;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.mmu.paging.PagingMode;

/**
 * A machine and its kernel's settings, as data.
 *
 * @param mode how its processor translates
 * @param frames frames of RAM, 16 to 1,048,576 (4 GiB)
 * @param swapSlots pages that fit into swap, 0 to 1,048,576
 * @param overcommit vm.overcommit_memory: 0 a guess, 1 always, 2 never beyond the limit
 * @param overcommitRatio vm.overcommit_ratio: percent of RAM that counts for mode 2, 0 to 100
 */
public record OsShape(PagingMode mode, int frames, int swapSlots, int overcommit, int overcommitRatio) {
    /** 64 MiB of RAM, 32-bit paging, no swap, Linux's defaults. */
    public static final OsShape SMALL = new OsShape(PagingMode.BITS32, 1 << 14, 0, 0, 50);

    /** What makes it impossible: field and allowed range; empty if it can be built. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (mode == PagingMode.NONE) {
            problems.add("mode: no paging (allowed: 32-bit, PAE, 4-level, 5-level)");
        }
        range("frames", frames, 16, 1 << 20, problems);
        range("swapSlots", swapSlots, 0, 1 << 20, problems);
        range("overcommit", overcommit, 0, 2, problems);
        range("overcommitRatio", overcommitRatio, 0, 100, problems);
        return problems;
    }

    private static void range(String field, int value, int least, int most, List<String> problems) {
        if (value < least || value > most) {
            problems.add(field + ": " + value + " (allowed: " + least + " to " + most + ")");
        }
    }

    /** Pages that mode 2 lets all processes together ask for (Linux vm_commit_limit). */
    public long commitLimit() {
        return (long) frames * overcommitRatio / 100 + swapSlots;
    }
}
