package org.ringlab.mmu.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringlab.common.SeededRandom;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.paging.Fault;
import org.ringlab.mmu.paging.Outcome;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.Stage;
import org.ringlab.mmu.paging.Walker;
import org.ringlab.mmu.shadow.ShadowPaging.Exit;
import org.ringlab.mmu.tlb.Mmu;
import org.ringlab.mmu.tlb.TlbShape;

/** A guest whose memory lies 16 MiB up: what it sees through a shadow is what nested paging would show it. */
class ShadowPagingTest {
    private static final long OFFSET = 0x100_0000;
    private static final ControlRegisters GUEST = ControlRegisters.of(PagingMode.LEVEL4, 0x1000);

    private final PhysicalMemory memory = new PhysicalMemory(40);
    private final Stage second = secondDimension();

    private Stage secondDimension() {
        memory.writeLong(0x80_4000, 0x80_3007);
        memory.writeLong(0x80_3000, 0x80_2007);
        memory.writeLong(0x80_2000, OFFSET | 1 << 7 | 6 << 3 | 7); // one page of 2 MiB
        return Stage.extended(0x80_4000 | 0x1E, CpuModel.STANDARD);
    }

    private void guestWrites(long guestPhysical, long value) {
        memory.writeLong(OFFSET + guestPhysical, value);
    }

    private ShadowPaging monitor() {
        guestWrites(0x1000, 0x2007);
        guestWrites(0x2000, 0x3007);
        guestWrites(0x3000, 0x4007);
        guestWrites(0x4000, 0x9007);
        guestWrites(0x4008, 0xA005);
        return new ShadowPaging(new Mmu(memory, CpuModel.STANDARD, TlbShape.DESKTOP), second, GUEST, 0x90_0000, 64);
    }

    private static Outcome at(long physical) {
        return new Outcome.Translated(physical, physical, 4096);
    }

    @Test
    void exitsAreCountedByTheirReason() {
        ShadowPaging monitor = monitor();
        assertEquals(at(OFFSET + 0x9008), monitor.access(8, Access.USER_READ)); // filled, read-only until written
        assertEquals(at(OFFSET + 0x9008), monitor.access(8, Access.USER_READ)); // no exit
        assertEquals(at(OFFSET + 0x9008), monitor.access(8, Access.USER_WRITE)); // filled again: the guest's D bit
        assertEquals(0x9067, memory.readLong(OFFSET + 0x4000));
        assertEquals(new Fault.PageFault(7, 0x1000, 0), monitor.access(0x1000, Access.USER_WRITE));
        monitor.storeEntry(0x4008, 0xB007);
        monitor.invlpg(0x1000);
        assertEquals(at(OFFSET + 0xB000), monitor.access(0x1000, Access.USER_WRITE));
        monitor.movCr3(0x1000);
        Map<Exit, Integer> expected = new EnumMap<>(Exit.class);
        expected.put(Exit.SHADOW_FILL, 3);
        expected.put(Exit.GUEST_FAULT, 1);
        expected.put(Exit.TABLE_WRITE, 1);
        expected.put(Exit.EMULATED_WRITE, 0);
        expected.put(Exit.CR3_LOAD, 1);
        expected.put(Exit.INVLPG, 1);
        assertEquals(expected, monitor.exits());
    }

    @Test
    void theGuestSeesWhatNestedPagingWouldShow() {
        SeededRandom random = new SeededRandom(3);
        ShadowPaging monitor = monitor();
        Walker walker = new Walker(memory, CpuModel.STANDARD);
        Stage nested = Objects.requireNonNull(walker.load(GUEST, second));
        List<Long> entries = List.of(0L, 0x9007L, 0xA005L, 0xB003L, 0xC001L, 0x8000_0000_0000_D007L);
        for (int i = 0; i < 5_000; i++) {
            if (random.nextInt(8) == 0) {
                int page = random.nextInt(4);
                monitor.storeEntry(0x4000 + 8L * page, entries.get(random.nextInt(entries.size())));
                monitor.invlpg(page * 0x1000L);
            }
            long address = random.nextInt(4) * 0x1000L + random.nextInt(512) * 8L;
            Access access = new Access(Access.Type.values()[random.nextInt(3)], random.nextInt(2) * 3);
            Outcome through = monitor.access(address, access);
            Outcome expected = walker.explain(nested, address, access).outcome();
            if (expected instanceof Outcome.Translated there) {
                expected = at(there.physical());
            }
            assertEquals(expected, through, "access " + i);
        }
    }

    @Test
    void eachAddressSpaceKeepsItsShadow() {
        ShadowPaging monitor = monitor();
        guestWrites(0x5000, 0x2007); // another root over the same tables
        monitor.access(0, Access.USER_READ);
        monitor.movCr3(0x5000);
        monitor.access(0, Access.USER_READ);
        for (int i = 0; i < 10; i++) {
            monitor.movCr3(i % 2 == 0 ? 0x1000 : 0x5000);
            monitor.access(0, Access.USER_READ);
        }
        assertEquals(2, monitor.shadows());
        assertEquals(2, monitor.exits().get(Exit.SHADOW_FILL)); // one for each, however often they change
        assertEquals(11, monitor.exits().get(Exit.CR3_LOAD));
        monitor.storeEntry(0x4000, 0xC007); // reaches both
        assertEquals(at(OFFSET + 0xC000), monitor.access(0, Access.USER_READ));
        monitor.movCr3(0x1000);
        assertEquals(at(OFFSET + 0xC000), monitor.access(0, Access.USER_READ));
        assertEquals(4, monitor.exits().get(Exit.SHADOW_FILL));
    }

