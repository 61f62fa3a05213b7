package org.ringlab.mmu.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringlab.mmu.os.Scheduler.Policy;
import org.ringlab.mmu.os.Scheduler.Slice;
import org.ringlab.mmu.paging.Access.Type;
import org.ringlab.mmu.paging.PagingMode;

/** Time shared, on one line with memory. */
class SchedulerTest {
    private final OperatingSystem os = new OperatingSystem(new OsShape(PagingMode.BITS32, 24, 64, 1, 50));

    private Process process(int priority) {
        Process process = os.start("p").orElseThrow();
        assertTrue(os.adjust(process, priority, 0).isEmpty());
        return process;
    }

    private static Program compute(int ticks) {
        return new Program(List.of(new Program.Compute(ticks)));
    }

    @Test
    void roundRobinGivesEverybodyASlice() {
        Scheduler scheduler = new Scheduler(os, Policy.ROUND_ROBIN, 3);
        Process a = process(0);
        Process b = process(0);
        scheduler.add(a, compute(5));
        scheduler.add(b, compute(4));
        assertEquals(
                List.of(new Slice(1, 0, 3), new Slice(2, 3, 6), new Slice(1, 6, 8), new Slice(2, 8, 9)),
                scheduler.run(100));
        assertEquals(5, a.cpuTime());
    }

    @Test
    void theMoreUrgentRunsFirst() {
        Scheduler scheduler = new Scheduler(os, Policy.PRIORITY, 3);
        Process low = process(5);
        Process high = process(-5);
        scheduler.add(low, compute(4));
        scheduler.add(high, compute(4));
        assertEquals(List.of(new Slice(2, 0, 4), new Slice(1, 4, 8)), scheduler.run(100));
    }

    /** Nice 0 against nice 5: 1.25 to the fifth, about three to one. */
    @Test
    void theFairSchedulerSharesByWeight() {
        Scheduler scheduler = new Scheduler(os, Policy.FAIR, 1);
        Process heavy = process(0);
        Process light = process(5);
        scheduler.add(heavy, compute(100_000));
        scheduler.add(light, compute(100_000));
        scheduler.run(4_000);
        double ratio = (double) heavy.cpuTime() / light.cpuTime();
        assertTrue(ratio > 3.0 && ratio < 3.1, "ratio " + ratio);
    }

    @Test
    void aPageFromTheDiskBlocksItsProcessAndOthersRun() {
        long heap = 0x1000_0000;
        Process worker = process(0);
        os.map(worker, new Region(heap, heap + 40 * 4096L, true, false, false, "heap"));
        List<Program.Step> touches = new ArrayList<>();
        for (int page = 0; page < 40; page++) {
            touches.add(new Program.Touch(heap + page * 4096L, Type.WRITE));
        }
        touches.add(new Program.Touch(heap, Type.READ)); // long in swap
        touches.add(new Program.Compute(1));
        Process other = process(0);
        Scheduler scheduler = new Scheduler(os, Policy.ROUND_ROBIN, 100);
        scheduler.add(worker, new Program(touches));
        scheduler.add(other, compute(4));
        assertEquals(
                List.of(new Slice(1, 0, 41), new Slice(2, 41, 45), new Slice(0, 45, 50), new Slice(1, 50, 51)),
                scheduler.run(1000));
        assertEquals(1, worker.majorFaults());
    }
}
