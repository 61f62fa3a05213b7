package org.ringlab.bench.processor;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import org.openjdk.jmh.runner.RunnerException;
import org.ringlab.bench.Figures;

/** Runs the benchmarks of the processor and prints their rates beside the target, and Bochs'. */
public final class ProcessorBench {
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Figures figures;

    private ProcessorBench(Figures figures) {
        this.figures = figures;
    }

    /** {@code args}: number of forks. */
    public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
        new ProcessorBench(new Figures(Integer.parseInt(args[0]), ProcessorBenchmark.class)).print();
    }

    private void print() throws IOException, InterruptedException {
        out.println("Millions of instructions a second       ours, best (median)     target");
        line("loop of registers and memory", "loop", 50);
        line("the same, each instruction told", "traced", Double.NaN);
        OptionalDouble bochs = Bochs.instructionsPerSecond();
        if (bochs.isPresent()) {
            double ratio = 1e9 / figures.of("loop").best() / bochs.getAsDouble();
            out.printf(
                    "Bochs, the same image                   %8.1f              ours: ratio %.2f%n",
                    bochs.getAsDouble() / 1e6, ratio);
        } else {
            out.println("Bochs was not measured: it is not installed, or didn't end");
        }
    }

    private void line(String what, String name, double target) {
        Figures.Figure figure = figures.of(name);
        double best = 1e3 / figure.best();
        String ratio = Double.isNaN(target) ? "-" : "%.0f: ratio %.2f".formatted(target, best / target);
        out.printf("%-38s  %8.1f (%.1f)     %s%n", what, best, 1e3 / figure.median(), ratio);
    }
}
