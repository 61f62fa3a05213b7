package org.ringlab.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Processor time beside JMH's wall time: on a machine that does other things too, a thread waits for its turn, and only
 * this says what its work costs. JMH adds both fields up over an iteration.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class CpuTime {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long begun;

    /** Nanoseconds of this thread. */
    public long cpuNanos;

    /** What was done in them. */
    public long done;

    /** Before the work. */
    public void begin() {
        begun = threads.getCurrentThreadCpuTime();
    }

    /** After it: how many operations it was. */
    public void end(long operations) {
        cpuNanos += threads.getCurrentThreadCpuTime() - begun;
        done += operations;
    }
}
