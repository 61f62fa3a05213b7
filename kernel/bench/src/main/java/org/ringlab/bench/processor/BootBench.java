package org.ringlab.bench.processor;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Objects;
import org.ringlab.hypervisor.Ending;
import org.ringlab.hypervisor.Hypervisor;
import org.ringlab.hypervisor.Method;
import org.ringlab.hypervisor.Outcome;
import org.ringlab.hypervisor.Settings;
import org.ringlab.hypervisor.guest.GuestBuild;
import org.ringlab.hypervisor.guest.GuestImage;
import org.ringlab.hypervisor.guest.SampleGuests;

/** Boots the sample kernel once, in a JVM that did nothing before, and prints how long that took. */
public final class BootBench {
    private static final int TARGET = 200;

    private BootBench() {}

    /** {@code args}: the word of a method. */
    public static void main(String[] args) {
        Method method = Method.of(args[0]).orElseThrow();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        String source = Objects.requireNonNull(SampleGuests.all().get("hello"));
        long start = System.nanoTime();
        GuestImage image = Objects.requireNonNull(
                GuestBuild.build("hello", source, method == Method.PARAVIRTUAL).image());
        long built = System.nanoTime();
        long cpu = threads.getCurrentThreadCpuTime();
        Outcome outcome = Hypervisor.run(method, image, Settings.DEFAULT);
        long used = threads.getCurrentThreadCpuTime() - cpu;
        long booting = System.nanoTime() - built;
        if (!(outcome.ending() instanceof Ending.PoweredOff)) {
            throw new IllegalStateException(outcome.ending().text());
        }
        System.out.printf(
                "%-26s  %6d ms     %6d ms (%d ms)     %d: ratio %.2f%n",
                method.title(),
                (built - start) / 1_000_000,
                booting / 1_000_000,
                used / 1_000_000,
                TARGET,
                booting / 1e6 / TARGET);
    }
}
