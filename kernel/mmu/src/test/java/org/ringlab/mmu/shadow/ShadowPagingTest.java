package org.ringlab.mmu.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
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
}
