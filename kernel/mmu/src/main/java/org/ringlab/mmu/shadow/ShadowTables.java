package org.ringlab.mmu.shadow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.EntryBits;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.Permissions;
import org.ringlab.mmu.paging.TableBuilder;
import org.ringlab.mmu.paging.Walker;

/**
 * The shadows that a monitor keeps, one for each CR3 of its guest, and what each of their pages was made from: the entries of
 * the guest that a write makes it forget, and the host's frame that a write protection has to reach.
 *
 * <p>When a page is forgotten is its user's policy: {@link ShadowPaging} watches the guest's tables, a monitor that sees each
 * MOV to CR3 and INVLPG may treat a shadow as the TLB that it stands for.
 */
public final class ShadowTables {
    /**
     * A page of one shadow.
     *
     * @param cr3 the guest's root that the shadow belongs to
     * @param address its linear address
     */
    public record Page(long cr3, long address) {}

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
    private final LongConsumer begun;
    private final Deque<Long> free = new ArrayDeque<>();
    private final Map<Long, Shadow> shadows = new LinkedHashMap<>(16, 0.75f, true); // least recently used first
    private final Map<Page, Origin> origins = new HashMap<>();
    private final Map<Long, Set<Page>> byEntry = new HashMap<>();
    private final Map<Long, Set<Page>> byFrame = new HashMap<>();

    /** Empty shadows that hold nothing but the guest's pages. */
    public ShadowTables(PhysicalMemory memory, PagingMode mode, long firstFrame, int count) {
        this(memory, mode, firstFrame, count, root -> {});
    }

    /**
     * Empty shadows.
     *
     * @param mode how the processor reads them
     * @param firstFrame where their tables may lie
     * @param count how many frames they may take, from 8 on
     * @param begun told of each new highest table, to put in what isn't the guest's
     */
    public ShadowTables(PhysicalMemory memory, PagingMode mode, long firstFrame, int count, LongConsumer begun) {
        this.memory = memory;
        this.mode = mode;
        this.begun = begun;
        for (int i = 0; i < count; i++) {
            free.add(firstFrame + (long) i * PhysicalMemory.FRAME_BYTES);
        }
    }

    /**
     * The flags of a page's entry in a shadow that is found by a walk of the guest's tables. A page not yet written stays
     * read-only, so that the guest's dirty bit is set by the first write; what only CR0.WP = 0 lets a kernel write is its alone.
     *
     * @param found the walk, of an access that the guest's tables allow
     * @param write whether that was a write
     * @param watched whether writes to the frame are to leave the guest
     * @param noExecute whether the shadow's entries have a bit for that
     */
    public static long flags(Walker found, boolean write, boolean watched, boolean noExecute) {
        int rights = found.rights();
        boolean may = (rights & Permissions.WRITABLE) != 0;
        boolean writable = (write || may && found.dirty()) && !watched;
        boolean user = (rights & Permissions.USER) != 0 && !(write && !may);
        return (writable ? EntryBits.WRITABLE : 0)
                | (user ? EntryBits.USER : 0)
                | (noExecute && (rights & Permissions.EXECUTABLE) == 0 ? EntryBits.NO_EXECUTE : 0);
    }

    /** The root of a guest's shadow, empty where it had none; the least recently used one goes where there is no frame. */
    public long root(long cr3) {
        Shadow known = shadows.get(cr3);
        if (known != null) {
            return known.root;
        }
        while (free.isEmpty()) {
            drop(shadows.keySet().iterator().next());
        }
        return begin(cr3).root;
    }

    private Shadow begin(long cr3) {
        Shadow made = new Shadow(free.remove());
        shadows.put(cr3, made);
        begun.accept(made.root);
        return made;
    }

    /** How many are kept. */
    public int kept() {
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
    public void put(Page page, long frame, long flags, Set<Long> entries) {
        forget(page);
        while (tables(shadow(page.cr3()))
                .map(page.address(), frame, PhysicalMemory.FRAME_BYTES, flags)
                .isPresent()) {
            long oldest = shadows.keySet().iterator().next();
            drop(oldest); // full: another shadow goes, or this one begins anew
            if (oldest == page.cr3()) {
                begin(oldest);
            }
        }
        origins.put(page, new Origin(frame, entries));
        byFrame.computeIfAbsent(frame, f -> new HashSet<>()).add(page);
        entries.forEach(
                entry -> byEntry.computeIfAbsent(entry, e -> new HashSet<>()).add(page));
    }

    /** Takes a page out of its shadow. */
    public void forget(Page page) {
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
    public void drop(long cr3) {
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
