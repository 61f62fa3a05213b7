package org.ringlab.mmu.tlb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringlab.common.SeededRandom;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.paging.Fault;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.Stage;
import org.ringlab.mmu.tlb.TlbShape.Array;

/** Staleness, tags and walk caches beyond the recorded scripts, and: with correct flushes a TLB changes nothing. */
class MmuTest {
    private static final long PAGE = 0x4000_0000L;

    /** PML4 0x1000, PDPT 0x2000, PD 0x3000, PT 0x4000 of linear 1 GiB; the first 8 pages map 0x100000 on. */
    private static Mmu machine(TlbShape shape) {
        PhysicalMemory memory = new PhysicalMemory(40);
        memory.writeLong(0x1000, 0x2007);
        memory.writeLong(0x2008, 0x3007);
        memory.writeLong(0x3000, 0x4007);
        for (int i = 0; i < 8; i++) {
            memory.writeLong(0x4000 + 8 * i, 0x10_0007 + 0x1000L * i);
        }
        Mmu mmu = new Mmu(memory, CpuModel.STANDARD, shape);
        assertTrue(mmu.load(ControlRegisters.of(PagingMode.LEVEL4, 0x1000)).isEmpty());
        return mmu;
    }

    @Test
    void walkCachesKeepUpperLevelsUntilInvlpg() {
        Mmu mmu = machine(TlbShape.DESKTOP.withWalkCache(16));
        assertEquals(
                4,
                mmu.explain(PAGE, Access.USER_READ).walk().orElseThrow().steps().size());
        // Another page of the same table: only the last entry is read.
        assertEquals(
                1,
                mmu.explain(PAGE + 0x1000, Access.USER_READ)
                        .walk()
                        .orElseThrow()
                        .steps()
                        .size());
        mmu.memory().writeLong(0x3000, 0); // the page table is gone, but the caches still lead to it
        assertEquals(0x10_2000, mmu.translate(PAGE + 0x2000, Access.USER_READ));
        mmu.invlpg(PAGE + 0x7000);
        assertEquals(-1, mmu.translate(PAGE + 0x3000, Access.USER_READ));
        assertEquals(new Fault.PageFault(4, PAGE + 0x3000, 2), mmu.fault());
        assertEquals(PAGE + 0x3000, mmu.cr2());
    }

    @Test
    void anAddressThatIsNotCanonicalNeverReachesTheTlb() {
        Mmu mmu = machine(TlbShape.DESKTOP);
        Fault refused = new Fault.GeneralProtection(Fault.GeneralProtection.Stage.ACCESS);
        assertEquals(0x10_0000, mmu.translate(PAGE, Access.USER_READ));
        assertEquals(-1, mmu.translate(PAGE | 1L << 60, Access.USER_READ));
        assertEquals(refused, mmu.fault());
        assertEquals(refused, mmu.explain(PAGE | 1L << 60, Access.USER_READ).outcome());
    }

    @Test
    void pcidsKeepTheirEntriesThroughASwitchThatAsksForIt() {
        Mmu mmu = machine(TlbShape.DESKTOP);
        assertTrue(mmu.movCr4(mmu.control().cr4() | ControlRegisters.CR4_PCIDE).isEmpty());
        assertTrue(mmu.movCr3(0x1001).isEmpty());
        assertEquals(0x10_0000, mmu.translate(PAGE, Access.USER_READ));
        assertTrue(mmu.movCr3(0x1002).isEmpty());
        mmu.memory().writeLong(0x4000, 0x20_0007);
        assertEquals(0x20_0000, mmu.translate(PAGE, Access.USER_READ)); // its own entry
        assertTrue(mmu.movCr3(0x1001 | Long.MIN_VALUE).isEmpty());
        assertEquals(0x10_0000, mmu.translate(PAGE, Access.USER_READ)); // the first PCID's, stale
        assertTrue(mmu.movCr3(0x1001).isEmpty());
        assertEquals(0x20_0000, mmu.translate(PAGE, Access.USER_READ));
    }

    @Test
    void wpActsAtOnceOnEntriesThatAreCached() {
        Mmu mmu = machine(TlbShape.DESKTOP);
        mmu.memory().writeLong(0x4000, 0x10_0065);
        long cr0 = mmu.control().cr0();
        assertTrue(mmu.movCr0(cr0 & ~ControlRegisters.CR0_WP).isEmpty());
        assertEquals(0x10_0000, mmu.translate(PAGE, Access.KERNEL_WRITE));
        assertTrue(mmu.movCr0(cr0).isEmpty());
        assertEquals(-1, mmu.translate(PAGE, Access.KERNEL_WRITE));
    }

