package org.ringlab.mmu.tlb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.ringlab.common.SeededRandom;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.paging.Fault;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.Stage;
import org.ringlab.mmu.paging.WalkCache;
import org.ringlab.mmu.paging.Walker;

/** Walks that start in the middle end where whole ones do. */
class WalkCacheTest {
    private static final long GIB = 1L << 30;
    private static final long HALF_TIB = 1L << 39;
    private static final ControlRegisters CONTROL = ControlRegisters.of(PagingMode.LEVEL4, 0x1000);

    private final PhysicalMemory memory = new PhysicalMemory(40);

    private Walker caching() {
        Walker walker = new Walker(memory, CpuModel.STANDARD);
        walker.use(new WalkCache(16), 0);
        return walker;
    }

    private Stage load(Walker walker) {
        return Objects.requireNonNull(walker.load(CONTROL, null));
    }

    @Test
    void whatAFailedWalkPassedIsNotKeptForAnotherAddress() {
        memory.writeLong(0x1000, 0x2007); // first half TiB: PDPT 2000, PD 3000 and 6000, PT 4000, 5000, 7000
        memory.writeLong(0x2000, 0x3007);
        memory.writeLong(0x2008, 0x6007);
        memory.writeLong(0x3000, 0x4007);
        memory.writeLong(0x3008, 0x5007);
        memory.writeLong(0x4000, 0x10_0007);
        memory.writeLong(0x5000, 0x20_0007);
        memory.writeLong(0x6000, 0x7007);
        memory.writeLong(0x7000, 0x30_0007);
        memory.writeLong(0x1008, 0x8007); // second: down to a page that is absent
        memory.writeLong(0x8000, 0x9007);
        memory.writeLong(0x9000, 0xA007);
        Walker walker = caching();
        Stage stage = load(walker);
        assertEquals(0x10_0000, walker.translate(stage, 0, Access.USER_READ));
        assertEquals(-1, walker.translate(stage, HALF_TIB, Access.USER_READ));
        assertEquals(0x20_0000, walker.translate(stage, 0x20_0000, Access.USER_READ)); // from the PD that is known
        assertEquals(0x30_0000, walker.translate(stage, GIB, Access.USER_READ)); // from the PDPT
    }

    @Test
    void aFaultDropsTheWaySoThatMendedTablesAreRead() {
        memory.writeLong(0x1000, 0x2007);
        memory.writeLong(0x2000, 0x3007);
        memory.writeLong(0x3000, 0x4005); // read only by its directory
        memory.writeLong(0x4000, 0x10_0007);
        Walker walker = caching();
        Stage stage = load(walker);
        assertEquals(0x10_0000, walker.translate(stage, 0, Access.USER_READ));
        memory.writeLong(0x3000, 0x4027); // more rights need no flush
        assertEquals(-1, walker.translate(stage, 0, Access.USER_WRITE)); // by what was remembered
        assertEquals(0x10_0000, walker.translate(stage, 0, Access.USER_WRITE));
    }

    @Test
    void lookingRemembersNothing() {
        memory.writeLong(0x1000, 0x2007);
        memory.writeLong(0x2000, 0x3007);
        memory.writeLong(0x3000, 0x4007);
        memory.writeLong(0x4000, 0x10_0007);
        Walker walker = caching();
        Stage stage = load(walker);
        walker.inspect(stage, 0, Access.USER_READ);
        assertEquals(4, walker.explain(stage, 0, Access.USER_READ).written().size());
    }

