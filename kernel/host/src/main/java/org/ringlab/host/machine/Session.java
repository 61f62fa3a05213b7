package org.ringlab.host.machine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.namespaces.Processes;
import org.ringlab.host.namespaces.Task;

/** A terminal on a machine: where it stands, its variables, what was typed. It stays open between cells. */
public final class Session {
    /** Commands one script may run before it is called a loop. */
    public static final int STEP_BUDGET = 10_000;

    private final Machine home;
    private final FileSystem files;
    private final Map<String, String> variables = new TreeMap<>();
    private final List<String> history = new ArrayList<>();
    private final List<Diagnostic> hints = new ArrayList<>();
    private final Set<String> hintedOnce = new TreeSet<>();
    private final Jobs jobs;
    private Task process;
    private String directory = "/root";
    private int status;
    private int steps;
    private Flow flow = Flow.ON;

    /** How a script goes on after a command. */
    public enum Flow {
        /** With the next command. */
        ON,
        /** Behind the innermost loop. */
        BREAK,
        /** With the innermost loop's next round. */
        CONTINUE,
        /** Not at all. */
        EXIT
    }

    /** A terminal of root's; nobody has logged in yet. */
    public Session(Machine home) {
        this(home, home.processes().init());
        variables.put("HOME", "/root");
        variables.put("HOSTNAME", process.memberships().uts().hostname());
        variables.put("LOGNAME", "root");
        variables.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin");
        variables.put("PWD", directory);
        variables.put("SHELL", "/bin/bash");
        variables.put("USER", "root");
    }

    private Session(Machine home, Task process) {
        this.home = home;
        this.process = process;
        files = home.filesOf(this::process);
        jobs = new Jobs(home.processes());
    }

    /** Starts the terminal's shell, in the network namespace that the terminal was opened in. */
    public void login() {
        Processes processes = home.processes();
        process = processes
                .fork(processes.init(), List.of("-bash"), Task.Terminal.CONSOLE)
                .orElse(processes.init());
        process.enter(process.memberships().with(home.namespace()));
    }

    /** Ends the terminal's shell; what it left in the background goes on. */
    public void logout() {
        home.processes().exit(process);
        process = home.processes().init();
    }

    /**
     * The inside of a program started from here: it begins with this terminal's variables and directory, and what it
     * changes of them is its own.
     */
    public Session child() {
        Session child = new Session(home, process);
        child.variables.putAll(variables);
        child.directory = directory;
        child.steps = steps;
        child.jobs.inherit(jobs);
        return child;
    }

    /** A program started as {@link #child} has ended: its remarks and steps count here. */
    public void ended(Session child) {
        child.takeHints().forEach(this::hint);
        steps = Math.max(steps, child.steps);
        jobs.adopt(child.jobs);
    }

    /** The process that runs: the shell, or the program it waits for. */
    public Task process() {
        return process;
    }

    /** Another process runs from now on. */
    public void become(Task running) {
        process = running;
    }

    /** What runs in its background. */
    public Jobs jobs() {
        return jobs;
    }

    /** The machine that the terminal was opened on, whoever has logged in and wherever its processes went. */
    public Machine home() {
        return home;
    }

    /** The machine, as the running process's network namespace has it. */
    public Machine machine() {
        return home.at(process.memberships().net());
    }

    /** The files, as the running process sees them. */
    public FileSystem files() {
        return files;
    }

    /** The working directory, absolute. */
    public String directory() {
        return directory;
    }

    /** Goes to an absolute directory. */
    public void changeDirectory(String absolute) {
        variables.put("OLDPWD", directory);
        directory = absolute;
        variables.put("PWD", directory);
    }

    /** {@code path} as an absolute one. */
    public String resolve(String path) {
        return FileSystem.resolve(directory, path);
    }

    /** Shell variables; changes count. */
    public Map<String, String> variables() {
        return variables;
    }

    /** Lines typed so far, oldest first. */
    public List<String> history() {
        return Collections.unmodifiableList(history);
    }

    /** Notes a line. */
    public void remember(String line) {
        history.add(line);
    }

    /** Exit status of the last command. */
    public int status() {
        return status;
    }

    /** Sets {@link #status}. */
    public void setStatus(int newStatus) {
        status = newStatus;
    }

    /** How the running script goes on. */
    public Flow flow() {
        return flow;
    }

    /** Sets {@link #flow}. */
    public void setFlow(Flow newFlow) {
        flow = newFlow;
    }

    /** A remark of Ringlab's own beside what the programs print; said once each. */
    public void hint(Diagnostic hint) {
        if (!hints.contains(hint)) {
            hints.add(hint);
        }
    }

    /** A remark worth making once in the life of a terminal. */
    public void hintOnce(Diagnostic hint) {
        if (hintedOnce.add(hint.code())) {
            hint(hint);
        }
    }

    /** The remarks since the last call. */
    public List<Diagnostic> takeHints() {
        List<Diagnostic> taken = List.copyOf(hints);
        hints.clear();
        return taken;
    }

    /** Begins a script: its budget is whole. */
    public void begin() {
        steps = 0;
        flow = Flow.ON;
    }

    /** Counts a command; false where the script's budget is used up. */
    public boolean step() {
        return ++steps <= STEP_BUDGET;
    }
}
