package org.ringlab.mmu.tlb;

import java.util.ArrayList;
import java.util.List;

/**
 * One set-associative array of translations.
 *
 * <p>A tag is page number, PCID and page size; global entries are compared without the PCID. The VPID or ASID is compared
 * always. The payload is the frame with the page's rights in its low bits, as {@link TlbEntry} decodes it.
 */
final class TlbArray {
    private static final int PCID_SHIFT = 3;
    private static final int PAGE_SHIFT = 15;
    private static final long ALL = -1L;
    private static final long ALL_BUT_PCID = ~(0xFFFL << PCID_SHIFT);

    private final int[] shifts;
    private final int[] held; // entries of each page size, so that absent sizes aren't looked for
    private final int setMask;
    private final int ways;
    private final long[] tags;
    private final long[] masks;
    private final long[] payloads;
    private final int[] spaces;
    private final Sets order;

    TlbArray(TlbShape.Array shape) {
        shifts = shape.pageShifts().stream().mapToInt(Integer::intValue).toArray();
        held = new int[shifts.length];
        setMask = shape.sets() - 1;
        ways = shape.ways();
        int entries = shape.entries();
        tags = new long[entries];
        masks = new long[entries];
        payloads = new long[entries];
        spaces = new int[entries];
        order = new Sets(shape.sets(), ways, shape.replacement());
        for (int i = 0; i < entries; i++) {
            masks[i] = ALL;
        }
    }

    boolean holds(int shift) {
        for (int candidate : shifts) {
            if (candidate == shift) {
                return true;
            }
        }
        return false;
    }

    /**
     * The payload for an address, or -1.
     *
     * @param address the linear address without bits above the translated ones
     */
    long find(long address, int pcid, int space) {
        for (int size = 0; size < shifts.length; size++) {
            if (held[size] == 0) {
                continue;
            }
            long page = address >>> shifts[size];
            long tag = tag(page, size, pcid);
            int set = (int) page & setMask;
            int first = set * ways;
            for (int way = 0; way < ways; way++) {
                if (((tags[first + way] ^ tag) & masks[first + way]) == 0 && spaces[first + way] == space) {
                    order.used(set, way);
                    return payloads[first + way];
                }
            }
        }
        return -1;
    }

    private int at(long page, int size, int pcid, int space) {
        long tag = tag(page, size, pcid);
        int first = ((int) page & setMask) * ways;
        for (int i = first; i < first + ways; i++) {
            if (((tags[i] ^ tag) & masks[i]) == 0 && spaces[i] == space) {
                return i;
            }
        }
        return -1;
    }

    private static long tag(long page, int size, int pcid) {
        return page << PAGE_SHIFT | (long) pcid << PCID_SHIFT | size + 1;
    }

    /** Puts a translation in, over an older one of the same page, into a free way, or for the set's victim. */
    void fill(long address, int shift, int pcid, int space, long payload) {
        int size = 0;
        while (shifts[size] != shift) {
            size++;
        }
        long page = address >>> shift;
        int at = at(page, size, pcid, space);
        int set = (int) page & setMask;
        if (at < 0) {
            at = free(set);
            if (at < 0) {
                at = set * ways + order.victim(set);
                drop(at);
            }
            held[size]++;
        }
        tags[at] = tag(page, size, pcid);
        masks[at] = TlbEntry.isGlobal(payload) ? ALL_BUT_PCID : ALL;
        payloads[at] = payload;
        spaces[at] = space;
        order.filled(set, at - set * ways);
    }

    private int free(int set) {
        for (int i = set * ways; i < (set + 1) * ways; i++) {
            if (tags[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private void drop(int at) {
        held[(int) (tags[at] & 7) - 1]--;
        tags[at] = 0;
        masks[at] = ALL;
    }

    /** Drops what translates an address, of every page size. */
    void drop(long address, int pcid, int space, boolean alsoGlobal) {
        for (int size = 0; size < shifts.length; size++) {
            long page = address >>> shifts[size];
            long tag = tag(page, size, pcid);
            int first = ((int) page & setMask) * ways;
            for (int i = first; i < first + ways; i++) {
                boolean global = tags[i] != 0 && TlbEntry.isGlobal(payloads[i]);
                if (((tags[i] ^ tag) & masks[i]) == 0 && spaces[i] == space && (alsoGlobal || !global)) {
                    drop(i);
                }
            }
        }
    }

    /** Drops entries: of one PCID or all (-1), of one space or all (-1), with or without global ones. */
    void dropAll(int pcid, int space, boolean alsoGlobal) {
        for (int i = 0; i < tags.length; i++) {
            if (tags[i] == 0
                    || space >= 0 && spaces[i] != space
                    || !alsoGlobal && TlbEntry.isGlobal(payloads[i])
                    || pcid >= 0 && !TlbEntry.isGlobal(payloads[i]) && pcid(i) != pcid) {
                continue;
            }
            drop(i);
        }
    }

    private int pcid(int at) {
        return (int) (tags[at] >>> PCID_SHIFT) & 0xFFF;
    }

    /** What is held, set by set. */
    List<TlbEntry> entries(String array) {
        List<TlbEntry> entries = new ArrayList<>();
        for (int i = 0; i < tags.length; i++) {
            if (tags[i] != 0) {
                int shift = shifts[(int) (tags[i] & 7) - 1];
                entries.add(TlbEntry.of(
                        array,
                        i / ways,
                        i % ways,
                        tags[i] >>> PAGE_SHIFT << shift,
                        shift,
                        pcid(i),
                        spaces[i],
                        payloads[i]));
            }
        }
        return entries;
    }
}
