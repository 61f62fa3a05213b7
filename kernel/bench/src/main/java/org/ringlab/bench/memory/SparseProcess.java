package org.ringlab.bench.memory;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.os.OperatingSystem;
import org.ringlab.mmu.os.OsShape;
import org.ringlab.mmu.os.Process;
import org.ringlab.mmu.os.Region;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.PagingMode;

/** Prints the heap that a process of nearly 4 GiB with 1,000 touched pages takes, in its own JVM. */
public final class SparseProcess {
    private static final int MANY = 20;

    private SparseProcess() {}

    /** Prints all bytes, then those of the frames that it wrote to, as the difference that many of them make. */
    public static void main(String[] args) {
        make(); // loads the classes
        List<OperatingSystem> many = new ArrayList<>(MANY);
        long before = used();
        for (int i = 0; i < MANY; i++) {
            many.add(make());
        }
        long bytes = used() - before;
        System.out.println(bytes / many.size());
        System.out.println((long) many.getFirst().mmu().memory().framesHeld() * PhysicalMemory.FRAME_BYTES);
    }

    private static OperatingSystem make() {
        OperatingSystem os = new OperatingSystem(new OsShape(PagingMode.BITS32, 4096, 0, 1, 50));
        Process process = os.start("sparse").orElseThrow();
        os.map(process, new Region(0x1000, 0xBFFF_F000L, true, false, false, "everything"));
        for (int page = 0; page < 1000; page++) {
            // Ten stretches of a hundred pages, spread over the address space.
            long address = 0x1000_0000L * (page / 100 + 1) + page % 100 * 0x1000L;
            long physical = os.access(process, address, Access.Type.WRITE);
            os.mmu().memory().writeLong(physical, address);
        }
        return os;
    }

    private static long used() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
