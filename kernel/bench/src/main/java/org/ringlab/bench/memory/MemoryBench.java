package org.ringlab.bench.memory;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.openjdk.jmh.runner.RunnerException;
import org.ringlab.bench.Figures;
import org.ringlab.bench.OwnJvm;

/** Runs the benchmarks of memory and prints their rates beside the targets, and cachegrind's. */
public final class MemoryBench {
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Figures figures;

    private MemoryBench(Figures figures) {
        this.figures = figures;
    }

    /** {@code args}: number of forks. */
    public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
        new MemoryBench(new Figures(Integer.parseInt(args[0]), MemoryBenchmark.class)).print();
    }

    private void print() throws IOException, InterruptedException {
        out.println("Millions a second and core              ours, best (median)     target");
        line("translation, TLB hit", "hit", 100);
        line("the same explained", "hitExplained", Double.NaN);
        line("TLB hit and two cache levels", "hitAndCache", Double.NaN);
        line("4-level walk, 32,768 random pages", "walk", 20);
        line("the same explained", "walkExplained", Double.NaN);
        line("nested walk, 4 over 4 levels", "nestedWalk", 5);
        line("the same without walk caches", "nestedWalkUncached", Double.NaN);
        line("the same explained", "nestedWalkExplained", Double.NaN);
        for (String policy : List.of("FIFO", "CLOCK", "LRU")) {
            line("page references, " + policy, "replace " + policy, 20);
        }
        OptionalDouble cachegrind = Cachegrind.referencesPerSecond();
        out.println(
                cachegrind.isPresent()
                        ? "valgrind --tool=cachegrind, references  %8.1f".formatted(cachegrind.getAsDouble() / 1e6)
                        : "cachegrind was not measured: valgrind is not installed");
        List<Long> sparse = OwnJvm.numbers(SparseProcess.class);
        out.printf(
                "Heap of a 4 GiB process with 1,000 pages: %.2f MiB, of it %.2f MiB in pages and tables; target 4 MiB, ratio %.2f%n",
                sparse.get(0) / 1048576.0, sparse.get(1) / 1048576.0, sparse.get(0) / 4194304.0);
    }

    private void line(String what, String name, double target) {
        Figures.Figure figure = figures.of(name);
        double best = 1e3 / figure.best();
        String ratio = Double.isNaN(target) ? "-" : "%.0f: ratio %.2f".formatted(target, best / target);
        out.printf("%-38s  %8.1f (%.1f)     %s%n", what, best, 1e3 / figure.median(), ratio);
    }
}
