package org.ringlab.mmu.tlb;

import java.util.ArrayList;
import java.util.List;

/**
 * One level of a data cache.
 *
 * @param name how it is called, such as L1
 * @param lineBytes a power of two, 8 to 4,096
 * @param sets a power of two
 * @param ways lines a set
 * @param replacement who goes when a set is full
 */
public record CacheShape(String name, int lineBytes, int sets, int ways, Replacement replacement) {
    /** 32 KiB, 8 ways, lines of 64 bytes. */
    public static final CacheShape L1 = new CacheShape("L1", 64, 64, 8, Replacement.TREE_PLRU);
    /** 256 KiB, 4 ways, lines of 64 bytes. */
    public static final CacheShape L2 = new CacheShape("L2", 64, 1024, 4, Replacement.TREE_PLRU);

    /** How many bytes it holds. */
    public long bytes() {
        return (long) lineBytes * sets * ways;
    }

    /** What makes it impossible: field and allowed range; empty if it can be built. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (lineBytes < 8 || lineBytes > 4096 || Integer.bitCount(lineBytes) != 1) {
            problems.add(name + ".lineBytes: " + lineBytes + " (allowed: a power of two from 8 to 4096)");
        }
        if (sets < 1 || sets > 1 << 20 || Integer.bitCount(sets) != 1) {
            problems.add(name + ".sets: " + sets + " (allowed: a power of two from 1 to 1048576)");
        }
        if (ways < 1 || ways > 64) {
            problems.add(name + ".ways: " + ways + " (allowed: 1 to 64)");
        } else if (replacement == Replacement.TREE_PLRU && Integer.bitCount(ways) != 1) {
            problems.add(name + ".ways: " + ways + " with TREE_PLRU (allowed: 1, 2, 4, 8, 16, 32, 64)");
        }
        return problems;
    }
}
