package org.ringlab.host.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.namespaces.Processes;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.shell.Syntax;
import org.ringlab.host.shell.Variables;

/** A terminal on a machine: where it stands, its variables, what was typed. It stays open between cells. */
public final class Session {
    /** Commands one script may run before it is called a loop. */
    public static final int STEP_BUDGET = 10_000;

    /** Programs that may wait for one another; beyond, no more processes can be made. */
    public static final int DEEPEST = 60;

    private final Machine home;
    private final FileSystem files;
    private final Variables scope = new Variables();
    private final List<String> history = new ArrayList<>();
    private final List<Diagnostic> hints = new ArrayList<>();
    private final Set<String> hintedOnce = new TreeSet<>();
    private final Map<String, Syntax> functions = new TreeMap<>();
    private final Set<String> options = new TreeSet<>();
    private final Map<String, String> traps = new TreeMap<>();
    private final Deque<String> calls = new ArrayDeque<>();
    private final List<Runnable> openFiles = new ArrayList<>();
    private @Nullable Streams lasting;
    private final Map<Integer, Streams.Descriptor> opened = new TreeMap<>();
    private int substitutions;
    private int conditions;
    private int optionWord;
    private int optionOffset;
    private long secondsFrom;
    private long randomSeed = 1;
    private List<String> positional = List.of();
    private String where = "bash: ";
    private int loops;
    private int sourcing;
    private int loopsToLeave;
    private final Jobs jobs;
    private Task process;
    private String directory = "/root";
    private int status;
    private int steps;
    private int depth;
    private Flow flow = Flow.ON;

    /** How a script goes on after a command. */
    public enum Flow {
        /** With the next command. */
        ON,
        /** Behind the innermost loop. */
        BREAK,
        /** With the innermost loop's next round. */
        CONTINUE,
        /** Behind the function or the sourced file. */
        RETURN,
        /** With the next line: an expansion in this one failed. */
        DISCARD,
        /** Not at all. */
        EXIT
    }

