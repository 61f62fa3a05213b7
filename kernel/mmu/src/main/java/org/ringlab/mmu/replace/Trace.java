package org.ringlab.mmu.replace;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Page references in order. Pages are renumbered from 0 by first appearance, so that tables over them are short. */
public final class Trace {
    private final long[] names;
    private final int[] pages;
    private final boolean[] writes;

    private Trace(long[] names, int[] pages, boolean[] writes) {
        this.names = names;
        this.pages = pages;
        this.writes = writes;
    }

    /** Reads of these pages. */
    public static Trace of(long... references) {
        return of(references, new boolean[references.length]);
    }

    /** References, each a read or a write; both arrays have the same length. */
    public static Trace of(long[] references, boolean[] writes) {
        Map<Long, Integer> numbers = new HashMap<>();
        int[] pages = new int[references.length];
        for (int i = 0; i < references.length; i++) {
            pages[i] = numbers.computeIfAbsent(references[i], page -> numbers.size());
        }
        long[] names = new long[numbers.size()];
        numbers.forEach((name, number) -> names[number] = name);
        return new Trace(names, pages, writes.clone());
    }

    /** How many references. */
    public int length() {
        return pages.length;
    }

    /** How many different pages. */
    public int distinct() {
        return names.length;
    }

    /** The page of a reference, as it was named. */
    public long page(int time) {
        return names[pages[time]];
    }

    /** The page of a reference, by number from 0. */
    int number(int time) {
        return pages[time];
    }

    long name(int number) {
        return names[number];
    }

    /** Whether a reference writes. */
    public boolean write(int time) {
        return writes[time];
    }

    /** For each reference when its page is used next; the trace's length if never. */
    int[] nextUses() {
        int[] next = new int[pages.length];
        int[] later = new int[names.length];
        Arrays.fill(later, pages.length);
        for (int time = pages.length - 1; time >= 0; time--) {
            next[time] = later[pages[time]];
            later[pages[time]] = time;
        }
        return next;
    }
}