    /** Guests above an EPT whose entries change, with the INVEPT that asks for: caches change nothing. */
    @Test
    void withInveptAfterEveryChangeTheSecondDimensionsCachesChangeNothing() {
        for (int seed = 0; seed < 20; seed++) {
            List<Mmu> machines = new ArrayList<>();
            for (TlbShape shape :
                    List.of(TlbShape.NONE, TlbShape.DESKTOP, TlbShape.DESKTOP.withWalkCache(4), walkCachesOnly())) {
                machines.add(guest(shape, (seed & 1) == 0));
            }
            SeededRandom random = new SeededRandom(seed);
            for (int i = 0; i < 2_000; i++) {
                int action = random.nextInt(12);
                int page = random.nextInt(8);
                long leaf = List.of(0x37L, 0x137L, 0x33L, 0x31L, 0x35L, 0L).get(random.nextInt(6));
                int directory = random.nextInt(2);
                long address = page * 0x1000L + directory * 0x20_0000L + random.nextInt(512) * 8L;
                Access access = new Access(Access.Type.values()[random.nextInt(3)], random.nextInt(2) * 3);
                List<Object> seen = new ArrayList<>();
                for (Mmu mmu : machines) {
                    if (action == 0) { // a page of the guest's
                        mmu.memory()
                                .writeLong(0x80_0800 + 8L * page, leaf == 0 ? 0 : 0x10_0000 + page * 0x1000L | leaf);
                        mmu.invept();
                    } else if (action == 1) { // one of its tables
                        mmu.memory().writeLong(0x80_0000 + 8L * (4 + directory), 0x4000L + directory * 0x1000L | leaf);
                        mmu.invept();
                    }
                    long physical = mmu.translate(address, access);
                    seen.add(physical >= 0 ? physical : mmu.fault());
                }
                for (Object other : seen) {
                    assertEquals(seen.get(0), other, "seed " + seed + ", step " + i);
                }
            }
            for (Mmu mmu : machines) {
                for (long at = 0; at < 0x90_0000; at += 8) {
                    assertEquals(
                            machines.get(0).memory().readLong(at), mmu.memory().readLong(at));
                }
            }
        }
    }

    private static TlbShape walkCachesOnly() {
        return new TlbShape(List.of(), List.of(), List.of(), 16, true);
    }

    /** Tables at 0x1000 to 0x5000 for two times 2 MiB, eight pages each; the EPT maps all that page by page. */
    private static Mmu guest(TlbShape shape, boolean accessedDirty) {
        Mmu mmu = new Mmu(new PhysicalMemory(40), CpuModel.STANDARD, shape);
        PhysicalMemory memory = mmu.memory();
        memory.writeLong(0x1000, 0x2007);
        memory.writeLong(0x2000, 0x3007);
        memory.writeLong(0x3000, 0x4007);
        memory.writeLong(0x3008, 0x5007);
        for (int page = 0; page < 8; page++) {
            memory.writeLong(0x4000 + 8L * page, 0x10_0007 + page * 0x1000L);
            memory.writeLong(0x5000 + 8L * page, 0x10_0005 + page * 0x1000L);
        }
        memory.writeLong(0x83_0000, 0x82_0007);
        memory.writeLong(0x82_0000, 0x81_0007);
        memory.writeLong(0x81_0000, 0x80_0007);
        for (long frame = 0; frame < 512; frame++) {
            memory.writeLong(0x80_0000 + 8 * frame, frame << 12 | 0x37);
        }
        Stage ept = Stage.extended(0x83_0000 | (accessedDirty ? 0x5E : 0x1E), CpuModel.STANDARD);
        assertTrue(mmu.enter(ept, CONTROL, 3).isEmpty());
        return mmu;
    }

    @Test
    void theSecondDimensionsCachesAreStaleUntilInvept() {
        Mmu mmu = guest(walkCachesOnly(), false);
        assertEquals(0x10_0000, mmu.translate(0, Access.USER_READ));
        mmu.memory().writeLong(0x81_0000, 0); // the EPT's only page table is gone
        assertEquals(0x10_0000, mmu.translate(0, Access.USER_READ));
        mmu.invept();
        assertEquals(-1, mmu.translate(0, Access.USER_READ));
        assertTrue(mmu.fault() instanceof Fault.EptViolation);
    }
}
