package org.ringlab.mmu.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringlab.common.SeededRandom;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.Fault.PageFault;
import org.ringlab.mmu.paging.Outcome.Translated;

/** What the recordings don't cover: protection keys, implicit accesses, five levels of both dimensions, explanations. */
class WalkerTest {
    private final PhysicalMemory memory = new PhysicalMemory(40);
    private final Walker walker = new Walker(memory, CpuModel.STANDARD);

    /** Maps linear 0 to the frame 0x9000 by one table a level from 0x1000 on, every entry with these flags. */
    private Stage chain(PagingMode mode, long flags, ControlRegisters control) {
        for (int level = mode.levels(); level >= 1; level--) {
            long table = 0x1000L * (mode.levels() - level + 1);
            boolean register = mode == PagingMode.PAE && level == 3;
            long next = level == 1 ? 0x9000 : table + 0x1000;
            long entry = next | (register ? 1 : flags);
            if (mode.entryBytes() == 4) {
                memory.writeInt(table, entry);
            } else {
                memory.writeLong(table, entry);
            }
        }
        return Objects.requireNonNull(walker.load(control, null));
    }

    @ParameterizedTest
    @EnumSource(
            value = PagingMode.class,
            names = {"BITS32", "PAE", "LEVEL4", "LEVEL5"})
    void aWalkReadsOneEntryALevelAndKeepsTheOffset(PagingMode mode) {
        Stage stage = chain(mode, 7, ControlRegisters.of(mode, 0x1000));
        Walk walk = walker.explain(stage, 0x123, Access.USER_WRITE);
        assertEquals(new Translated(0x9123, 0x9123, 4096), walk.outcome());
        assertEquals(mode.levels(), walk.steps().size());
        assertEquals(mode.levels() + 1 - (mode == PagingMode.PAE ? 1 : 0), walk.references());
        // Accessed everywhere but in registers, dirty in the last.
        assertEquals(
                mode.levels() - (mode == PagingMode.PAE ? 1 : 0), walk.written().size());
        assertEquals(0x9067, walk.written().get(walk.written().size() - 1).value());
    }

    /** SDM 4.6.2: a key forbids reading and writing, or writing; supervisors with CR0.WP = 0 write on; fetches are free. */
    @ParameterizedTest
    @CsvSource({
        "0, READ, 3, 1, 0x00, -1",
        "1, READ, 3, 1, 0x04, 0x25",
        "1, WRITE, 3, 1, 0x04, 0x27",
        "1, READ, 3, 1, 0x08, -1",
        "1, WRITE, 3, 1, 0x08, 0x27",
        "1, WRITE, 0, 1, 0x08, 0x23",
        "1, WRITE, 0, 0, 0x08, -1",
        "1, WRITE, 0, 0, 0x04, 0x23",
        "1, FETCH, 3, 1, 0x0C, -1",
        "15, READ, 3, 1, 0x40000000, 0x25",
    })
    void keysOfUserPages(long key, Access.Type type, int cpl, int wp, String pkru, String error) {
        ControlRegisters base = ControlRegisters.of(PagingMode.LEVEL4, 0x1000);
        ControlRegisters control = new ControlRegisters(
                wp == 1 ? base.cr0() : base.cr0() & ~ControlRegisters.CR0_WP,
                base.cr3(),
                base.cr4() | ControlRegisters.CR4_PKE,
                base.efer(),
                Long.decode(pkru).intValue(),
                0);
        Stage stage = chain(PagingMode.LEVEL4, 7 | key << EntryBits.KEY_SHIFT, control);
        Outcome outcome = walker.explain(stage, 0, new Access(type, cpl)).outcome();
        int expected = Integer.decode(error);
        assertEquals(expected == -1 ? new Translated(0x9000, 0x9000, 4096) : new PageFault(expected, 0, 0), outcome);
    }

    @Test
    void keysOfSupervisorPagesAreInPkrs() {
        ControlRegisters base = ControlRegisters.of(PagingMode.LEVEL4, 0x1000);
        ControlRegisters control = new ControlRegisters(
                base.cr0(), base.cr3(), base.cr4() | ControlRegisters.CR4_PKS, base.efer(), 0, 1 << 4);
        Stage stage = chain(PagingMode.LEVEL4, 3 | 2L << EntryBits.KEY_SHIFT, control);
        assertEquals(
                new PageFault(0x21, 8, 0),
                walker.explain(stage, 8, Access.KERNEL_READ).outcome());
    }

