package org.ringlab.bench.memory;

import java.util.Objects;
import org.ringlab.common.SeededRandom;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.paging.EntryBits;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.Stage;
import org.ringlab.mmu.paging.TableBuilder;
import org.ringlab.mmu.paging.Walker;

/** A memory with 32,768 pages mapped side by side from 1 GiB on, 4-level; and the same below an EPT of 4 KiB pages. */
final class Tables {
    static final int PAGES = 32_768;
    static final long START = 0x4000_0000L;
    private static final long FRAMES = 0x1000_0000L;
    private static final long ROOT = 0x1000;
    private static final long EPT_ROOT = 0x4000_0000L;

    final PhysicalMemory memory = new PhysicalMemory(40);
    final ControlRegisters control = ControlRegisters.of(PagingMode.LEVEL4, ROOT);
    private long nextTable = ROOT + 0x1000;
    private long nextEptTable = EPT_ROOT + 0x1000;

    Tables() {
        TableBuilder tables = new TableBuilder(memory, PagingMode.LEVEL4, ROOT, () -> {
            nextTable += 0x1000;
            return nextTable - 0x1000;
        });
        long flags = EntryBits.WRITABLE | EntryBits.USER | EntryBits.ACCESSED | EntryBits.DIRTY;
        for (int page = 0; page < PAGES; page++) {
            tables.map(START + page * 0x1000L, FRAMES + page * 0x1000L, 0x1000, flags);
        }
    }

    /** Addresses in random pages among the first so many. */
    static long[] addresses(int count, int pages) {
        SeededRandom random = new SeededRandom(pages);
        long[] addresses = new long[count];
        for (int i = 0; i < count; i++) {
            addresses[i] = START + random.nextInt(pages) * 0x1000L + random.nextInt(512) * 8L;
        }
        return addresses;
    }

    Stage plain(Walker walker) {
        return Objects.requireNonNull(walker.load(control, null));
    }

    /** The guest's memory, tables and pages, maps to itself page by page. */
    Stage nested(Walker walker) {
        TableBuilder ept = new TableBuilder(memory, PagingMode.LEVEL4, EPT_ROOT, () -> {
            nextEptTable += 0x1000;
            return nextEptTable - 0x1000;
        });
        long leaf = EntryBits.EPT_WRITE | EntryBits.EPT_EXECUTE | 6 << 3;
        for (long at = 0; at < nextTable; at += 0x1000) {
            ept.map(at, at, 0x1000, leaf);
        }
        for (int page = 0; page < PAGES; page++) {
            long at = FRAMES + page * 0x1000L;
            ept.map(at, at, 0x1000, leaf);
        }
        Stage second = Stage.extended(EPT_ROOT | 0x1E, CpuModel.STANDARD);
        return Objects.requireNonNull(walker.load(control, second));
    }
}
