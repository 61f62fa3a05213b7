package org.ringlab.mmu.paging;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.mmu.memory.PhysicalMemory;

/** Accessed and dirty bits that the walk under way will set if it succeeds (SDM 4.8, 29.3.5). */
final class EntryUpdates {
    /** More than the 35 entries of a walk of five levels over five. */
    private static final int MOST = 64;

    private final PhysicalMemory memory;
    private final long[] at = new long[MOST];
    private final long[] bits = new long[MOST];
    private final boolean[] narrow = new boolean[MOST];
    private int count;

    EntryUpdates(PhysicalMemory memory) {
        this.memory = memory;
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
    }

    /** Notes bits to be set in an entry of 4 bytes (narrow) or 8. */
    void add(long entryAt, long unset, boolean fourBytes) {
        at[count] = entryAt;
        bits[count] = unset;
        narrow[count] = fourBytes;
        count++;
    }

    /** What the entries will hold, in the order in which they were last touched. */
    List<Walk.Written> told() {
        Map<Long, Long> values = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Long before = values.remove(at[i]); // an entry may be touched by several walks of the second dimension
            long read = before != null ? before : narrow[i] ? memory.readInt(at[i]) : memory.readLong(at[i]);
            values.put(at[i], read | bits[i]);
        }
        return values.entrySet().stream()
                .map(entry -> new Walk.Written(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Sets them. */
    void commit() {
        for (int i = 0; i < count; i++) {
            if (narrow[i]) {
                memory.writeInt(at[i], memory.readInt(at[i]) | bits[i]);
            } else {
                memory.writeLong(at[i], memory.readLong(at[i]) | bits[i]);
            }
        }
        count = 0;
    }
}