    @Test
    void smapForbidsImplicitAccessesWhateverAcSays() {
        ControlRegisters base = ControlRegisters.of(PagingMode.LEVEL4, 0x1000);
        Stage stage = chain(PagingMode.LEVEL4, 7, base.withCr4(base.cr4() | ControlRegisters.CR4_SMAP));
        Access explicit = new Access(Access.Type.READ, 0, true, false);
        Access implicit = new Access(Access.Type.READ, 3, true, true);
        assertInstanceOf(Translated.class, walker.explain(stage, 0, explicit).outcome());
        assertEquals(new PageFault(1, 0, 0), walker.explain(stage, 0, implicit).outcome());
    }

    @Test
    void amdReservesBit8OfThePml4Entry() {
        ControlRegisters control = ControlRegisters.of(PagingMode.LEVEL4, 0x1000);
        Stage intel = chain(PagingMode.LEVEL4, 0x107, control);
        assertInstanceOf(
                Translated.class, walker.explain(intel, 0, Access.USER_READ).outcome());
        Walker amd = new Walker(memory, new CpuModel(CpuModel.Vendor.AMD, 40, true, true));
        Stage stage = Objects.requireNonNull(amd.load(control, null));
        assertEquals(
                new PageFault(0xD, 0, 4),
                amd.explain(stage, 0, Access.USER_READ).outcome());
    }

    /** (levels + 1) × (levels below + 1) − 1, and the access itself. */
    @ParameterizedTest
    @CsvSource({
        "LEVEL4, LEVEL4, 24",
        "LEVEL4, LEVEL5, 29",
        "LEVEL5, LEVEL4, 29",
        "LEVEL5, LEVEL5, 35",
        "BITS32, LEVEL4, 14"
    })
    void aNestedWalkListsEveryReference(PagingMode guest, PagingMode below, int references) {
        // The second dimension maps the first 64 KiB to themselves, its tables lie from 0x100000 on.
        for (int level = below.levels(); level > 1; level--) {
            long table = 0x100000 + 0x1000L * level;
            memory.writeLong(table, table - 0x1000 | 7);
        }
        for (long frame = 0; frame < 16; frame++) {
            memory.writeLong(0x101000 + 8 * frame, frame << 12 | 6 << 3 | 7);
        }
        long pointer =
                0x100000 + 0x1000L * below.levels() | below.levels() - 1 << 3 | 6 | EntryBits.EPTP_ACCESSED_DIRTY;
        chain(guest, 7, ControlRegisters.of(guest, 0x1000));
        Stage stage = Objects.requireNonNull(
                walker.load(ControlRegisters.of(guest, 0x1000), Stage.extended(pointer, CpuModel.STANDARD)));
        Walk walk = walker.explain(stage, 0x456, Access.USER_READ);
        assertEquals(new Translated(0x9456, 0x9456, 4096), walk.outcome());
        assertEquals(references, walk.steps().size());
        assertEquals(references + 1, walk.references());
    }

    @Test
    void withoutDirtyFlagsEptProtectsAGuestsTableFromItsAccessedBitOnly() {
        for (int level = 4; level > 1; level--) {
            long table = 0x100000 + 0x1000L * level;
            memory.writeLong(table, table - 0x1000 | 7);
        }
        for (long frame = 0; frame < 16; frame++) {
            memory.writeLong(
                    0x101000 + 8 * frame, frame << 12 | 6 << 3 | (frame == 4 ? 5 : 7)); // the page table: no write
        }
        Stage ept = Stage.extended(0x104000 | 0x1E, CpuModel.STANDARD);
        ControlRegisters control = ControlRegisters.of(PagingMode.LEVEL4, 0x1000);
        chain(PagingMode.LEVEL4, 7, control);
        Stage stage = Objects.requireNonNull(walker.load(control, ept));
        assertEquals(
                new Fault.EptViolation(1L << 7 | 5 << 3 | 2, 0x4000, 0x10),
                walker.explain(stage, 0x10, Access.USER_READ).outcome());
        memory.writeLong(0x4000, 0x9027);
        assertInstanceOf(
                Translated.class, walker.explain(stage, 0x10, Access.USER_READ).outcome());
    }

