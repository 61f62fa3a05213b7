package org.ringlab.bench.processor;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.ringlab.bench.CpuTime;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.CpuEvent;

/** Nanoseconds an instruction of the loop takes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProcessorBenchmark {
    private static final int COUNT = 1_000_000;

    /** A machine in the loop. */
    @State(Scope.Thread)
    public static class Running {
        private final Cpu cpu = LoopImage.started();
    }

    /** The same with every instruction told. */
    @State(Scope.Thread)
    public static class Traced {
        private final Cpu cpu = LoopImage.started();
        private long heard;

        /** Listens. */
        public Traced() {
            cpu.listen(this::hear, true);
        }

        private void hear(CpuEvent event) {
            heard += event.clock();
        }
    }

    /** Nobody listens. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long loop(Running state, CpuTime cpu) {
        cpu.begin();
        state.cpu.run(COUNT);
        cpu.end(COUNT);
        return state.cpu.clock();
    }

    /** Each instruction is an event. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long traced(Traced state, CpuTime cpu) {
        cpu.begin();
        state.cpu.run(COUNT);
        cpu.end(COUNT);
        return state.heard;
    }
}
