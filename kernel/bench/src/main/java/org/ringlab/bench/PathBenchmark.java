package org.ringlab.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Nanoseconds a packet takes through a gateway's FORWARD. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PathBenchmark {
    private static final int EXCHANGES = 500;
    private static final int CONNECTIONS = 5000;

    /** A gateway with connection tracking, NAT and twenty rules that keeps no trace. */
    @State(Scope.Thread)
    public static class Untraced {
        private final Gateway gateway = new Gateway(Rules.twenty(), false);
    }

    /** The same, keeping all events; anew each time, as they fill the memory. */
    @State(Scope.Thread)
    public static class Traced {
        private Gateway gateway = new Gateway(Rules.twenty(), true);

        @Setup(Level.Invocation)
        public void renew() {
            gateway = new Gateway(Rules.twenty(), true);
        }
    }

    /** One that has seen no connection yet. */
    @State(Scope.Thread)
    public static class Fresh {
        private Gateway gateway = new Gateway(Rules.twenty(), false);

        @Setup(Level.Invocation)
        public void renew() {
            gateway = new Gateway(Rules.twenty(), false);
        }
    }

    /** A gateway with a rule set of some kind and size. */
    @State(Scope.Thread)
    public static class Ruled {
        /** See {@link Rules}. */
        @Param({"banned", "services", "ranges"})
        public String kind = "";

        /** How many rules. */
        @Param({"10", "100", "1000", "10000"})
        public int rules;

        private Gateway gateway = new Gateway(Rules.twenty(), false);

        @Setup
        public void restore() {
            gateway = new Gateway(Rules.of(kind, rules), false);
        }
    }

    private static long exchange(Gateway gateway, CpuTime cpu) {
        cpu.begin();
        for (int i = 0; i < EXCHANGES; i++) {
            gateway.exchange();
        }
        cpu.end(2 * EXCHANGES);
        return gateway.passed();
    }

    /** Open connections, no trace. */
    @Benchmark
    @OperationsPerInvocation(2 * EXCHANGES)
    public long forward(Untraced state, CpuTime cpu) {
        return exchange(state.gateway, cpu);
    }

    /** Open connections, every event kept. */
    @Benchmark
    @OperationsPerInvocation(2 * EXCHANGES)
    public long forwardTraced(Traced state, CpuTime cpu) {
        return exchange(state.gateway, cpu);
    }

    /** First packets: each makes a connection and is translated by the nat table. */
    @Benchmark
    @OperationsPerInvocation(CONNECTIONS)
    public long forwardNew(Fresh state, CpuTime cpu) {
        cpu.begin();
        for (int i = 0; i < CONNECTIONS; i++) {
            state.gateway.begin();
        }
        cpu.end(CONNECTIONS);
        return state.gateway.passed();
    }

    /** Open connections through rule sets of many sizes. */
    @Benchmark
    @OperationsPerInvocation(2 * EXCHANGES)
    public long rules(Ruled state, CpuTime cpu) {
        return exchange(state.gateway, cpu);
    }
}
