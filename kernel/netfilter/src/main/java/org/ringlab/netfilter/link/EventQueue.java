package org.ringlab.netfilter.link;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.ringlab.common.SimClock;

/**
 * The one queue of a lab: work that is due now, in order, and timers. Everything a lab does runs from here, one piece
 * after another, so the order is the same every time.
 */
public final class EventQueue {
    /** Pieces of work within a second of the lab's time after which a run is called a loop. */
    public static final int STEP_BUDGET = 50_000;

    /** Frames that switches may pass on within a second of the lab's time: more goes round in a loop of switches. */
    public static final int SWITCHING_BUDGET = 2_000;

    private final SimClock clock;
    private final ArrayDeque<Runnable> due = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong((Timer t) -> t.at).thenComparingLong(t -> t.order));
    private long order;
    private int steps;
    private int switched;
    private long second;
    private long moment;
    private boolean exhausted;

    EventQueue(SimClock clock) {
        this.clock = clock;
    }

    /** A piece of work for later. */
    public static final class Timer {
        private final long at;
        private final long order;
        private final Runnable work;
        private boolean cancelled;

        private Timer(long at, long order, Runnable work) {
            this.at = at;
            this.order = order;
            this.work = work;
        }

        /** Takes it back; harmless where it has run. */
        public void cancel() {
            cancelled = true;
        }
    }

    /** Runs {@code work} after what is already due, without time passing. */
    public void soon(Runnable work) {
        due.add(work);
    }

    /** Runs {@code work} once {@code delayNanos} have passed. */
    public Timer later(long delayNanos, Runnable work) {
        Timer timer = new Timer(clock.nanos() + delayNanos, order++, work);
        timers.add(timer);
        return timer;
    }

    /**
     * Counts a frame that a switch passes on. Frames have no time to live: in a loop of switches they multiply for ever.
     *
     * @return false where the {@link #SWITCHING_BUDGET} is used up, for the rest of the run; all that is under way is
     *     then taken off
     */
    public boolean switched() {
        if (switched < SWITCHING_BUDGET) {
            switched++;
            return true;
        }
        exhausted = true;
        due.clear();
        return false;
    }

    /** Whether a run was cut off since this was last asked, its budget used up: something goes round in circles. */
    public boolean takeExhausted() {
        boolean was = exhausted;
        exhausted = false;
        return was;
    }

    /**
     * Number of the moment. What happens without anybody waiting, a packet and its answer, is one; the next step, or what a
     * timer brings about, is another.
     */
    public long moment() {
        return moment;
    }

    private void renew() {
        steps = 0;
        switched = 0;
        second = clock.nanos();
    }

    /** Runs all work that is due now; no time passes. */
    public void settle() {
        runUntil(() -> false, 0);
    }

    /**
     * Runs work and timers until {@code done} holds or {@code timeoutNanos} have passed. Where it doesn't come to hold,
     * the clock stands at the end of the time afterwards.
     *
     * @return whether {@code done} held
     */
    public boolean runUntil(BooleanSupplier done, long timeoutNanos) {
        long end = clock.nanos() + timeoutNanos;
        renew();
        moment++;
        while (true) {
            if (done.getAsBoolean()) {
                return true;
            }
            Runnable work = due.poll();
            if (work == null) {
                Timer timer = timers.peek();
                if (timer == null || timer.at > end) {
                    clock.advanceTo(end);
                    return false;
                }
                timers.poll();
                if (timer.cancelled) {
                    continue;
                }
                clock.advanceTo(timer.at);
                moment++;
                if (clock.nanos() - second >= SimClock.SECOND && switched < SWITCHING_BUDGET) {
                    renew();
                }
                work = timer.work;
            }
            if (++steps > STEP_BUDGET) {
                exhausted = true;
                due.clear();
                return done.getAsBoolean();
            }
            work.run();
        }
    }
}