    /** A terminal of root's; nobody has logged in yet. */
    public Session(Machine home) {
        this(home, home.processes().init());
        scope.export("HOME", "/root");
        scope.export("HOSTNAME", process.memberships().uts().hostname());
        scope.export("LOGNAME", "root");
        scope.export("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin");
        scope.export("PWD", directory);
        scope.export("SHELL", "/bin/bash");
        scope.export("USER", "root");
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
     * The inside of a program started from here: it begins with this terminal's exported variables and its directory, and
     * what it changes of them is its own.
     */
    public Session child() {
        Session child = new Session(home, process);
        scope.environment().forEach(child.scope::export);
        child.directory = directory;
        child.steps = steps;
        child.depth = depth + 1;
        child.jobs.inherit(jobs);
        return child;
    }

    /** A subshell that goes on by itself in the background: it begins as this shell is. */
    public Session fork(Task task) {
        Session fork = new Session(home, task);
        fork.scope.restore(scope);
        fork.functions.putAll(functions);
        fork.options.addAll(options);
        fork.opened.putAll(opened);
        fork.positional = positional;
        fork.where = where;
        fork.directory = directory;
        fork.depth = depth;
        fork.status = status;
        return fork;
    }

    /** How many shells wait for this one. */
    public int depth() {
        return depth;
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

    /** Shell functions by name; changes count. */
    public Map<String, Syntax> functions() {
        return functions;
    }

    /** Options that {@code set} switched on, by their long names ({@code errexit}); changes count. */
    public Set<String> options() {
        return options;
    }

    /** What {@code trap} keeps, by signal; changes count. */
    public Map<String, String> traps() {
        return traps;
    }

    /** {@code $1} and so on. */
    public List<String> positional() {
        return positional;
    }

    /** Sets {@link #positional}. */
    public void setPositional(List<String> parameters) {
        positional = List.copyOf(parameters);
    }

    /** What a complaint of the shell begins with: {@code bash: }, in a script {@code FILE: line N: }. */
    public String where() {
        return where;
    }

    /** Sets {@link #where}. */
    public void setWhere(String text) {
        where = text;
    }

    /** How many loops surround the running command. */
    public int loops() {
        return loops;
    }

    /** Goes into a loop (1) or out of it (-1); 0 at the beginning of a function. */
    public void changeLoops(int by) {
        loops += by;
    }

    /** Sets {@link #loops}. */
    public void setLoops(int number) {
        loops = number;
    }

    /** Leaves loops: {@code break N}, {@code continue N}; the last of them by {@code how}. */
    public void leave(int number, Flow how) {
        loopsToLeave = Math.min(number, loops);
        flow = how;
    }

    /** A loop's body has ended early; whether another loop around it has to as well. */
    public boolean leavesMore() {
        return --loopsToLeave > 0;
    }

    /** A function begins: from now on variables may be its own. */
    public void beginFunction(String name) {
        scope.beginFunction();
        calls.push(name);
    }

    /** A function ends: what was its own is as before. */
    public void endFunction() {
        scope.endFunction();
        calls.pop();
    }

    /** The functions that run, the innermost first. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** Whether a function runs. */
    public boolean inFunction() {
        return !calls.isEmpty();
    }

    /** Whether a sourced file runs. */
    public boolean isSourcing() {
        return sourcing > 0;
    }

    /** A sourced file begins (1) or ends (-1). */
    public void changeSourcing(int by) {
        sourcing += by;
    }

    /** Runs something in a subshell: what it changes of this shell is undone. */
    public int subshell(IntSupplier body) {
        Variables keptVariables = scope.copy();
        Map<String, Syntax> keptFunctions = new TreeMap<>(functions);
        Set<String> keptOptions = new TreeSet<>(options);
        Map<String, String> keptTraps = new TreeMap<>(traps);
        List<String> keptPositional = positional;
        String keptDirectory = directory;
        traps.clear();
        int result = body.getAsInt();
        scope.restore(keptVariables);
        functions.clear();
        functions.putAll(keptFunctions);
        options.clear();
        options.addAll(keptOptions);
        traps.clear();
        traps.putAll(keptTraps);
        positional = keptPositional;
        directory = keptDirectory;
        return result;
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
        scope.export("OLDPWD", directory);
        directory = absolute;
        scope.export("PWD", directory);
    }

    /** {@code path} as an absolute one. */
    public String resolve(String path) {
        return FileSystem.resolve(directory, path);
    }

    /** Shell variables; changes count. */
    public Map<String, String> variables() {
        return scope.values();
    }

    /** Shell variables with their attributes. */
    public Variables scope() {
        return scope;
    }

    /** Streams that {@code exec} made for all that follows, since the last call; null where it made none. */
    public @Nullable Streams takeLasting() {
        Streams taken = lasting;
        lasting = null;
        return taken;
    }

    /** Sets {@link #takeLasting}. */
    public void setLasting(@Nullable Streams streams) {
        lasting = streams;
    }

    /** What brings output under way into its files; changes count. */
    public List<Runnable> openFiles() {
        return openFiles;
    }

    /** How many command substitutions surround the running command. */
    public int substitutions() {
        return substitutions;
    }

    /** Goes into a command substitution (1) or out of it (-1). */
    public void changeSubstitutions(int by) {
        substitutions += by;
    }

    /** How many conditions surround the running command: there {@code set -e} has no effect. */
    public int conditions() {
        return conditions;
    }

    /** Goes into a condition (1) or out of it (-1). */
    public void changeConditions(int by) {
        conditions += by;
    }

    /** What {@code exec} opened in lines typed before, by number; changes count. */
    public Map<Integer, Streams.Descriptor> opened() {
        return opened;
    }

    /** How far {@code getopts} has come in the word of that number; 0 where it begins with it. */
    public int optionOffset(int word) {
        return word == optionWord ? optionOffset : 0;
    }

    /** Sets {@link #optionOffset}. */
    public void setOptionOffset(int word, int offset) {
        optionWord = word;
        optionOffset = offset;
    }

    /** Where {@code SECONDS} counts from, in seconds since the lab's boot. */
    public long secondsFrom() {
        return secondsFrom;
    }

    /** Sets {@link #secondsFrom}. */
    public void setSecondsFrom(long seconds) {
        secondsFrom = seconds;
    }

    /** The state of the generator behind {@code RANDOM}. */
    public long random() {
        return randomSeed;
    }

    /** Sets {@link #random}. */
    public void seedRandom(long seed) {
        randomSeed = seed;
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
        loops = 0;
    }

    /** Begins a script within another: what is left of the budget is its own too. */
    public void goOn() {
        flow = Flow.ON;
        loops = 0;
    }

    /** Counts a command; false where the script's budget is used up. */
    public boolean step() {
        return ++steps <= STEP_BUDGET;
    }
}
