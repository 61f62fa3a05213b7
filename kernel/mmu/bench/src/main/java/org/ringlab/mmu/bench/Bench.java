package org.ringlab.mmu.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks and prints their rates beside the targets, and cachegrind's.
 *
 * <p>The best iteration counts: on a machine that does other things too, whatever is slower was disturbed. The median
 * tells how much.
 */
public final class Bench {
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Map<String, List<Double>> scores = new LinkedHashMap<>();

    private Bench() {}

    /** {@code args}: number of forks. */
    public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
        new Bench().run(Integer.parseInt(args[0]));
    }

    private void run(int forks) throws IOException, InterruptedException, RunnerException {
        measure(forks);
        out.println("Millions a second and core              ours, best (median)     target");
        line("translation, TLB hit", "hit", 100);
        line("the same explained", "hitExplained", Double.NaN);
        line("TLB hit and two cache levels", "hitAndCache", Double.NaN);
        line("4-level walk, 32,768 random pages", "walk", 20);
        line("the same explained", "walkExplained", Double.NaN);
        line("nested walk, 4 over 4 levels", "nestedWalk", 5);
        for (String policy : List.of("FIFO", "CLOCK", "LRU")) {
            line("page references, " + policy, "replace " + policy, 20);
        }
        OptionalDouble cachegrind = Cachegrind.referencesPerSecond();
        out.println(
                cachegrind.isPresent()
                        ? "valgrind --tool=cachegrind, references  %8.1f".formatted(cachegrind.getAsDouble() / 1e6)
                        : "cachegrind was not measured: valgrind is not installed");
        long bytes = sparseBytes();
        out.printf(
                "Heap of a 4 GiB process with 1,000 pages: %.2f MiB; it holds %.2f MiB%n",
                bytes / 1048576.0, 1000 / 256.0);
    }

    private void measure(int forks) throws RunnerException {
        var options = new OptionsBuilder()
                .include(MemoryBenchmark.class.getName())
                .forks(forks)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs("-XX:+UseSerialGC", "-Xms1g", "-Xmx1g")
                .verbosity(VerboseMode.SILENT)
                .build();
        for (RunResult result : new Runner(options).run()) {
            BenchmarkParams params = result.getParams();
            String name = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
            if (name.equals("replace")) {
                name += " " + params.getParam("policy");
            }
            List<Double> nanos = scores.computeIfAbsent(name, n -> new ArrayList<>());
            for (BenchmarkResult fork : result.getBenchmarkResults()) {
                for (IterationResult iteration : fork.getIterationResults()) {
                    nanos.add(iteration.getPrimaryResult().getScore());
                }
            }
        }
    }

    private void line(String what, String name, double target) {
        List<Double> sorted =
                scores.getOrDefault(name, List.of()).stream().sorted().toList();
        if (sorted.isEmpty()) {
            throw new IllegalStateException("not measured: " + name);
        }
        double best = 1e3 / sorted.get(0);
        double median = 1e3 / sorted.get(sorted.size() / 2);
        String ratio = Double.isNaN(target) ? "-" : "%.0f: ratio %.2f".formatted(target, best / target);
        out.printf("%-38s  %8.1f (%.1f)     %s%n", what, best, median, ratio);
    }

    /** In a JVM of its own, where nothing else moves in the heap. */
    private static long sparseBytes() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SparseProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return Long.parseLong(text);
    }
}
