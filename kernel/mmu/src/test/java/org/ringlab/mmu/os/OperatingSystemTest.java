package org.ringlab.mmu.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringlab.common.SeededRandom;
import org.ringlab.mmu.os.OsEvent.FaultKind;
import org.ringlab.mmu.paging.Access.Type;
import org.ringlab.mmu.paging.PagingMode;

/** Processes, faults and pressure, through real page tables. */
class OperatingSystemTest {
    private static final long HEAP = 0x1000_0000;

    private static Region heap(int pages) {
        return new Region(HEAP, HEAP + pages * 4096L, true, false, false, "heap");
    }

    private static OperatingSystem machine(int frames, int swap, int overcommit) {
        return new OperatingSystem(new OsShape(PagingMode.BITS32, frames, swap, overcommit, 50));
    }

    private static Process process(OperatingSystem os, int pages) {
        Process process = os.start("a").orElseThrow();
        assertEquals(Optional.empty(), os.map(process, heap(pages)));
        return process;
    }

    private static List<FaultKind> faults(OperatingSystem os) {
        return os.events().stream()
                .filter(e -> e instanceof OsEvent.Faulted)
                .map(e -> ((OsEvent.Faulted) e).kind())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = PagingMode.class,
            names = {"BITS32", "PAE", "LEVEL4", "LEVEL5"})
    void pagesComeWhenTheyAreTouched(PagingMode mode) {
        OperatingSystem os = new OperatingSystem(new OsShape(mode, 64, 0, 0, 50));
        Process process = process(os, 1000 / 25);
        assertEquals(0, process.residentFrames());
        long first = os.access(process, HEAP + 5, Type.WRITE);
        assertEquals(5, first & 0xFFF);
        assertEquals(first, os.access(process, HEAP + 5, Type.READ));
        assertEquals(1, process.residentFrames());
        assertEquals(mode.levels(), process.tableFrames());
        assertEquals(List.of(FaultKind.DEMAND_ZERO), faults(os));
    }

    @Test
    void everyProcessHasTheSameAddressesAndOtherFrames() {
        OperatingSystem os = machine(64, 0, 0);
        Process a = process(os, 4);
        Process b = process(os, 4);
        long inA = os.access(a, HEAP, Type.WRITE);
        long inB = os.access(b, HEAP, Type.WRITE);
        assertTrue(inA != inB);
        os.mmu().memory().writeByte(inA, 1);
        os.mmu().memory().writeByte(inB, 2);
        assertEquals(1, os.mmu().memory().readByte(os.access(a, HEAP, Type.READ)));
        assertEquals(2, os.mmu().memory().readByte(os.access(b, HEAP, Type.READ)));
    }

    @Test
    void aForkSharesFramesUntilSomebodyWrites() {
        OperatingSystem os = machine(64, 0, 0);
        Process parent = process(os, 4);
        long frame = os.access(parent, HEAP, Type.WRITE);
        os.mmu().memory().writeByte(frame, 42);
        Process child = os.fork(parent).orElseThrow();
        assertEquals(frame, os.access(child, HEAP, Type.READ));
        long copy = os.access(child, HEAP, Type.WRITE);
        assertTrue(copy != frame);
        assertEquals(42, os.mmu().memory().readByte(copy));
        assertEquals(frame, os.access(parent, HEAP, Type.WRITE)); // alone now: only the right comes back
        assertEquals(List.of(FaultKind.DEMAND_ZERO, FaultKind.COPY_ON_WRITE, FaultKind.REUSED), faults(os));
        int before = os.freeFrames();
        os.exit(child, "exit");
        assertEquals(before + 1 + child.tableFrames(), os.freeFrames());
    }

    @Test
    void aStrayAddressIsASegmentationFault() {
        OperatingSystem os = machine(64, 0, 0);
        Process process = process(os, 1);
        assertEquals(-1, os.access(process, HEAP + 4096, Type.READ));
        assertEquals(Process.State.ENDED, process.state());
        assertEquals(List.of(FaultKind.SEGMENTATION), faults(os));
        assertEquals(64, os.freeFrames());
    }

    /** RAM of 64 frames, swap of 64: mode 0 refuses what could never fit, 1 nothing, 2 what is beyond 32 + 64 pages. */
    @ParameterizedTest
    @CsvSource({"0, 128, true", "0, 129, false", "1, 100000, true", "2, 96, true", "2, 97, false"})
    void overcommitDecidesWhatMayBeAskedFor(int mode, int pages, boolean granted) {
        OperatingSystem os = machine(64, 64, mode);
        Process process = os.start("a").orElseThrow();
        assertEquals(granted, os.map(process, heap(pages)).isEmpty());
    }

