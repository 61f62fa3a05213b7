package org.ringlab.host.machine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.Printed;
import org.ringlab.host.namespaces.Processes;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.link.EventQueue;

/** Programs that a terminal left running in the background, with bash's words about them. */
public final class Jobs {
    /** What {@link Process#stop} gives back where the signal ended the program. */
    public static final int TERMINATED = 143;

    private static final int KILLED = 137;

    private final Processes processes;
    private final List<Job> jobs = new ArrayList<>();
    private final List<Job> orphans = new ArrayList<>();
    private String lastPid = "";
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final List<Printed> kept = new ArrayList<>();
    private @Nullable Streams terminal;
    private @Nullable Jobs heir;
    private @Nullable Process staying;
    private boolean mayStay;
    /** Whether somebody sits at the shell, who is told of what starts and ends. */
    private boolean tells;

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

        /** Ends it by {@code SIGINT} where that is something else than {@code SIGTERM}; its exit status. */
        default int interrupt(Streams io) {
            return stop(io);
        }

        /** The exit status of one that came to its end. */
        default int status() {
            return 0;
        }

        /** Runs {@code then} once it came to its end; as time passes it is looked at now and then. */
        default void onEnd(EventQueue queue, Runnable then) {
            queue.later(LOOK_NANOS, () -> {
                if (hasEnded()) {
                    then.run();
                } else {
                    onEnd(queue, then);
                }
            });
        }
    }

    private static final long LOOK_NANOS = SimClock.SECOND / 100;

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
    }

    /** A job as bash lists it: {@code +} marks the last one, {@code -} the one before. */
    public String line(Job job, String state) {
        int behind = jobs.size() - 1 - jobs.indexOf(job);
        char mark = !jobs.contains(job) || behind == 0 ? '+' : behind == 1 ? '-' : ' ';
        return String.format(Locale.ROOT, "[%d]%c  %-24s%s", job.number(), mark, state, job.command());
    }

    /** The exit status of one that has ended, by its process id; empty where this shell had none. */
    public Optional<Integer> statusOf(int pid) {
        return Optional.ofNullable(statuses.get(pid));
    }

    /** The terminal is open: what was said in the meantime comes first. Null closes it. */
    public void attach(@Nullable Streams open) {
        terminal = open;
        List<Printed> said = List.copyOf(kept);
        kept.clear();
        said.forEach(piece -> say(piece.stream(), piece.text()));
    }

    /** The terminal as the background writes to it, whenever that is. */
    public Streams terminal() {
        return new Streams(
                Input.empty(),
                new Output(text -> say(Printed.Stream.STDOUT, text)),
                new Output(text -> say(Printed.Stream.STDERR, text)));
    }

    /** Streams for a command in the background: where they are the terminal's, they are whatever terminal is open then. */
    public Streams behind(Streams streams) {
        if (terminal == null) {
            return streams;
        }
        Streams late = terminal();
        return new Streams(
                Input.empty(),
                streams.out() == terminal.out()
                        ? late.out()
                        : streams.out() == terminal.err() ? late.err() : streams.out(),
                streams.err() == terminal.err()
                        ? late.err()
                        : streams.err() == terminal.out() ? late.out() : streams.err(),
                streams.others());
    }

    private void say(Printed.Stream stream, String text) {
        if (heir != null) {
            heir.say(stream, text);
        } else if (terminal == null) {
            kept.add(new Printed(stream, text));
        } else {
            (stream == Printed.Stream.STDOUT ? terminal.out() : terminal.err()).print(text);
        }
    }

    /** All print what they have to say before something else happens; nobody hears of those that ended yet. */
    public void speak() {
        if (terminal != null) {
            for (Job job : all()) {
                job.process().report(job.on(terminal));
                job.flush().run();
            }
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
        child.heir = this;
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

        @Override
        public int interrupt(Streams io) {
            int status = inner.interrupt(io);
            end.run();
            return status;
        }

        @Override
        public int status() {
            return inner.status();
        }

        @Override
        public void onEnd(EventQueue queue, Runnable then) {
            inner.onEnd(queue, then);
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
        tells = terminal.isPresent();
        terminal.ifPresent(io -> io.err().line("[" + number + "] " + pid));
    }

    /** A command in the background has ended already. */
    public void ran(int pid, int status) {
        lastPid = String.valueOf(pid);
        statuses.put(pid, status);
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
                int status = job.process().status();
                if (jobs.contains(job)) {
                    terminal.err().line(line(job, said(status)));
                }
                statuses.put(job.pid(), status);
                over(job);
            }
        }
    }

    /** Ends one by a signal; {@code asJob} is whether bash says a word about it. */
    public int stop(Job job, Streams terminal, boolean asJob) {
        return ended(job, job.process().stop(job.on(terminal)), terminal, asJob && jobs.contains(job));
    }

    /** Ends one by {@code SIGINT}. */
    public int interrupt(Job job, Streams terminal) {
        return ended(job, job.process().interrupt(job.on(terminal)), terminal, jobs.contains(job));
    }

    /** Waits for one. */
    public int await(Job job, Streams terminal) {
        if (job.process().hasEnded()) {
            job.process().report(job.on(terminal));
            return ended(job, job.process().status(), terminal, false);
        }
        return ended(job, job.process().await(job.on(terminal)), terminal, false);
    }

    private int ended(Job job, int status, Streams terminal, boolean asJob) {
        job.flush().run();
        statuses.put(job.pid(), status);
        if (asJob && tells) {
            terminal.err().line(line(job, said(status)));
        }
        over(job);
        return status;
    }

    private static String said(int status) {
        return status == TERMINATED ? "Terminated" : status == 0 ? "Done" : "Exit " + status;
    }

    /** Ends one by {@code SIGKILL}. */
    public void kill(Job job, Streams terminal) {
        if (tells && jobs.contains(job)) {
            terminal.err().line(line(job, "Killed"));
        }
        statuses.put(job.pid(), KILLED);
        job.process().kill();
        over(job);
    }

    /** The machine goes down: nobody says a word. */
    public void clear() {
        all().forEach(job -> {
            job.process().kill();
            over(job);
        });
    }
}
