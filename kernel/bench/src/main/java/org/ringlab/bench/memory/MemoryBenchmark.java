package org.ringlab.bench.memory;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.ringlab.bench.CpuTime;
import org.ringlab.common.SeededRandom;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.paging.Stage;
import org.ringlab.mmu.paging.WalkCache;
import org.ringlab.mmu.paging.Walker;
import org.ringlab.mmu.replace.Policies;
import org.ringlab.mmu.replace.Replacer;
import org.ringlab.mmu.replace.Trace;
import org.ringlab.mmu.tlb.CacheShape;
import org.ringlab.mmu.tlb.DataCache;
import org.ringlab.mmu.tlb.Mmu;
import org.ringlab.mmu.tlb.TlbShape;

/** Nanoseconds an address takes, hit or walked, and a page reference under a policy. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MemoryBenchmark {
    private static final int COUNT = 65_536;

    /** Pages that the first-level TLB holds. */
    @State(Scope.Thread)
    public static class Hits {
        private final Mmu mmu = new Mmu(new Tables().memory, CpuModel.STANDARD, TlbShape.DESKTOP);
        private final long[] addresses = Tables.addresses(COUNT, 16);
        private final DataCache second = new DataCache(CacheShape.L2, null);
        private final DataCache first = new DataCache(CacheShape.L1, second);

        /** Loads the registers. */
        public Hits() {
            mmu.load(new Tables().control);
        }
    }

    /** Tables without a TLB. */
    @State(Scope.Thread)
    public static class Walks {
        private final Tables tables = new Tables();
        private final Walker walker = new Walker(tables.memory, CpuModel.STANDARD);
        private final Stage plain = tables.plain(walker);
        private final Stage nested = tables.nested(walker);
        private final Walker caching = new Walker(tables.memory, CpuModel.STANDARD);
        private final long[] addresses = Tables.addresses(COUNT, Tables.PAGES);

        /** Gives the second dimension what processors have for it. */
        public Walks() {
            caching.useBelow(new WalkCache(64), 0);
        }
    }

    /** A skewed trace over 4,096 pages, in 1,024 frames. */
    @State(Scope.Thread)
    public static class References {
        private static final int LENGTH = 1 << 20;

        /** Which policy. */
        @Param({"FIFO", "CLOCK", "LRU"})
        public String policy = "";

        private final Trace trace = skewed();

        private static Trace skewed() {
            SeededRandom random = new SeededRandom(1);
            long[] pages = new long[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                pages[i] = random.nextInt(1 + random.nextInt(1 + random.nextInt(4096)));
            }
            return Trace.of(pages);
        }
    }

    /** A translation that the TLB answers. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long hit(Hits state, CpuTime cpu) {
        cpu.begin();
        long sum = 0;
        for (long address : state.addresses) {
            sum += state.mmu.translate(address, Access.USER_READ);
        }
        cpu.end(COUNT);
        return sum;
    }

    /** The same with two levels of data cache behind it, as cachegrind counts. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long hitAndCache(Hits state, CpuTime cpu) {
        cpu.begin();
        long sum = 0;
        for (long address : state.addresses) {
            sum += state.first.access(state.mmu.translate(address, Access.USER_READ), false);
        }
        cpu.end(COUNT);
        return sum;
    }

    /** The same, explained. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long hitExplained(Hits state, CpuTime cpu) {
        cpu.begin();
        long sum = 0;
        for (long address : state.addresses) {
            sum += state.mmu.explain(address, Access.USER_READ).address();
        }
        cpu.end(COUNT);
        return sum;
    }

    /** A walk of four levels. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long walk(Walks state, CpuTime cpu) {
        cpu.begin();
        long sum = 0;
        for (long address : state.addresses) {
            sum += state.walker.translate(state.plain, address, Access.USER_READ);
        }
        cpu.end(COUNT);
        return sum;
    }

    /** The same, explained. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long walkExplained(Walks state, CpuTime cpu) {
        cpu.begin();
        long sum = 0;
        for (long address : state.addresses) {
            sum += state.walker.explain(state.plain, address, Access.USER_READ).references();
        }
        cpu.end(COUNT);
        return sum;
    }

    /** A walk of four levels over four, with the second dimension's walk caches. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long nestedWalk(Walks state, CpuTime cpu) {
        cpu.begin();
        long sum = 0;
        for (long address : state.addresses) {
            sum += state.caching.translate(state.nested, address, Access.USER_READ);
        }
        cpu.end(COUNT);
        return sum;
    }

    /** The same with all its 24 references. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long nestedWalkUncached(Walks state, CpuTime cpu) {
        cpu.begin();
        long sum = 0;
        for (long address : state.addresses) {
            sum += state.walker.translate(state.nested, address, Access.USER_READ);
        }
        cpu.end(COUNT);
        return sum;
    }

    /** The same, explained. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long nestedWalkExplained(Walks state, CpuTime cpu) {
        cpu.begin();
        long sum = 0;
        for (long address : state.addresses) {
            sum += state.walker.explain(state.nested, address, Access.USER_READ).references();
        }
        cpu.end(COUNT);
        return sum;
    }

    /** A page reference. */
    @Benchmark
    @OperationsPerInvocation(References.LENGTH)
    public int replace(References state, CpuTime cpu) {
        cpu.begin();
        int misses = Replacer.misses(
                state.trace,
                1024,
                Policies.byName(state.policy, state.trace, 1024).orElseThrow());
        cpu.end(References.LENGTH);
        return misses;
    }
}
