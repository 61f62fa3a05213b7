package org.ringlab.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.runner.RunnerException;
import org.ringlab.bench.Figures.Figure;

/**
 * Runs all benchmarks and prints their figures beside the targets and beside the Linux this runs on.
 *
 * <p>All is processor time ({@link CpuTime}), of Linux too but for the building of a lab, which is many processes. Of
 * each benchmark the best iteration of all forks counts; the median is printed to tell how much the others were disturbed.
 */
public final class Bench {
    private static final List<String> KINDS = List.of("banned", "services", "ranges");
    private static final List<Integer> SIZES = List.of(10, 100, 1000, 10_000);

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Figures figures;

    private Bench(Figures figures) {
        this.figures = figures;
    }

    /** {@code args}: number of forks, and the file of the plot. */
    public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
        new Bench(new Figures(Integer.parseInt(args[0]), PathBenchmark.class, LabBenchmark.class))
                .run(Path.of(args[1]));
    }

    private void run(Path plot) throws IOException, InterruptedException {
        long bytes = OwnJvm.numbers(IdleLab.class).getFirst();
        String obstacle = RealKernel.obstacle();
        boolean real = obstacle.isEmpty();
        if (!real) {
            out.println("The real kernel was not measured: " + obstacle);
        }

        out.println("\nLab of three hosts with its rules       ours, best (median)      target          real kernel");
        double kernelMillis = real ? RealKernel.buildMillis() : Double.NaN;
        lab("typed: 28 commands", "typed", kernelMillis);
        lab("booted from its file", "boot", Double.NaN);
        lab("file read and booted", "readAndBoot", Double.NaN);

        List<String> ruleSets = new ArrayList<>(List.of(Rules.twenty()));
        KINDS.forEach(kind -> SIZES.forEach(size -> ruleSets.add(Rules.of(kind, size))));
        List<Long> kernel = real ? RealKernel.packetNanos(ruleSets) : List.of();

        out.println("\nPackets a second and core               ours, best (median)      target          real kernel");
        path("FORWARD, conntrack, NAT, 20 rules", "forward", 1_000_000, real ? kernel.getFirst() : Double.NaN);
        path("the same, all events kept", "forwardTraced", 100_000, Double.NaN);
        path("each packet a new connection", "forwardNew", Double.NaN, Double.NaN);

        out.println("\nNanoseconds a packet by number of rules" + "        10       100     1,000    10,000");
        Map<String, Map<Integer, Double>> lines = new LinkedHashMap<>();
        for (String kind : KINDS) {
            Map<Integer, Double> line = new TreeMap<>();
            SIZES.forEach(
                    size -> line.put(size, figure("rules " + kind + " " + size).best()));
            lines.put(kind, line);
        }
        for (int k = 0; real && k < KINDS.size(); k++) {
            Map<Integer, Double> line = new TreeMap<>();
            for (int i = 0; i < SIZES.size(); i++) {
                line.put(SIZES.get(i), (double) kernel.get(1 + k * SIZES.size() + i));
            }
            lines.put(KINDS.get(k) + ", real kernel", line);
        }
        lines.forEach((name, line) -> {
            out.printf("%-38s", name);
            SIZES.forEach(size -> out.printf("%10.0f", line.get(size)));
            out.println();
        });
        Files.writeString(plot, RulesPlot.svg(lines));

        out.printf("%nHeap of one idle lab: %.1f KiB; target 256 KiB, ratio %.2f%n", bytes / 1024.0, bytes / 262_144.0);
    }

    private Figure figure(String name) {
        return figures.of(name);
    }

    private void lab(String what, String name, double kernelMillis) {
        Figure f = figure(name);
        out.printf(
                "%-38s  %8.2f ms (%.2f ms)     1 ms: ratio %.2f  %s%n",
                what,
                f.best() / 1e6,
                f.median() / 1e6,
                f.best() / 1e6,
                Double.isNaN(kernelMillis)
                        ? "-"
                        : "%.1f ms: ratio %.3f".formatted(kernelMillis, f.best() / 1e6 / kernelMillis));
    }

    private void path(String what, String name, double target, double kernelNanos) {
        Figure f = figure(name);
        double rate = 1e9 / f.best();
        out.printf(
                "%-38s  %,9.0f (%,.0f)   %s  %s%n",
                what,
                rate,
                1e9 / f.median(),
                Double.isNaN(target) ? "-" : "%,.0f: ratio %.2f".formatted(target, rate / target),
                Double.isNaN(kernelNanos)
                        ? "-"
                        : "%,.0f: ratio %.1f".formatted(1e9 / kernelNanos, rate * kernelNanos / 1e9));
    }
}
