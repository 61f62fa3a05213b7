package org.ringlab.host.machine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.namespaces.Processes;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;

/** Programs that a terminal left running in the background, with bash's words about them. */
public final class Jobs {
    /** What {@link Process#stop} gives back where the signal ended the program. */
    public static final int TERMINATED = 143;

    private final Processes processes;
    private final List<Job> jobs = new ArrayList<>();
    private final List<Job> orphans = new ArrayList<>();
    private String lastPid = "";
    private @Nullable Process staying;
    private boolean mayStay;

    Jobs(Processes processes) {
        this.processes = processes;
    }

    /** A program that goes on while other commands run. */
    public interface Process {
        /** Prints what it has to say since it was last asked. */
        void report(Streams io);

        /** Whether it came to its end by itself. */
        boolean hasEnded();

        /** Ends it ({@code SIGINT}, {@code SIGTERM}) and prints what it says then; its exit status. */
        int stop(Streams io);

        /** Ends it without a word ({@code SIGKILL}). */
        void kill();

        /** Waits until it ends by itself ({@code wait}); what never does is interrupted. */
        default int await(Streams io) {
            return stop(io);
        }
    }

    /**
     * A program with its number.
     *
     * @param number in {@code %1}
     * @param task it, among the host's processes
     * @param pid its process id
     * @param command as typed
     * @param process it
     * @param out where its output was redirected; empty for the terminal
     * @param err where its messages were redirected; empty for the terminal
     * @param flush brings redirected output into its files
     */
    public record Job(
            int number,
            Task task,
            int pid,
            String command,
            Process process,
            Optional<Output> out,
            Optional<Output> err,
            Runnable flush) {
        private Streams on(Streams terminal) {
            return new Streams(Input.empty(), out.orElse(terminal.out()), err.orElse(terminal.err()));
        }

        /** The job as bash lists it. */
        public String line(String state) {
            return String.format(Locale.ROOT, "[%d]+  %-24s%s", number, state, command);
        }
    }

    /** A command with {@code &} behind it begins: a program may {@link #stay}. */
    public void expect(boolean background) {
        mayStay = background;
        staying = null;
    }

    /** Whether the running command has {@code &} behind it. */
    public boolean mayStay() {
        return mayStay;
    }

    /** The running command goes on as this process. */
    public void stay(Process process) {
        staying = process;
    }

    /**
     * A program started from here has ended or stays as it does in {@code child}; what it left in its own background goes
     * on, and nobody's shell speaks of it any more.
     */
    void adopt(Jobs child) {
        staying = child.staying == null ? staying : child.staying;
        for (Job left : child.all()) {
            orphans.add(left);
            left.task().atKill(() -> gone(left));
        }
        child.jobs.clear();
        child.orphans.clear();
    }

    void inherit(Jobs parent) {
        mayStay = parent.mayStay;
    }

    /** The process that the command just run left behind. */
    public Optional<Process> takeStaying() {
        Optional<Process> taken = Optional.ofNullable(staying);
        staying = null;
        return taken;
    }

    /** Whether the command just run goes on. */
    public boolean isStaying() {
        return staying != null;
    }

    /** Where the running command goes on, {@code end} runs when it ends: the process that waits for it goes with it. */
    public void wrapStaying(Runnable end) {
        if (staying != null) {
            staying = new Waited(staying, end);
        }
    }

    private record Waited(Process inner, Runnable end) implements Process {
        @Override
        public void report(Streams io) {
            inner.report(io);
        }

        @Override
        public boolean hasEnded() {
            if (inner.hasEnded()) {
                end.run();
            }
            return inner.hasEnded();
        }

        @Override
        public int stop(Streams io) {
            int status = inner.stop(io);
            end.run();
            return status;
        }

        @Override
        public void kill() {
            inner.kill();
            end.run();
        }

        @Override
        public int await(Streams io) {
            int status = inner.await(io);
            end.run();
            return status;
        }
    }

    /**
     * Numbers a process; {@code viewer} is the shell, which counts as its namespace does.
     *
     * @param terminal where the number is said; a script says nothing
     */
    public void add(
            String command,
            Task task,
            Task viewer,
            Process process,
            Optional<Output> out,
            Optional<Output> err,
            Runnable flush,
            Optional<Streams> terminal) {
        int number = jobs.isEmpty() ? 1 : jobs.getLast().number() + 1;
        int pid = task.pid(viewer.memberships().pid()).orElse(0);
        Job job = new Job(number, task, pid, command, process, out, err, flush);
        task.atKill(() -> gone(job));
        jobs.add(job);
        lastPid = String.valueOf(pid);
        terminal.ifPresent(io -> io.err().line("[" + number + "] " + pid));
    }

    private List<Job> all() {
        List<Job> all = new ArrayList<>(jobs);
        all.addAll(orphans);
        return all;
    }

    /** It was killed from elsewhere. */
    private void gone(Job job) {
        job.process().kill();
        jobs.remove(job);
        orphans.remove(job);
    }

    /** It has ended. */
    private void over(Job job) {
        jobs.remove(job);
        orphans.remove(job);
        processes.exit(job.task());
    }

    /** What runs as that process, from here or from a program that has ended. */
    public Optional<Job> of(Task task) {
        return all().stream().filter(job -> job.task() == task).findFirst();
    }

    /** Those running, oldest first. */
    public List<Job> running() {
        return Collections.unmodifiableList(jobs);
    }

    /** Process id of the last one started; empty before. */
    public String lastPid() {
        return lastPid;
    }

    /** All print what they have to say; who came to an end goes. */
    public void report(Streams terminal) {
        for (Job job : all()) {
            job.process().report(job.on(terminal));
            job.flush().run();
            if (job.process().hasEnded()) {
                boolean known = jobs.contains(job);
                over(job);
                if (known) {
                    terminal.err().line(job.line("Done"));
                }
            }
        }
    }

    /** Ends one by a signal; {@code asJob} is whether bash says a word about it. */
    public int stop(Job job, Streams terminal, boolean asJob) {
        return ended(job, job.process().stop(job.on(terminal)), terminal, asJob && jobs.contains(job));
    }

    /** Waits for one. */
    public int await(Job job, Streams terminal) {
        return ended(job, job.process().await(job.on(terminal)), terminal, false);
    }

    private int ended(Job job, int status, Streams terminal, boolean asJob) {
        job.flush().run();
        over(job);
        if (asJob) {
            terminal.err()
                    .line(job.line(status == TERMINATED ? "Terminated" : status == 0 ? "Done" : "Exit " + status));
        }
        return status;
    }

    /** Ends one by {@code SIGKILL}. */
    public void kill(Job job, Streams terminal) {
        boolean known = jobs.contains(job);
        job.process().kill();
        over(job);
        if (known) {
            terminal.err().line(job.line("Killed"));
        }
    }

    /** The machine goes down: nobody says a word. */
    public void clear() {
        all().forEach(job -> {
            job.process().kill();
            over(job);
        });
    }
}
