package org.ringlab.mmu.shadow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.TableBuilder;

/**
 * The shadows that a monitor keeps, one for each CR3 of its guest, and what each of their pages was made from: the entries of
 * the guest that a write makes it forget, and the host's frame that a write protection has to reach.
 */
final class ShadowTables {
    /**
     * A page of one shadow.
     *
     * @param cr3 the guest's root that the shadow belongs to
     * @param address its linear address
     */
    record Page(long cr3, long address) {}

    private static final class Shadow {
        final long root;
        final Deque<Long> frames = new ArrayDeque<>();

        Shadow(long root) {
            this.root = root;
            frames.add(root);
        }
    }

    /** What a page was made from: its host frame, and the guest's entries by their host addresses. */
    private record Origin(long frame, Set<Long> entries) {}

    private final PhysicalMemory memory;
    private final PagingMode mode;
    private final Deque<Long> free = new ArrayDeque<>();
    private final Map<Long, Shadow> shadows = new LinkedHashMap<>(16, 0.75f, true); // least recently used first
    private final Map<Page, Origin> origins = new HashMap<>();
    private final Map<Long, Set<Page>> byEntry = new HashMap<>();
    private final Map<Long, Set<Page>> byFrame = new HashMap<>();

    ShadowTables(PhysicalMemory memory, PagingMode mode, long firstFrame, int count) {
        this.memory = memory;
        this.mode = mode;
        for (int i = 0; i < count; i++) {
            free.add(firstFrame + (long) i * PhysicalMemory.FRAME_BYTES);
        }
    }

    /** The root of a guest's shadow, empty where it had none; the least recently used one goes where there is no frame. */
    long root(long cr3) {
        Shadow known = shadows.get(cr3);
        if (known != null) {
            return known.root;
        }
        while (free.isEmpty()) {
            drop(shadows.keySet().iterator().next());
        }
        Shadow made = new Shadow(free.remove());
        shadows.put(cr3, made);
        return made.root;
    }

    /** How many are kept. */
    int kept() {
        return shadows.size();
    }

    private Shadow shadow(long cr3) {
        Shadow shadow = shadows.get(cr3);
        if (shadow == null) {
            throw new IllegalStateException("no shadow for CR3 " + Long.toHexString(cr3));
        }
        return shadow;
    }

    private TableBuilder tables(Shadow shadow) {
        return new TableBuilder(memory, mode, shadow.root, () -> {
            Long frame = free.poll();
            if (frame == null) {
                return -1;
            }
            shadow.frames.add(frame);
            return frame;
        });
    }

    /**
     * Puts a page into a shadow.
     *
     * @param entries host addresses of the guest's entries that it follows from
     */
    void put(Page page, long frame, long flags, Set<Long> entries) {
        forget(page);
        while (tables(shadow(page.cr3()))
                .map(page.address(), frame, PhysicalMemory.FRAME_BYTES, flags)
                .isPresent()) {
            long oldest = shadows.keySet().iterator().next();
            drop(oldest); // full: another shadow goes, or this one begins anew
            if (oldest == page.cr3()) {
                Shadow anew = new Shadow(free.remove());
                shadows.put(oldest, anew);
            }
        }
        origins.put(page, new Origin(frame, entries));
        byFrame.computeIfAbsent(frame, f -> new HashSet<>()).add(page);
        entries.forEach(
                entry -> byEntry.computeIfAbsent(entry, e -> new HashSet<>()).add(page));
    }

    /** Takes a page out of its shadow. */
    void forget(Page page) {
        Origin origin = origins.remove(page);
        if (origin == null) {
            return;
        }
        TableBuilder tables = tables(shadow(page.cr3()));
        tables.write(tables.lastEntry(page.address()), 0);
        remove(byFrame, origin.frame(), page);
        origin.entries().forEach(entry -> remove(byEntry, entry, page));
    }

    private static void remove(Map<Long, Set<Page>> index, long key, Page page) {
        index.computeIfPresent(key, (k, pages) -> {
            pages.remove(page);
            return pages.isEmpty() ? null : pages;
        });
    }

    /** Gives a shadow up, if there is one. */
    void drop(long cr3) {
        if (!shadows.containsKey(cr3)) {
            return;
        }
        Set<Page> pages = new HashSet<>(origins.keySet());
        pages.removeIf(page -> page.cr3() != cr3);
        pages.forEach(this::forget);
        Shadow gone = shadow(cr3);
        shadows.remove(cr3);
        gone.frames.forEach(memory::clearFrame);
        free.addAll(gone.frames);
    }

    /** The pages, of any shadow, that follow from an entry of the guest's tables. */
    Set<Page> from(long entry) {
        return Set.copyOf(byEntry.getOrDefault(entry, Set.of()));
    }

    /** The pages, of any shadow, that lead to a host frame. */
    Set<Page> to(long frame) {
        return Set.copyOf(byFrame.getOrDefault(frame, Set.of()));
    }
}
