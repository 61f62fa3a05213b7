package org.ringlab.mmu.os;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Shares one processor among programs, slice by slice, on one time line with what their memory does.
 *
 * <p>A fault that reads from swap blocks the process for {@link #DISK_TICKS}; others run meanwhile.
 */
public final class Scheduler {
    /** How long a page takes from the disk. */
    public static final int DISK_TICKS = 10;

    /** Who is next. */
    public enum Policy {
        /** Everybody in turn. */
        ROUND_ROBIN,
        /** The most urgent; equals in turn. */
        PRIORITY,
        /** Whoever had least, weighed by priority (Linux's completely fair scheduler). */
        FAIR
    }

    /**
     * A stretch of time that one process had.
     *
     * @param pid whose; 0 while nobody could run
     * @param from first tick
     * @param to first tick behind it
     */
    public record Slice(int pid, long from, long to) {}

    /** The weight of nice 0, and each nice step in 1.25 times less (Linux sched_prio_to_weight). */
    private static final double WEIGHT = 1024;

    private final OperatingSystem os;
    private final Policy policy;
    private final int quantum;
    private final Map<Process, Running> running = new LinkedHashMap<>();
    private final List<Slice> slices = new ArrayList<>();
    private long tick;
    private long turn;
    private boolean watched;
    private Consumer<Moment> watcher = moment -> {};
    private int eventsTold;

    private static final class Running {
        final Program program;
        int step;
        int computed;
        long wakesAt;
        long lastTurn;
        double virtualTime;

        Running(Program program) {
            this.program = program;
        }
    }

    /**
     * A scheduler over a kernel's processes.
     *
     * @param quantum ticks of a slice, 1 to 1,000
     */
    public Scheduler(OperatingSystem os, Policy policy, int quantum) {
        if (quantum < 1 || quantum > 1000) {
            throw new IllegalArgumentException("quantum must be 1 to 1000 ticks, got " + quantum);
        }
        this.os = os;
        this.policy = policy;
        this.quantum = quantum;
    }

    /** Gives a process something to do. */
    public void add(Process process, Program program) {
        running.put(process, new Running(program));
    }

    /**
     * Runs until all programs ended.
     *
     * @param mostTicks when to stop all the same
     * @return the slices in order
     */
    public List<Slice> run(long mostTicks) {
        return run(mostTicks, moment -> {});
    }

    /**
     * The same under a watcher, who sees processor and memory after every tick.
     *
     * @param watcher told in the order of time
     */
    public List<Slice> watched(long mostTicks, Consumer<Moment> watcher) {
        watched = true;
        return run(mostTicks, watcher);
    }

    private List<Slice> run(long mostTicks, Consumer<Moment> told) {
        watcher = told;
        while (tick < mostTicks && running.keySet().stream().anyMatch(p -> p.state != Process.State.ENDED)) {
            os.setTick(tick);
            running.forEach((process, of) -> {
                if (process.state == Process.State.BLOCKED && of.wakesAt <= tick) {
                    process.state = Process.State.READY;
                }
            });
            Optional<Process> next = next();
            if (next.isEmpty()) {
                passed(0);
                continue;
            }
            slice(next.get(), mostTicks);
        }
        return List.copyOf(slices);
    }

    private Optional<Process> next() {
        Comparator<Process> inTurn = Comparator.comparingLong(p -> of(p).lastTurn);
        Comparator<Process> order = switch (policy) {
            case ROUND_ROBIN -> inTurn;
            case PRIORITY -> Comparator.<Process>comparingInt(p -> p.priority).thenComparing(inTurn);
            case FAIR ->
                Comparator.<Process>comparingDouble(p -> of(p).virtualTime).thenComparing(inTurn);
        };
        return running.keySet().stream()
                .filter(p -> p.state == Process.State.READY)
                .min(order);
    }

    private void slice(Process process, long mostTicks) {
        Running of = of(process);
        of.lastTurn = ++turn;
        process.state = Process.State.RUNNING;
        os.switchTo(process);
        long end = Math.min(mostTicks, tick + quantum);
        while (tick < end && process.state == Process.State.RUNNING) {
            step(process, of);
        }
        if (process.state == Process.State.RUNNING) {
            process.state = Process.State.READY;
        }
    }

    private void step(Process process, Running of) {
        if (of.step == of.program.steps().size()) {
            os.exit(process, "exit");
            return;
        }
        os.setTick(tick);
        switch (of.program.steps().get(of.step)) {
            case Program.Compute compute -> {
                if (++of.computed >= compute.ticks()) {
                    of.step++;
                    of.computed = 0;
                }
            }
            case Program.Touch touch -> {
                int readsBefore = process.majorFaults;
                os.access(process, touch.address(), touch.type());
                of.step++;
                if (process.state == Process.State.RUNNING && process.majorFaults > readsBefore) {
                    process.state = Process.State.BLOCKED;
                    of.wakesAt = tick + DISK_TICKS;
                }
            }
        }
        process.cpuTime++;
        of.virtualTime += WEIGHT / weight(process.priority);
        passed(process.pid);
    }

    private void passed(int pid) {
        note(pid, tick + 1);
        if (watched) {
            watcher.accept(os.moment(pid, eventsTold));
            eventsTold = os.events().size();
        }
        tick++;
    }

    private static double weight(int priority) {
        return WEIGHT / Math.pow(1.25, priority);
    }

    private void note(int pid, long to) {
        Slice last = slices.isEmpty() ? new Slice(-1, 0, 0) : slices.get(slices.size() - 1);
        if (last.pid() == pid && last.to() == tick) {
            slices.set(slices.size() - 1, new Slice(pid, last.from(), to));
        } else {
            slices.add(new Slice(pid, tick, to));
        }
    }

    private Running of(Process process) {
        Running of = running.get(process);
        if (of == null) {
            throw new IllegalStateException("process " + process.pid + " has no program");
        }
        return of;
    }
}
