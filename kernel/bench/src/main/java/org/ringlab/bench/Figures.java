package org.ringlab.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs benchmarks that count with {@link CpuTime}, and keeps what came of them by name: the method's, then its parameters'
 * values.
 *
 * <p>Iterations are many and short, since on a machine that does other things too whatever is slower was disturbed.
 */
public final class Figures {
    private final Map<String, Figure> figures = new LinkedHashMap<>();

    /**
     * Nanoseconds of processor time that one benchmark's operation takes.
     *
     * @param best the best iteration of all forks
     * @param median the one in the middle: it tells how much the others were disturbed
     */
    public record Figure(double best, double median) {
        static Figure of(List<Double> scores) {
            List<Double> sorted = scores.stream().sorted().toList();
            return new Figure(sorted.getFirst(), sorted.get(sorted.size() / 2));
        }
    }

    /**
     * Runs all benchmarks of some classes.
     *
     * @param forks JVMs, one after the other; 0 for this one
     */
    public Figures(int forks, Class<?>... benchmarks) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(forks)
                .warmupIterations(4)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(15)
                .measurementTime(TimeValue.milliseconds(200))
                .jvmArgs("-XX:+UseSerialGC", "-Xms1g", "-Xmx1g")
                .verbosity(VerboseMode.SILENT);
        for (Class<?> benchmark : benchmarks) {
            options.include(benchmark.getName());
        }
        for (RunResult result : new Runner(options.build()).run()) {
            List<Double> scores = new ArrayList<>();
            for (BenchmarkResult fork : result.getBenchmarkResults()) {
                for (IterationResult iteration : fork.getIterationResults()) {
                    scores.add(counted(iteration, "cpuNanos") / counted(iteration, "done"));
                }
            }
            figures.put(name(result.getParams()), Figure.of(scores));
        }
    }

    private static String name(BenchmarkParams params) {
        StringBuilder name = new StringBuilder(
                params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1));
        params.getParamsKeys().forEach(key -> name.append(' ').append(params.getParam(key)));
        return name.toString();
    }

    /** What a benchmark counted beside the time. */
    private static double counted(IterationResult iteration, String counter) {
        return Objects.requireNonNull(iteration.getSecondaryResults().get(counter), counter)
                .getScore();
    }

    /** What came of one. */
    public Figure of(String name) {
        Figure figure = figures.get(name);
        if (figure == null) {
            throw new IllegalStateException("not measured: " + name + " (measured: " + figures.keySet() + ")");
        }
        return figure;
    }
}