    @Test
    void modeZeroLetsManyAskForMoreThanThereIs() {
        OperatingSystem os = machine(64, 0, 0);
        for (int i = 0; i < 5; i++) {
            process(os, 60);
        }
        assertEquals(300, os.committedPages());
    }

    @Test
    void underPressureUnusedPagesGoToSwapAndComeBackWhole() {
        OperatingSystem os = machine(32, 64, 0);
        Process process = process(os, 60);
        for (int page = 0; page < 60; page++) {
            os.mmu().memory().writeByte(os.access(process, HEAP + page * 4096L, Type.WRITE), page);
        }
        assertTrue(process.swappedPages() >= 28);
        for (int page = 0; page < 60; page++) {
            assertEquals(page, os.mmu().memory().readByte(os.access(process, HEAP + page * 4096L, Type.READ)));
        }
        assertTrue(process.majorFaults() > 0);
    }

    @Test
    void withoutSwapTheLargestIsKilled() {
        OperatingSystem os = machine(32, 0, 1);
        Process large = process(os, 100);
        Process small = process(os, 100);
        os.access(small, HEAP, Type.WRITE);
        for (int page = 0; page < 100 && large.state() != Process.State.ENDED; page++) {
            os.access(large, HEAP + page * 4096L, Type.WRITE);
        }
        assertEquals(Process.State.ENDED, large.state());
        assertEquals(Process.State.READY, small.state());
        assertTrue(os.events().stream().anyMatch(e -> e instanceof OsEvent.OutOfMemory o && o.pid() == large.pid()));
    }

    @Test
    void badRegionsAreNamedWithWhatIsAllowed() {
        OperatingSystem os = machine(64, 0, 0);
        Process process = process(os, 4);
        assertEquals(
                Optional.of("region: overlaps 10000000-10004000 rw-p heap"),
                os.map(process, new Region(HEAP + 0x3000, HEAP + 0x5000, true, false, false, "b")));
        assertEquals(
                Optional.of("region: 0x10 to 0x1010 (allowed: multiples of 0x1000, the end behind the start)"),
                os.map(process, new Region(0x10, 0x1010, true, false, false, "b")));
        assertEquals(
                Optional.of("region: 0xbffff000 to 0xc0001000 (allowed: 0x1000 to 0xc0000000)"),
                os.map(process, new Region(0xBFFF_F000L, 0xC000_1000L, true, false, false, "b")));
        assertEquals(
                List.of("frames: 3 (allowed: 16 to 1048576)", "overcommit: 7 (allowed: 0 to 2)"),
                new OsShape(PagingMode.BITS32, 3, 0, 7, 50).problems());
    }

    /** Whatever processes do, their bytes stay theirs and no frame is lost. */
    @Test
    void bytesAndFramesAreKeptThroughForksSwapAndExits() {
        for (int seed = 0; seed < 20; seed++) {
            SeededRandom random = new SeededRandom(seed);
            OperatingSystem os = machine(40, 400, 1);
            Map<Process, int[]> expected = new LinkedHashMap<>();
            Process first = process(os, 16);
            expected.put(first, new int[16]);
            for (int i = 0; i < 400; i++) {
                List<Process> living = expected.keySet().stream()
                        .filter(p -> p.state() != Process.State.ENDED)
                        .toList();
                if (living.isEmpty()) {
                    break;
                }
                Process process = living.get(random.nextInt(living.size()));
                int page = random.nextInt(16);
                int action = random.nextInt(20);
                if (action == 0 && living.size() < 4) {
                    os.fork(process)
                            .ifPresent(child ->
                                    expected.put(child, expected.get(process).clone()));
                } else if (action == 1 && living.size() > 1) {
                    os.exit(process, "exit");
                } else if (action < 10) {
                    long physical = os.access(process, HEAP + page * 4096L, Type.WRITE);
                    if (physical >= 0) {
                        os.mmu().memory().writeByte(physical, i & 0xFF);
                        expected.get(process)[page] = i & 0xFF;
                    }
                } else {
                    long physical = os.access(process, HEAP + page * 4096L, Type.READ);
                    if (physical >= 0) {
                        assertEquals(
                                expected.get(process)[page], os.mmu().memory().readByte(physical), "seed " + seed);
                    }
                }
            }
            expected.keySet().forEach(p -> os.exit(p, "exit"));
            assertEquals(40, os.freeFrames(), "seed " + seed);
        }
    }
}