    /** APM 15.25.10: above nested tables a bad PDPTE is a page fault of who uses it, not #GP of who loads CR3. */
    @Test
    void aGuestsPdptesAreReadOnDemandAboveNestedTables() {
        memory.writeLong(0x10_0000, 0x10_1007);
        memory.writeLong(0x10_1000, 0x10_2007);
        memory.writeLong(0x10_2000, 0x87);
        memory.writeLong(0x1000, 0x2001);
        memory.writeLong(0x1008, 0x2003); // bit 1 is reserved
        memory.writeLong(0x2000, 0x87);
        ControlRegisters host = ControlRegisters.of(PagingMode.LEVEL4, 0x10_0000);
        ControlRegisters guest = ControlRegisters.of(PagingMode.PAE, 0x1000);
        Stage stage = Objects.requireNonNull(walker.load(guest, Stage.nested(host, CpuModel.STANDARD)));
        assertEquals(0x1234, walker.translate(stage, 0x1234, Access.USER_READ));
        assertEquals(0x2001, memory.readLong(0x1000)); // there is no accessed bit
        assertEquals(
                new PageFault(0xD, 0x4000_0000L, 3),
                walker.explain(stage, 0x4000_0000L, Access.USER_READ).outcome());
        memory.writeLong(0x1008, 0x2001);
        assertEquals(0x1234, walker.translate(stage, 0x4000_1234L, Access.USER_READ));
    }

    /** APM 15.25.3: nested tables have the format of the host's own; those of 32-bit and PAE paging know 4 GiB. */
    @ParameterizedTest
    @CsvSource({"BITS32, 0x101007, 0x102007", "PAE, 0x101001, 0x87", "LEVEL4, 0x101007, 0x102007"})
    void nestedTablesMayHaveAnyFormat(PagingMode format, long first, long second) {
        boolean narrow = format == PagingMode.BITS32;
        memory.writeLong(0x10_0000, first);
        memory.writeLong(0x10_1000, narrow ? 0x7 : second);
        for (long frame = 1; narrow && frame < 16; frame++) {
            memory.writeInt(0x10_1000 + 4 * frame, frame << 12 | 7);
        }
        memory.writeLong(0x10_2000, 0x87);
        chain(PagingMode.LEVEL4, 7, ControlRegisters.of(PagingMode.LEVEL4, 0x1000));
        memory.writeLong(0x2008, 1L << 32 | 0x87); // the second GiB of linear addresses is the fifth of the guest's
        Stage stage = Objects.requireNonNull(walker.load(
                ControlRegisters.of(PagingMode.LEVEL4, 0x1000),
                Stage.nested(ControlRegisters.of(format, 0x10_0000), CpuModel.STANDARD)));
        assertEquals(0x9456, walker.translate(stage, 0x456, Access.USER_READ));
        Fault beyond = new Fault.NestedPageFault(1L << 32 | Fault.USER, 1L << 32);
        assertEquals(
                beyond, walker.explain(stage, 0x4000_0000L, Access.USER_READ).outcome());
    }

    /** The steps are enough to find the address again: index by index, from the entries that they show. */
    @ParameterizedTest
    @EnumSource(
            value = PagingMode.class,
            names = {"BITS32", "PAE", "LEVEL4", "LEVEL5"})
    void theStepsRecomputeToTheSameAddress(PagingMode mode) {
        SeededRandom random = new SeededRandom(mode.ordinal());
        ControlRegisters control = ControlRegisters.of(mode, 0x1000);
        List<Long> addresses = new ArrayList<>();
        long next = 0x10_0000;
        for (int i = 0; i < 300; i++) {
            long address = random.nextLong() >>> 64 - mode.addressBits();
            if (mode.entryBytes() == 8 && mode != PagingMode.PAE) {
                address = address << 64 - mode.addressBits() >> 64 - mode.addressBits();
            }
            addresses.add(address);
            long table = 0x1000;
            for (int level = mode.levels(); level >= 1; level--) {
                long at = table + (long) mode.index(level, address) * mode.entryBytes();
                long entry = mode.entryBytes() == 4 ? memory.readInt(at) : memory.readLong(at);
                if (entry == 0) {
                    boolean register = mode == PagingMode.PAE && level == 3;
                    entry = next | (register ? 1 : 7);
                    next += 0x1000;
                    if (mode.entryBytes() == 4) {
                        memory.writeInt(at, entry);
                    } else {
                        memory.writeLong(at, entry);
                    }
                }
                table = entry & ~0xFFFL;
            }
        }
        Stage stage = Objects.requireNonNull(walker.load(control, null));
        for (long address : addresses) {
            Walk walk = walker.explain(stage, address, Access.USER_READ);
            long at = stage.root();
            for (WalkStep step : walk.steps()) {
                assertEquals(at + (long) mode.index(step.level(), address) * mode.entryBytes(), step.entryAddress());
                at = step.entry() & ~0xFFFL;
            }
            assertEquals(new Translated(at | address & 0xFFF, at | address & 0xFFF, 4096), walk.outcome());
            assertEquals(at | address & 0xFFF, walker.translate(stage, address, Access.USER_READ));
        }
    }
}
