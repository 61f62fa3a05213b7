package org.ringlab.netfilter.link;

import org.jspecify.annotations.Nullable;

/** A timer that can be set anew and stopped (struct timer_list, kernel/time/timer.c). */
public final class KernelTimer {
    private final Network network;
    private final Runnable work;
    private EventQueue.@Nullable Timer pending;
    private long due;

    /** A timer that isn't running; {@code work} is done when it runs out. */
    public KernelTimer(Network network, Runnable work) {
        this.network = network;
        this.work = work;
    }

    /** Lets it run out {@code delayNanos} from now, whether it was running or not ({@code mod_timer}). */
    public void start(long delayNanos) {
        stop();
        due = network.clock().nanos() + delayNanos;
        pending = network.queue().later(delayNanos, () -> {
            pending = null;
            work.run();
        });
    }

    /** Stops it ({@code timer_delete}). */
    public void stop() {
        if (pending != null) {
            pending.cancel();
            pending = null;
        }
    }

    /** Whether it is running. */
    public boolean isPending() {
        return pending != null;
    }

    /** What is left of its time, in nanoseconds; 0 where it isn't running. */
    public long remaining() {
        return pending == null ? 0 : due - network.clock().nanos();
    }
}
