package org.ringlab.mmu.tlb;

import java.util.ArrayList;
import java.util.List;

/** All TLBs of a processor: first level apart for instructions and data, second level for both. */
public final class Tlb {
    private final TlbArray[] instruction;
    private final TlbArray[] data;
    private final TlbArray[] second;
    private long hits;
    private long secondHits;
    private long misses;

    /** An empty TLB; the shape must be without {@link TlbShape#problems}. */
    Tlb(TlbShape shape) {
        List<String> problems = shape.problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        instruction = arrays(shape.instruction());
        data = arrays(shape.data());
        second = arrays(shape.second());
    }

    private static TlbArray[] arrays(List<TlbShape.Array> shapes) {
        return shapes.stream().map(TlbArray::new).toArray(TlbArray[]::new);
    }

    /** Accesses that the first level answered. */
    public long hits() {
        return hits;
    }

    /** Accesses that the second level answered. */
    public long secondHits() {
        return secondHits;
    }

    /** Accesses that no level knew. */
    public long misses() {
        return misses;
    }

    /** The payload for an address, or -1; a second-level hit moves into the first. */
    long find(long address, boolean fetch, int pcid, int space) {
        TlbArray[] first = fetch ? instruction : data;
        for (TlbArray array : first) {
            long payload = array.find(address, pcid, space);
            if (payload != -1) {
                hits++;
                return payload;
            }
        }
        for (TlbArray array : second) {
            long payload = array.find(address, pcid, space);
            if (payload != -1) {
                secondHits++;
                put(first, address, pcid, space, payload);
                return payload;
            }
        }
        misses++;
        return -1;
    }

    void fill(long address, boolean fetch, int pcid, int space, long payload) {
        put(fetch ? instruction : data, address, pcid, space, payload);
        put(second, address, pcid, space, payload);
    }

    private static void put(TlbArray[] level, long address, int pcid, int space, long payload) {
        int shift = TlbEntry.shift(payload);
        for (TlbArray array : level) {
            if (array.holds(shift)) {
                array.fill(address, shift, pcid, space, payload);
                return;
            }
        }
    }

    void drop(long address, int pcid, int space, boolean alsoGlobal) {
        for (TlbArray array : instruction) {
            array.drop(address, pcid, space, alsoGlobal);
        }
        for (TlbArray array : data) {
            array.drop(address, pcid, space, alsoGlobal);
        }
        for (TlbArray array : second) {
            array.drop(address, pcid, space, alsoGlobal);
        }
    }

    void dropAll(int pcid, int space, boolean alsoGlobal) {
        for (TlbArray array : instruction) {
            array.dropAll(pcid, space, alsoGlobal);
        }
        for (TlbArray array : data) {
            array.dropAll(pcid, space, alsoGlobal);
        }
        for (TlbArray array : second) {
            array.dropAll(pcid, space, alsoGlobal);
        }
    }

    /** Everything held: first level data, first level instructions, second level; by set and way. */
    public List<TlbEntry> entries() {
        List<TlbEntry> entries = new ArrayList<>();
        for (TlbArray array : data) {
            entries.addAll(array.entries("L1 data"));
        }
        for (TlbArray array : instruction) {
            entries.addAll(array.entries("L1 instruction"));
        }
        for (TlbArray array : second) {
            entries.addAll(array.entries("L2"));
        }
        return entries;
    }
}
