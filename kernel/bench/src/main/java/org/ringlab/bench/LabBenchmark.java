package org.ringlab.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** Microseconds that building the course's lab of three hosts takes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LabBenchmark {
    private final LabSpec spec = ThreeHosts.spec();
    private final LabSpec empty = ThreeHosts.emptySpec();

    /** From its lab file, read each time. */
    @Benchmark
    public Lab readAndBoot() {
        return ThreeHosts.boot(ThreeHosts.spec());
    }

    /** From its lab file, read before. */
    @Benchmark
    public Lab boot() {
        return ThreeHosts.boot(spec);
    }

    /** By the commands that make it of namespaces. */
    @Benchmark
    public Lab typed() {
        return ThreeHosts.typed(empty);
    }
}