    @Test
    void aTableWrittenThroughItsOwnMappingIsSeen() {
        ShadowPaging monitor = monitor();
        guestWrites(0x4010, 0x4007); // page 2 is the page table itself
        assertEquals(at(OFFSET + 0x9000), monitor.access(0, Access.USER_READ));
        assertEquals(at(OFFSET + 0x4000), monitor.access(0x2000, Access.USER_WRITE));
        guestWrites(0x4000, 0xD007);
        assertEquals(1, monitor.exits().get(Exit.TABLE_WRITE));
        assertEquals(at(OFFSET + 0xD000), monitor.access(0, Access.USER_READ));
    }

    @Test
    void whereTheFramesAreFewShadowsAreMadeAnew() {
        ShadowPaging few =
                new ShadowPaging(new Mmu(memory, CpuModel.STANDARD, TlbShape.DESKTOP), second, GUEST, 0x90_0000, 8);
        monitor();
        for (long root = 0x10_000; root < 0x18_000; root += 0x1000) {
            guestWrites(root, 0x2007);
        }
        for (int i = 0; i < 50; i++) {
            few.movCr3(0x10_000 + i % 8 * 0x1000L);
            assertEquals(at(OFFSET + 0x9000), few.access(0, Access.USER_READ));
        }
        assertEquals(2, few.shadows()); // four frames each
    }

    /** Two address spaces that share nothing or see each other's tables, in every mode, with and without CR0.WP. */
    @ParameterizedTest
    @EnumSource(
            value = PagingMode.class,
            names = {"BITS32", "PAE", "LEVEL4", "LEVEL5"})
    void theGuestAndItsTablesAreAsUnderNestedPaging(PagingMode mode) {
        for (int seed = 0; seed < 8; seed++) {
            Guest shadowed = new Guest(mode);
            Guest nested = new Guest(mode);
            ControlRegisters registers = ControlRegisters.of(mode, 0x1000);
            if (seed % 2 == 1) {
                registers = registers.withCr0(registers.cr0() & ~ControlRegisters.CR0_WP);
            }
            ShadowPaging monitor = new ShadowPaging(
                    new Mmu(shadowed.memory, CpuModel.STANDARD, TlbShape.DESKTOP),
                    shadowed.second,
                    registers,
                    0x90_0000,
                    seed < 4 ? 64 : 8);
            Walker walker = new Walker(nested.memory, CpuModel.STANDARD);
            Stage stage = Objects.requireNonNull(walker.load(registers, nested.second));
            SeededRandom random = new SeededRandom(seed);
            for (int i = 0; i < 3_000; i++) {
                int action = random.nextInt(16);
                int page = random.nextInt(6);
                long entry = (random.nextInt(4) == 0 ? nested.leaf : 0x1_0000L + random.nextInt(4) * 0x1000L)
                        | List.of(7L, 5L, 3L, 1L, 0x67L, 0L).get(random.nextInt(6));
                if (action == 0) {
                    registers = registers.withCr3(random.nextInt(2) == 0 ? 0x1000 : 0x2000);
                    stage = Objects.requireNonNull(walker.load(registers, nested.second));
                    monitor.movCr3(registers.cr3());
                    continue;
                }
                if (action < 3) {
                    long at = nested.leaf + (long) page * mode.entryBytes();
                    monitor.storeEntry(at, entry);
                    nested.store(at, entry);
                    continue;
                }
                long address = page * 0x1000L + (long) random.nextInt(6) * mode.entryBytes();
                Access access = new Access(Access.Type.values()[random.nextInt(3)], random.nextInt(2) * 3);
                Outcome through = monitor.access(address, access);
                Outcome expected = walker.explain(stage, address, access).outcome();
                if (expected instanceof Outcome.Translated there) {
                    expected = at(there.physical());
                    if (access.type() == Access.Type.WRITE) { // perhaps to a table
                        shadowed.store(there.physical() - OFFSET, entry);
                        nested.store(there.physical() - OFFSET, entry);
                    }
                }
                assertEquals(expected, through, "seed " + seed + ", step " + i);
                for (long at = OFFSET; i % 100 == 0 && at < OFFSET + 0x2_0000; at += 8) {
                    assertEquals(
                            nested.memory.readLong(at), shadowed.memory.readLong(at), "seed " + seed + ", step " + i);
                }
            }
        }
    }

    /** Two roots with their tables below them; one page table is shared, and pages lead to it. */
    private static final class Guest {
        final PhysicalMemory memory = new PhysicalMemory(40);
        final Stage second;
        final long leaf;
        private final PagingMode mode;

        Guest(PagingMode mode) {
            this.mode = mode;
            memory.writeLong(0x80_4000, 0x80_3007);
            memory.writeLong(0x80_3000, 0x80_2007);
            memory.writeLong(0x80_2000, OFFSET | 1 << 7 | 6 << 3 | 7);
            second = Stage.extended(0x80_4000 | 0x1E, CpuModel.STANDARD);
            long next = 0x3000;
            leaf = 0xF000;
            for (long table : new long[] {0x1000, 0x2000}) {
                for (int level = mode.levels(); level > 1; level--) {
                    boolean register = mode == PagingMode.PAE && level == 3;
                    long below = level == 2 ? leaf : next;
                    store(table, below | (register ? 1 : 7));
                    table = below;
                    next += 0x1000;
                }
            }
            for (int page = 0; page < 6; page++) {
                store(leaf + (long) page * mode.entryBytes(), (page == 5 ? leaf : 0x1_0000 + page * 0x1000L) | 7);
            }
        }

        void store(long guestPhysical, long value) {
            if (mode.entryBytes() == 4) {
                memory.writeInt(OFFSET + guestPhysical, value);
            } else {
                memory.writeLong(OFFSET + guestPhysical, value);
            }
        }
    }
}
