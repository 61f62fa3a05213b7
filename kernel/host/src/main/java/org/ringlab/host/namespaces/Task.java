package org.ringlab.host.namespaces;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A running program (struct task_struct): its numbers, what started it, and the namespaces it is in. */
public final class Task {
    private final Map<PidNamespace, Integer> numbers = new LinkedHashMap<>();
    private final Terminal terminal;
    private final long startedNanos;
    private @Nullable Task parent;
    private Memberships memberships;
    private List<String> command;
    private Runnable end = () -> {};
    private boolean alive = true;

    /** What a process is attached to. */
    public enum Terminal {
        /** Nothing: a service. */
        NONE,
        /** The terminal somebody types on. */
        CONSOLE
    }

    Task(@Nullable Task parent, Memberships memberships, List<String> command, Terminal terminal, long startedNanos) {
        this.parent = parent;
        this.memberships = memberships;
        this.command = command;
        this.terminal = terminal;
        this.startedNanos = startedNanos;
    }

    void number(PidNamespace namespace, int number) {
        numbers.put(namespace, number);
    }

    /** Its number as {@code namespace} counts; empty where it isn't seen from there. */
    public Optional<Integer> pid(PidNamespace namespace) {
        return Optional.ofNullable(numbers.get(namespace));
    }

    /** Its number in its own namespace: {@code $$}. */
    public int pid() {
        return numbers.getOrDefault(memberships.pid(), 0);
    }

    /** Its parent's number in its own namespace, 0 where that isn't seen: {@code $PPID}. */
    public int parentPid() {
        return parent == null ? 0 : parent.pid(memberships.pid()).orElse(0);
    }

    /** What started it; empty for the first. */
    public Optional<Task> parent() {
        return Optional.ofNullable(parent);
    }

    void setParent(@Nullable Task newParent) {
        parent = newParent;
    }

    /** The namespaces it is in. */
    public Memberships memberships() {
        return memberships;
    }

    /** Goes elsewhere ({@code setns}, {@code unshare}). */
    public void enter(Memberships elsewhere) {
        memberships = elsewhere;
    }

    /** Its program and arguments. */
    public List<String> command() {
        return command;
    }

    /** Becomes another program ({@code execve}). */
    public void exec(List<String> newCommand) {
        command = List.copyOf(newCommand);
    }

    /** What it is attached to. */
    public Terminal terminal() {
        return terminal;
    }

    /** When it was started, in the lab's nanoseconds. */
    public long startedNanos() {
        return startedNanos;
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return alive;
    }

    /** What is to be done when it is killed. */
    public void atKill(Runnable work) {
        end = work;
    }

    void over() {
        alive = false;
    }

    Runnable end() {
        return end;
    }

    /** Its user's number, as it sees it itself. */
    public int user() {
        return memberships.user().rootUser();
    }

    /** Its group's number, as it sees it itself. */
    public int group() {
        return memberships.user().rootGroup();
    }

    /**
     * Whether it has root's powers over something that belongs to a user namespace: its own user namespace is that one or
     * around it, and it is user 0 there (security/commoncap.c, {@code cap_capable}; {@code execve} takes all
     * capabilities from others).
     */
    public boolean isCapable(UserNamespace over) {
        return over.isWithin(memberships.user()) && user() == 0;
    }

    /** Whether it may change what a namespace isolates. */
    public boolean mayChange(Namespace namespace) {
        return namespace.owner().map(this::isCapable).orElse(true);
    }
}
