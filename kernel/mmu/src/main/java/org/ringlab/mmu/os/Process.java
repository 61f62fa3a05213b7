package org.ringlab.mmu.os;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A process as its kernel knows it: the process control block. A student may look at everything in it; only the
 * {@link OperatingSystem} changes it.
 */
public final class Process {
    /** What a process is doing. */
    public enum State {
        /** Waits for the processor. */
        READY,
        /** Has the processor. */
        RUNNING,
        /** Waits for the disk. */
        BLOCKED,
        /** Ended. */
        ENDED
    }

    final int pid;
    final String name;
    final int parent;
    final long cr3;
    final List<Region> regions = new ArrayList<>();
    final List<Long> tableFrames = new ArrayList<>();
    /** Where swapped pages are: slot by page number. */
    final TreeMap<Long, Integer> swapped = new TreeMap<>();

    State state = State.READY;
    int priority;
    int oomScoreAdjust;
    int resident;
    int minorFaults;
    int majorFaults;
    int copies;
    long cpuTime;

    Process(int pid, String name, int parent, long cr3) {
        this.pid = pid;
        this.name = name;
        this.parent = parent;
        this.cr3 = cr3;
    }

    /** Its number, from 1. */
    public int pid() {
        return pid;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Who forked it; 0 for nobody. */
    public int parent() {
        return parent;
    }

    /** Where its page tables start: what CR3 holds while it runs. */
    public long cr3() {
        return cr3;
    }

    /** What it is doing. */
    public State state() {
        return state;
    }

    /** Its priority, -20 (most urgent) to 19, as nice values are. */
    public int priority() {
        return priority;
    }

    /** What it asked for, by address. */
    public List<Region> regions() {
        return Collections.unmodifiableList(regions);
    }

    /** Bytes it asked for. */
    public long virtualBytes() {
        return regions.stream().mapToLong(Region::bytes).sum();
    }

    /** Frames it has in RAM, shared ones included. */
    public int residentFrames() {
        return resident;
    }

    /** Pages it has in swap. */
    public int swappedPages() {
        return swapped.size();
    }

    /** Frames that its page tables take. */
    public int tableFrames() {
        return tableFrames.size();
    }

    /** Faults that needed no disk. */
    public int minorFaults() {
        return minorFaults;
    }

    /** Faults that read from swap. */
    public int majorFaults() {
        return majorFaults;
    }

    /** Pages copied on write. */
    public int copies() {
        return copies;
    }

    /** Time it had the processor, in ticks of the scheduler. */
    public long cpuTime() {
        return cpuTime;
    }

    Optional<Region> region(long address) {
        return regions.stream().filter(r -> r.holds(address)).findFirst();
    }

    /** Pages that only it can be charged for when memory is needed: RAM, swap and tables (Linux oom_badness). */
    long badness(long totalPages) {
        return resident + swapped.size() + tableFrames.size() + oomScoreAdjust * totalPages / 1000;
    }
}
