package org.ringlab.mmu.os;

import java.util.Locale;

/**
 * A piece of an address space that was asked for (a Linux VMA); its pages come when they are touched.
 *
 * @param start first linear address, a multiple of 4 KiB
 * @param end first address behind it, a multiple of 4 KiB
 * @param writable whether it may be written
 * @param executable whether it may be executed
 * @param shared whether a fork shares it instead of copying on write
 * @param name what it is for: {@code heap}, {@code stack}, {@code text}
 */
public record Region(long start, long end, boolean writable, boolean executable, boolean shared, String name) {
    /** Bytes. */
    public long bytes() {
        return end - start;
    }

    /** Whether an address lies in it. */
    public boolean holds(long address) {
        return address >= start && address < end;
    }

    boolean overlaps(long otherStart, long otherEnd) {
        return start < otherEnd && otherStart < end;
    }

    /** As a line of {@code /proc/PID/maps} begins. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%08x-%08x r%s%s%s %s",
                start,
                end,
                writable ? "w" : "-",
                executable ? "x" : "-",
                shared ? "s" : "p",
                name);
    }
}
