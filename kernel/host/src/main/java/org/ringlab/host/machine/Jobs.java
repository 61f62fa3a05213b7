package org.ringlab.host.machine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;

/** Programs that a terminal left running in the background, with bash's words about them. */
public final class Jobs {
    /** What {@link Process#stop} gives back where the signal ended the program. */
    public static final int TERMINATED = 143;

    private static final int FIRST_PID = 2001;

    private final List<Job> jobs = new ArrayList<>();
    private int started;
    private @Nullable Process staying;
    private boolean mayStay;

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
    }

    /**
     * A program with its number.
     *
     * @param number in {@code %1}
     * @param pid its process id
     * @param command as typed
     * @param process it
     * @param out where its output was redirected; empty for the terminal
     * @param err where its messages were redirected; empty for the terminal
     * @param flush brings redirected output into its files
     */
    public record Job(
            int number,
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

    /** A program started from here has ended or stays as it does in {@code child}. */
    void adopt(Jobs child) {
        staying = child.staying == null ? staying : child.staying;
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

    /** Numbers a process and says so. */
    public void add(
            String command, Process process, Optional<Output> out, Optional<Output> err, Runnable flush, Streams io) {
        int number = jobs.isEmpty() ? 1 : jobs.getLast().number() + 1;
        Job job = new Job(number, FIRST_PID + started++, command, process, out, err, flush);
        jobs.add(job);
        io.err().line("[" + number + "] " + job.pid());
    }

    /** Those running, oldest first. */
    public List<Job> running() {
        return Collections.unmodifiableList(jobs);
    }

    /** Process id of the last one started; empty before. */
    public String lastPid() {
        return started == 0 ? "" : String.valueOf(FIRST_PID + started - 1);
    }

    /** All print what they have to say; who came to an end goes. */
    public void report(Streams terminal) {
        for (Job job : List.copyOf(jobs)) {
            job.process().report(job.on(terminal));
            job.flush().run();
            if (job.process().hasEnded()) {
                jobs.remove(job);
                terminal.err().line(job.line("Done"));
            }
        }
    }

    /** Ends one by a signal; {@code asJob} is whether bash says a word about it. */
    public int stop(Job job, Streams terminal, boolean asJob) {
        int status = job.process().stop(job.on(terminal));
        job.flush().run();
        jobs.remove(job);
        if (asJob) {
            terminal.err()
                    .line(job.line(status == TERMINATED ? "Terminated" : status == 0 ? "Done" : "Exit " + status));
        }
        return status;
    }

    /** Ends one by {@code SIGKILL}. */
    public void kill(Job job, Streams terminal) {
        job.process().kill();
        jobs.remove(job);
        terminal.err().line(job.line("Killed"));
    }

    /** The machine goes down: nobody says a word. */
    public void clear() {
        jobs.forEach(job -> job.process().kill());
        jobs.clear();
    }
}
