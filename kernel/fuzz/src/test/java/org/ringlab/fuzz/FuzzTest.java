package org.ringlab.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.ringlab.common.SeededRandom;

/**
 * Feeds every target: {@code ringlab.fuzz.inputs} in all, each by its share; with {@code ringlab.ci} for ten seconds each.
 * Input number i of a run with seed s is made of s + i alone, so
 * {@code -Dringlab.fuzz.seed=(s + i) -Dringlab.fuzz.target=NAME -Dringlab.fuzz.inputs=1} plays it again.
 */
class FuzzTest {
    private static final long SECOND = 1_000_000_000L;

    /** Where continuous integration stops: with all targets under three minutes. */
    private static final long CI_NANOS = 9 * SECOND;

    /** Processor time after which an input is said to hang: thousands of times what the slowest takes. */
    private static final long HANGS_AFTER = 30 * SECOND;

    /** Long runs begin elsewhere every time; the short one is the same for everybody. */
    private static final long MANY = 1_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final boolean ci = Boolean.getBoolean("ringlab.ci");
    private final long inputs = Long.getLong("ringlab.fuzz.inputs", 40_000);
    private final long seed = Long.getLong("ringlab.fuzz.seed", ci || inputs > MANY ? now() : 1);
    private long total;
    private int reached;
    private final String only = System.getProperty("ringlab.fuzz.target", "");

    private static long now() {
        return System.currentTimeMillis();
    }

    @TestFactory
    Stream<DynamicTest> everyParserSurvives() {
        List<Target> targets = Targets.all().stream()
                .filter(target -> only.isEmpty() || target.name().equals(only))
                .toList();
        int shares = targets.stream().mapToInt(Target::share).sum();
        List<DynamicTest> trials = new ArrayList<>();
        int before = 0;
        for (Target target : targets) {
            int with = before + target.share();
            long count = Math.max(1, inputs * with / shares - inputs * before / shares);
            trials.add(DynamicTest.dynamicTest(target.name(), () -> fire(target, count)));
            before = with;
        }
        trials.add(DynamicTest.dynamicTest("all", this::sum));
        return trials.stream();
    }

    private void sum() {
        System.out.printf("fuzz: %,d inputs to %d targets in all%n", total, reached);
        assertTrue(ci || total >= inputs, "a target stopped early");
    }

    private void fire(Target target, long count) throws InterruptedException {
        Shots shots = new Shots(target, seed, ci ? Long.MAX_VALUE : count, ci ? CI_NANOS : Long.MAX_VALUE);
        Thread gun = new Thread(shots, "fuzz " + target.name());
        gun.setDaemon(true);
        gun.start();
        long fired = -1;
        long atNanos = 0;
        while (gun.isAlive()) {
            gun.join(1000);
            long nanos = THREADS.getThreadCpuTime(gun.threadId());
            if (shots.fired != fired) {
                fired = shots.fired;
                atNanos = nanos;
            } else if (nanos - atNanos > HANGS_AFTER) {
                StringBuilder where = new StringBuilder();
                for (StackTraceElement frame : gun.getStackTrace()) {
                    where.append("\n  at ").append(frame);
                }
                fail(shots.report("hangs") + where);
            }
        }
        total += shots.fired;
        reached++;
        System.out.printf("fuzz: %,d inputs to %s, seed %d%n", shots.fired, target.name(), seed);
        if (shots.broken != null) {
            fail(shots.report(shots.broken.toString()), shots.broken);
        }
    }

    /** The inputs of one target, one after another until one breaks it. */
    private static final class Shots implements Runnable {
        private final Target target;
        private final long seed;
        private final long count;
        private final long nanos;
        private volatile long fired;
        private volatile String input = "";
        private volatile Throwable broken;

        Shots(Target target, long seed, long count, long nanos) {
            this.target = target;
            this.seed = seed;
            this.count = count;
            this.nanos = nanos;
        }

        @Override
        public void run() {
            long begin = System.nanoTime();
            for (long i = 0; i < count; i++) {
                try {
                    target.trial().run(new Scrambler(new SeededRandom(seed + i)), text -> input = text);
                } catch (Throwable t) { // what must not be: whatever is thrown is a find
                    broken = t;
                    return;
                }
                fired = i + 1;
                if ((i & 63) == 63 && System.nanoTime() - begin > nanos) {
                    return;
                }
            }
        }

        String report(String what) {
            return target.name() + ": " + what + "\nplay it again with -Dringlab.fuzz.target=" + target.name()
                    + " -Dringlab.fuzz.seed=" + (seed + fired) + " -Dringlab.fuzz.inputs=1\ninput: " + input;
        }
    }
}
