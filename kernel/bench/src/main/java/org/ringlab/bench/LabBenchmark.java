package org.ringlab.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** Microseconds that building the course's lab of three hosts takes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LabBenchmark {
    private static final int WARM_LABS = 2000;

    private final LabSpec spec = ThreeHosts.spec();
    private final LabSpec empty = ThreeHosts.emptySpec();

    /** Warm is warm, however little of the processor there was meanwhile. */
    @Setup
    public void warm() {
        for (int i = 0; i < WARM_LABS; i++) {
            ThreeHosts.boot(ThreeHosts.spec());
            ThreeHosts.typed(empty);
        }
    }

    /** From its lab file, read each time. */
    @Benchmark
    public Lab readAndBoot(CpuTime cpu) {
        cpu.begin();
        Lab lab = ThreeHosts.boot(ThreeHosts.spec());
        cpu.end(1);
        return lab;
    }

    /** From its lab file, read before. */
    @Benchmark
    public Lab boot(CpuTime cpu) {
        cpu.begin();
        Lab lab = ThreeHosts.boot(spec);
        cpu.end(1);
        return lab;
    }

    /** By the commands that make it of namespaces. */
    @Benchmark
    public Lab typed(CpuTime cpu) {
        cpu.begin();
        Lab lab = ThreeHosts.typed(empty);
        cpu.end(1);
        return lab;
    }
}