    /** SDM 4.4.1: MOV to CR3 loads the four PDPTEs, MOV to CR0 and CR4 only if certain bits change. */
    @Test
    void pdptesStayAsLoadedUntilARegisterLoadsThemAnew() {
        PhysicalMemory memory = new PhysicalMemory(40);
        memory.writeLong(0x1000, 0x2001);
        memory.writeLong(0x2000, 0x87);
        Mmu mmu = new Mmu(memory, CpuModel.STANDARD, TlbShape.DESKTOP);
        assertTrue(mmu.load(ControlRegisters.of(PagingMode.PAE, 0x1000)).isEmpty());
        memory.writeLong(0x1000, 0x2003); // bit 1 is reserved
        long cr0 = mmu.control().cr0();
        long cr4 = mmu.control().cr4();
        assertTrue(mmu.movCr0(cr0 ^ ControlRegisters.CR0_WP).isEmpty());
        assertTrue(mmu.movCr4(cr4 ^ ControlRegisters.CR4_SMAP).isEmpty());
        mmu.wrpkru(4);
        mmu.invlpg(0x1234);
        assertEquals(0x1234, mmu.translate(0x1234, Access.USER_READ));
        Fault refused = new Fault.GeneralProtection(Fault.GeneralProtection.Stage.LOAD);
        assertEquals(refused, mmu.movCr4(cr4 ^ ControlRegisters.CR4_PGE).orElseThrow());
        assertEquals(refused, mmu.movCr0(cr0 | ControlRegisters.CR0_CD).orElseThrow());
        assertEquals(refused, mmu.movCr3(0x1000).orElseThrow());
    }

    @Test
    void vpidsKeepAGuestsEntriesAndWithoutThemEveryEntryIsEmpty() {
        Mmu mmu = machine(TlbShape.DESKTOP);
        PhysicalMemory memory = mmu.memory();
        for (int level = 4; level > 1; level--) { // EPT maps the first 2 MiB to themselves
            memory.writeLong(0x80_0000 + 0x1000L * level, 0x80_0000 + 0x1000L * (level - 1) | 7);
        }
        for (long frame = 0; frame < 512; frame++) {
            memory.writeLong(0x80_1000 + 8 * frame, frame << 12 | 6 << 3 | 7);
        }
        Stage ept = Stage.extended(0x80_4000 | 0x5E, CpuModel.STANDARD);
        ControlRegisters host = mmu.control();
        ControlRegisters guest = ControlRegisters.of(PagingMode.LEVEL4, 0x1000);
        assertEquals(0x10_0000, mmu.translate(PAGE, Access.USER_READ));
        long before = mmu.tlb().misses();
        mmu.enter(ept, guest, 7);
        assertEquals(
                25, mmu.explain(PAGE, Access.USER_READ).walk().orElseThrow().references());
        mmu.enter(null, host, 0);
        assertEquals(0x10_0000, mmu.translate(PAGE, Access.USER_READ)); // the host's entry is still there
        mmu.enter(ept, guest, 7);
        assertTrue(mmu.explain(PAGE, Access.USER_READ).hit()); // and the guest's
        assertEquals(before + 1, mmu.tlb().misses());
        mmu.dropSpace(7);
        assertFalse(mmu.explain(PAGE, Access.USER_READ).hit());
        mmu.enter(null, host, 0);
        mmu.enter(ept, guest, 0);
        mmu.enter(null, host, 0);
        assertFalse(mmu.explain(PAGE, Access.USER_READ).hit());
    }

    @Test
    void aSmallTlbForgetsByItsReplacement() {
        Mmu mmu = machine(TlbShape.single(1, 2, Replacement.LRU));
        mmu.translate(PAGE, Access.USER_READ);
        mmu.translate(PAGE + 0x1000, Access.USER_READ);
        mmu.translate(PAGE, Access.USER_READ);
        mmu.translate(PAGE + 0x2000, Access.USER_READ);
        assertTrue(mmu.explain(PAGE, Access.USER_READ).hit());
        assertFalse(mmu.explain(PAGE + 0x1000, Access.USER_READ).hit());
    }

    @Test
    void impossibleShapesAreNamed() {
        Array array = new Array(List.of(12, 13), 3, 6, Replacement.TREE_PLRU);
        TlbShape shape = new TlbShape(List.of(), List.of(array), List.of(), 3, true);
        assertEquals(
                List.of(
                        "data.sets: 3 (allowed: a power of two from 1 to 65536)",
                        "data.ways: 6 with TREE_PLRU (allowed: 1, 2, 4, 8, 16, 32, 64)",
                        "data.pageShifts: 13 (allowed: 12, 21, 22, 30)",
                        "walkCacheEntries: 3 (allowed: 0, or a power of two up to 4096)"),
                shape.problems());
        assertThrows(IllegalArgumentException.class, () -> new Mmu(new PhysicalMemory(32), CpuModel.STANDARD, shape));
    }

