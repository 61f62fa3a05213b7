package org.ringlab.mmu.os;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ringlab.mmu.memory.PhysicalMemory;

/** Who has which frame: free ones, tables, and pages with everybody who maps them (Linux's reverse map). */
final class Frames {
    /** One mapping of a frame. */
    record Use(long frame, int pid, long page) {}

    private final List<@Nullable List<Use>> uses = new ArrayList<>(); // by frame; null is free, empty is a table
    private final boolean[] pinned;
    private int free;
    private int searchFrom;
    private int hand;

    Frames(int count) {
        pinned = new boolean[count];
        for (int i = 0; i < count; i++) {
            uses.add(null);
        }
        free = count;
    }

    int free() {
        return free;
    }

    /** The physical address of a free frame, now a table's until {@link #own} says whose page it holds; -1 for none. */
    long take() {
        for (int i = 0; free > 0 && i < pinned.length; i++) {
            int frame = (searchFrom + i) % pinned.length;
            if (uses.get(frame) == null) {
                uses.set(frame, new ArrayList<>(1));
                searchFrom = frame + 1;
                free--;
                return (long) frame << 12;
            }
        }
        return -1;
    }

    void own(long frame, int pid, long page) {
        share(frame, pid, page);
    }

    void share(long frame, int pid, long page) {
        of(frame).add(new Use(frame, pid, page));
    }

    /** Whose page a frame holds, the first user's; 0 for a table, -1 for a free frame. */
    int owner(int frame) {
        List<Use> of = uses.get(frame);
        return of == null ? -1 : of.isEmpty() ? 0 : of.getFirst().pid();
    }

    int users(long frame) {
        return of(frame).size();
    }

    /** One mapping less; the frame is free when it was the last. */
    void drop(long frame, int pid, long page, PhysicalMemory memory) {
        List<Use> left = of(frame);
        left.remove(new Use(frame, pid, page));
        if (left.isEmpty()) {
            free(frame, memory);
        }
    }

    void free(long frame, PhysicalMemory memory) {
        uses.set((int) (frame >>> 12), null);
        memory.clearFrame(frame);
        free++;
    }

    /** Drops all mappings of a process. */
    void release(int pid, PhysicalMemory memory) {
        for (int i = 0; i < pinned.length; i++) {
            List<Use> of = uses.get(i);
            if (of != null && of.removeIf(use -> use.pid() == pid) && of.isEmpty()) {
                free((long) i << 12, memory);
            }
        }
    }

    void pin(long frame) {
        pinned[(int) (frame >>> 12)] = true;
    }

    void unpin(long frame) {
        pinned[(int) (frame >>> 12)] = false;
    }

    /**
     * Goes round over the pages that one process alone maps, and stops at the first not used since the last round.
     *
     * @param usedSince says whether a page was used, and clears the mark
     */
    Optional<Use> clock(Predicate<Use> usedSince) {
        for (int looked = 0; looked < 2 * pinned.length; looked++) {
            int frame = hand;
            hand = (hand + 1) % pinned.length;
            List<Use> of = uses.get(frame);
            if (of != null && of.size() == 1 && !pinned[frame] && !usedSince.test(of.get(0))) {
                return Optional.of(of.get(0));
            }
        }
        return Optional.empty();
    }

    private List<Use> of(long frame) {
        List<Use> of = uses.get((int) (frame >>> 12));
        if (of == null) {
            throw new IllegalStateException("frame " + frame + " is free");
        }
        return of;
    }
}
