package org.ringlab.mmu.tlb;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data cache by physical address, set-associative, write-back, filled on reads and writes alike; with a next level, or RAM.
 *
 * <p>It holds no bytes: it tells where a line would be found, which is what locality is about.
 */
public final class DataCache {
    private final CacheShape shape;
    private final int lineShift;
    private final int setMask;
    private final long[] lines; // line number plus one; 0 is empty
    private final boolean[] dirty;
    private final Sets order;
    private final @Nullable DataCache next;
    private long hits;
    private long misses;
    private long writeBacks;

    /** A cache in front of another, or of RAM ({@code null}); the shape must be without problems. */
    public DataCache(CacheShape shape, @Nullable DataCache next) {
        List<String> problems = shape.problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        this.shape = shape;
        this.next = next;
        lineShift = Integer.numberOfTrailingZeros(shape.lineBytes());
        setMask = shape.sets() - 1;
        lines = new long[shape.sets() * shape.ways()];
        dirty = new boolean[lines.length];
        order = new Sets(shape.sets(), shape.ways(), shape.replacement());
    }

    /**
     * One access of a line.
     *
     * @return how many levels were asked in vain: 0 is a hit here, 1 in the next level, and so on
     */
    public int access(long physical, boolean write) {
        long line = physical >>> lineShift;
        int set = (int) line & setMask;
        int first = set * shape.ways();
        int free = -1;
        for (int i = first; i < first + shape.ways(); i++) {
            if (lines[i] == line + 1) {
                hits++;
                dirty[i] |= write;
                order.used(set, i - first);
                return 0;
            }
            if (lines[i] == 0 && free < 0) {
                free = i;
            }
        }
        misses++;
        int depth = 1 + (next == null ? 0 : next.access(physical, false));
        int at = free >= 0 ? free : first + order.victim(set);
        if (lines[at] != 0 && dirty[at]) {
            writeBacks++;
            if (next != null) {
                next.access(lines[at] - 1 << lineShift, true);
            }
        }
        lines[at] = line + 1;
        dirty[at] = write;
        order.filled(set, at - first);
        return depth;
    }

    /** What it is made of. */
    public CacheShape shape() {
        return shape;
    }

    /** Accesses found here. */
    public long hits() {
        return hits;
    }

    /** Accesses that went on to the next level. */
    public long misses() {
        return misses;
    }

    /** Changed lines that were written to the next level. */
    public long writeBacks() {
        return writeBacks;
    }
}