    /** Random tables, edits followed by the flush they need, accesses of all kinds: outcomes and memory stay the same. */
    @ParameterizedTest
    @EnumSource(
            value = PagingMode.class,
            names = {"BITS32", "PAE", "LEVEL4", "LEVEL5"})
    void withCorrectFlushesATlbChangesNothing(PagingMode mode) {
        for (int seed = 0; seed < 12; seed++) {
            SeededRandom random = new SeededRandom(100L * mode.ordinal() + seed);
            List<Mmu> machines = new ArrayList<>();
            for (TlbShape shape : List.of(
                    TlbShape.NONE,
                    TlbShape.DESKTOP,
                    TlbShape.single(2, 2, Replacement.RANDOM),
                    TlbShape.DESKTOP.withWalkCache(8))) {
                machines.add(new Mmu(new PhysicalMemory(40), CpuModel.STANDARD, shape));
            }
            ControlRegisters control = ControlRegisters.of(mode, 0x1000);
            for (Mmu mmu : machines) {
                fill(mmu.memory(), mode, new SeededRandom(seed));
                assertTrue(mmu.load(control).isEmpty());
            }
            for (int i = 0; i < 3_000; i++) {
                long address = (long) random.nextInt(4) << mode.shift(Math.min(2, mode.levels()))
                        | (long) random.nextInt(4) << 12
                        | random.nextInt(1024) * 4L;
                int action = random.nextInt(20);
                long flags = List.of(7L, 0x107L, 3L, 5L, 0x27L, 0L).get(random.nextInt(6));
                Access access = new Access(
                        Access.Type.values()[random.nextInt(3)], random.nextInt(2) * 3, random.nextInt(2) == 0, false);
                List<Object> seen = new ArrayList<>();
                for (Mmu mmu : machines) {
                    seen.add(act(mmu, mode, action, address, flags, access));
                }
                for (Object other : seen) {
                    assertEquals(seen.get(0), other, "seed " + seed + ", step " + i);
                }
            }
            for (Mmu mmu : machines) {
                for (long at = 0x1000; at < 0x10_0000; at += 8) {
                    assertEquals(
                            machines.get(0).memory().readLong(at), mmu.memory().readLong(at));
                }
            }
        }
    }

    private static Object act(Mmu mmu, PagingMode mode, int action, long address, long flags, Access access) {
        if (action == 0) {
            long at = lastEntry(mmu.memory(), mode, address);
            store(mmu.memory(), mode, at, flags == 0 ? 0 : read(mmu.memory(), mode, at) & ~0x1FFL | flags);
            mmu.invlpg(address);
            return 0;
        }
        if (action == 1) {
            return mmu.movCr3(mmu.control().cr3());
        }
        if (action == 2) {
            return mmu.movCr0(mmu.control().cr0() ^ ControlRegisters.CR0_WP);
        }
        if (action == 3) {
            return mmu.movCr4(mmu.control().cr4() ^ ControlRegisters.CR4_SMAP);
        }
        long physical = mmu.translate(address, access);
        return physical >= 0 ? physical : mmu.fault();
    }

    /** Four page tables of four pages each, below one chain of upper tables. */
    private static void fill(PhysicalMemory memory, PagingMode mode, SeededRandom random) {
        long next = 0x2000;
        long table = 0x1000;
        for (int level = mode.levels(); level > 2; level--) {
            store(memory, mode, table, next | (mode == PagingMode.PAE ? 1 : 7));
            table = next;
            next += 0x1000;
        }
        for (int directory = 0; directory < 4; directory++) {
            store(memory, mode, table + (long) directory * mode.entryBytes(), next | 7);
            for (int page = 0; page < 4; page++) {
                store(
                        memory,
                        mode,
                        next + (long) page * mode.entryBytes(),
                        0x10_0000L + random.nextInt(64) * 0x1000L | 7);
            }
            next += 0x1000;
        }
    }

    private static long lastEntry(PhysicalMemory memory, PagingMode mode, long address) {
        long table = 0x1000;
        for (int level = mode.levels(); level > 1; level--) {
            table = read(memory, mode, table + (long) mode.index(level, address) * mode.entryBytes()) & ~0xFFFL;
        }
        return table + (long) mode.index(1, address) * mode.entryBytes();
    }

    private static long read(PhysicalMemory memory, PagingMode mode, long at) {
        return mode.entryBytes() == 4 ? memory.readInt(at) : memory.readLong(at);
    }

    private static void store(PhysicalMemory memory, PagingMode mode, long at, long value) {
        if (mode.entryBytes() == 4) {
            memory.writeInt(at, value);
        } else {
            memory.writeLong(at, value);
        }
    }

    @Test
    void cachesTellLocalityApart() {
        DataCache second = new DataCache(CacheShape.L2, null);
        DataCache first = new DataCache(CacheShape.L1, second);
        for (long at = 0; at < 16 * 1024; at += 8) {
            first.access(at, false);
        }
        assertEquals(16 * 1024 / 64, first.misses()); // a miss a line, 7 hits after it
        assertEquals(7 * 16 * 1024 / 64, first.hits());
        for (long at = 0; at < 64 * 1024; at += 4096) {
            first.access(at, true); // 16 lines of one set of 8 ways
        }
        for (long at = 0; at < 64 * 1024; at += 4096) {
            assertEquals(1, first.access(at, false)); // gone from L1, still in L2
        }
        assertTrue(first.writeBacks() >= 8);
        assertEquals(
                List.of("L1.lineBytes: 48 (allowed: a power of two from 8 to 4096)"),
                new CacheShape("L1", 48, 64, 8, Replacement.LRU).problems());
    }
}
