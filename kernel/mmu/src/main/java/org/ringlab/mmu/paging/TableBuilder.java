package org.ringlab.mmu.paging;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.ringlab.mmu.memory.PhysicalMemory;

/**
 * Writes page tables as a kernel does: entry by entry into memory, making the tables that are missing.
 *
 * <p>It says what is wrong with a mapping instead of making it; flushing the TLB afterwards is the caller's duty.
 */
public final class TableBuilder {
    /** Flags of tables: rights are decided by the last entry. */
    private static final long TABLE = EntryBits.PRESENT | EntryBits.WRITABLE | EntryBits.USER;

    private final PhysicalMemory memory;
    private final PagingMode mode;
    private final long root;
    private final LongSupplier frames;
    private final long base;
    private final String from;
    private final String to;

    /**
     * For the tables at {@code root}.
     *
     * @param frames gives the physical address of an empty frame for a table, or -1 when there is none left
     */
    public TableBuilder(PhysicalMemory memory, PagingMode mode, long root, LongSupplier frames) {
        this(memory, mode, root, frames, 0, "linear address", "physical address");
    }

    /**
     * For a guest's tables, whose addresses are all guest-physical.
     *
     * @param base where the memory that holds them begins in {@code memory}
     */
    public static TableBuilder ofGuest(
            PhysicalMemory memory, PagingMode mode, long root, LongSupplier frames, long base) {
        return new TableBuilder(memory, mode, root, frames, base, "linear address", "guest-physical address");
    }

    /** For the second dimension below a guest: EPT's entries name what may be done by the same bits 2:0. */
    public static TableBuilder below(PhysicalMemory memory, PagingMode mode, long root, LongSupplier frames) {
        return new TableBuilder(memory, mode, root, frames, 0, "guest-physical address", "host-physical address");
    }

    private TableBuilder(
            PhysicalMemory memory, PagingMode mode, long root, LongSupplier frames, long base, String from, String to) {
        if (mode == PagingMode.NONE) {
            throw new IllegalArgumentException("without paging there are no tables");
        }
        this.memory = memory;
        this.mode = mode;
        this.root = root;
        this.frames = frames;
        this.base = base;
        this.from = from;
        this.to = to;
    }

    /**
     * Maps one page.
     *
     * @param linear its address, a multiple of the page size
     * @param physical where it goes, a multiple of the page size
     * @param pageBytes 4 KiB, or a large page of the mode
     * @param flags bits of the last entry besides P and PS: {@link EntryBits}
     * @return what is wrong, with the allowed range; empty if it was mapped
     */
    public Optional<String> map(long linear, long physical, long pageBytes, long flags) {
        int lowest = level(pageBytes);
        if (lowest == 0) {
            return Optional.of("page size: " + pageBytes + " (allowed: " + sizes() + ")");
        }
        if (!mode.canonical(linear)) {
            return Optional.of(from + ": " + hex(linear) + " (allowed: " + range() + ")");
        }
        if ((linear & pageBytes - 1) != 0) {
            return Optional.of(from + ": " + hex(linear) + " (allowed: multiples of " + hex(pageBytes) + ")");
        }
        if ((physical & pageBytes - 1) != 0) {
            return Optional.of(to + ": " + hex(physical) + " (allowed: multiples of " + hex(pageBytes) + ")");
        }
        if (!memory.holds(physical) || mode.entryBytes() == 4 && physical >>> 32 != 0) {
            int bits = mode.entryBytes() == 4 ? 32 : memory.addressBits();
            return Optional.of(to + ": " + hex(physical) + " (allowed: 0x0 to " + hex((1L << bits) - 1) + ")");
        }
        long table = root;
        for (int level = mode.levels(); level > lowest; level--) {
            long at = entryAddress(table, level, linear);
            long entry = read(at);
            if ((entry & EntryBits.PRESENT) == 0) {
                long frame = frames.getAsLong();
                if (frame < 0) {
                    return Optional.of("no frame is left for a " + mode.table(level - 1));
                }
                entry = frame | (mode == PagingMode.PAE && level == 3 ? EntryBits.PRESENT : TABLE);
                write(at, entry);
            } else if ((entry & EntryBits.LARGE) != 0 && level < 4 && !(mode == PagingMode.PAE && level == 3)) {
                return Optional.of(hex(linear) + ": overlaps a large page of " + size(1L << mode.shift(level)));
            }
            table = address(entry);
        }
        long at = entryAddress(table, lowest, linear);
        if ((read(at) & EntryBits.PRESENT) != 0) {
            return Optional.of(hex(linear) + ": overlaps a mapping that is there already");
        }
        write(at, physical | flags | EntryBits.PRESENT | (lowest > 1 ? EntryBits.LARGE : 0));
        return Optional.empty();
    }

    /**
     * Where the last entry for an address lies, large pages included.
     *
     * @return its physical address, or -1 where a table on the way is missing
     */
    public long lastEntry(long linear) {
        long table = root;
        for (int level = mode.levels(); level > 1; level--) {
            long at = entryAddress(table, level, linear);
            long entry = read(at);
            if ((entry & EntryBits.PRESENT) == 0) {
                return -1;
            }
            if ((entry & EntryBits.LARGE) != 0 && level < 4 && !(mode == PagingMode.PAE && level == 3)) {
                return at;
            }
            table = address(entry);
        }
        return entryAddress(table, 1, linear);
    }

    /** Reads an entry of this mode's size. */
    public long read(long at) {
        return mode.entryBytes() == 4 ? memory.readInt(base + at) : memory.readLong(base + at);
    }

    /** Writes an entry of this mode's size. */
    public void write(long at, long entry) {
        if (mode.entryBytes() == 4) {
            memory.writeInt(base + at, entry);
        } else {
            memory.writeLong(base + at, entry);
        }
    }

    private long entryAddress(long table, int level, long linear) {
        return table + (long) mode.index(level, linear) * mode.entryBytes();
    }

    /** The address in an entry, without flags. */
    public static long address(long entry) {
        return entry & 0x000F_FFFF_FFFF_F000L;
    }

    /** The level whose entries map pages of this size; 0 for none. */
    private int level(long pageBytes) {
        for (int level = 1; level <= Math.min(mode.levels(), 3); level++) {
            if (1L << mode.shift(level) == pageBytes && !(mode == PagingMode.PAE && level == 3)) {
                return level;
            }
        }
        return 0;
    }

    private String sizes() {
        StringBuilder sizes = new StringBuilder("4 KiB");
        for (long bytes : new long[] {1L << 21, 1L << 22, 1L << 30}) {
            if (level(bytes) != 0) {
                sizes.append(", ").append(size(bytes));
            }
        }
        return sizes.toString();
    }

    private String range() {
        if (mode.addressBits() == 32) {
            return "0x0 to 0xffffffff";
        }
        long half = 1L << mode.addressBits() - 1;
        return "0x0 to " + hex(half - 1) + ", " + hex(-half) + " to 0xffffffffffffffff";
    }

    /** A size in the unit that people say it in. */
    public static String size(long bytes) {
        return bytes >= 1L << 30
                ? (bytes >>> 30) + " GiB"
                : bytes >= 1L << 20 ? (bytes >>> 20) + " MiB" : (bytes >>> 10) + " KiB";
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
