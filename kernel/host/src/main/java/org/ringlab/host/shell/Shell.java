package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.ringlab.host.command.Command;
import org.ringlab.host.command.Commands;
import org.ringlab.host.command.Privileges;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Jobs;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.Processes;
import org.ringlab.host.namespaces.Task;

/** Runs shell text in a terminal, line after line, as bash does what is typed. */
public final class Shell {
    private static final int MISUSE = 2;
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int STOPPED = 137;
    private static final int NO_FORK = 254;

    private final Session session;
    private final String script;
    private final Expansion expansion;
    private final boolean isProgram;
    private final boolean mayStay;
    private Streams streams;
    private String backgroundText = "";
    private boolean last;
    private Task started;

    private Shell(Session session, String script, Streams streams, boolean isProgram) {
        this.session = session;
        this.script = script;
        this.streams = streams;
        this.isProgram = isProgram;
        started = session.process();
        mayStay = isProgram && session.jobs().mayStay();
        expansion = new Expansion(session, this::captured);
        if (isProgram) {
            session.jobs().expect(false);
        }
    }

    /** Runs what is typed; the status is that of the last command. Hints are left with the session. */
    public static int run(Session session, String script, Streams streams) {
        session.begin();
        return new Shell(session, script, streams, false).lines();
    }

    /** The same for {@code bash -c}: the shell's process becomes the last command's, and with {@code &} behind it may stay. */
    public static int runProgram(Session session, String script, Streams streams) {
        session.begin();
        return new Shell(session, script, streams, true).lines();
    }

    private int lines() {
        ShellParser parser = new ShellParser(script);
        while (session.flow() == Session.Flow.ON) {
            @Nullable Syntax line;
            try {
                line = parser.nextLine();
            } catch (ShellSyntaxException e) {
                streams.err().line("bash: " + e.getMessage());
                session.setStatus(MISUSE);
                LookAlikes.hints(script, wholeLine(e.span().line())).forEach(session::hint);
                continue;
            }
            if (line == null) {
                break;
            }
            last = isProgram && parser.isAtEnd();
            session.setStatus(execute(line));
        }
        return session.status();
    }

    private static Span wholeLine(int line) {
        return new Span(line, 1, 1000);
    }

    private int execute(Syntax syntax) {
        if (session.flow() != Session.Flow.ON) {
            return session.status();
        }
        last &= syntax instanceof Syntax.Simple
                || syntax instanceof Syntax.Sequence
                || syntax instanceof Syntax.AndOr
                || syntax instanceof Syntax.Pipeline pipe && pipe.parts().size() == 1 && !pipe.negated();
        int status = switch (syntax) {
            case Syntax.Simple simple -> simple(simple);
            case Syntax.Pipeline pipeline -> pipeline(pipeline);
            case Syntax.AndOr andOr -> {
                boolean end = last;
                last = false;
                int left = execute(andOr.left());
                session.setStatus(left);
                last = end;
                yield (left == 0) == andOr.and() ? execute(andOr.right()) : left;
            }
            case Syntax.Background background -> background(background);
            case Syntax.Sequence sequence -> {
                boolean end = last;
                int result = 0;
                for (Syntax part : sequence.parts()) {
                    last = end && part == sequence.parts().getLast();
                    result = execute(part);
                }
                yield result;
            }
            case Syntax.Group group -> group(group);
            case Syntax.If conditional -> {
                boolean holds = execute(conditional.condition()) == 0;
                yield holds
                        ? execute(conditional.then())
                        : conditional.otherwise().map(this::execute).orElse(0);
            }
            case Syntax.For loop -> {
                int result = 0;
                for (String value : expansion.fields(loop.words())) {
                    session.variables().put(loop.name(), value);
                    result = execute(loop.body());
                    if (!roundGoesOn()) {
                        break;
                    }
                }
                yield result;
            }
            case Syntax.While loop -> whileLoop(loop);
        };
        session.setStatus(status);
        return status;
    }

    /** After a loop's body: whether another round may follow. */
    private boolean roundGoesOn() {
        Session.Flow flow = session.flow();
        if (flow == Session.Flow.BREAK || flow == Session.Flow.CONTINUE) {
            session.setFlow(Session.Flow.ON);
        }
        return flow == Session.Flow.ON || flow == Session.Flow.CONTINUE;
    }

    private int whileLoop(Syntax.While loop) {
        Streams outer = streams;
        List<Sink> sinks = new ArrayList<>();
        Optional<Streams> inner = redirected(loop.redirects(), sinks);
        if (inner.isEmpty()) {
            return 1;
        }
        streams = inner.get();
        int result = 0;
        while (session.flow() == Session.Flow.ON && (execute(loop.condition()) == 0) != loop.until()) {
            result = execute(loop.body());
            if (!roundGoesOn() || !withinBudget()) {
                break;
            }
        }
        streams = outer;
        return flush(sinks, "bash", result);
    }

    /** What can't stay in the background runs at once; its exit status is nobody's. */
    private int background(Syntax.Background background) {
        session.jobs().expect(background.body() instanceof Syntax.Simple);
        backgroundText = background.text();
        execute(background.body());
        session.jobs().expect(false);
        return 0;
    }

    private int group(Syntax.Group group) {
        Streams outer = streams;
        List<Sink> sinks = new ArrayList<>();
        Optional<Streams> inner = redirected(group.redirects(), sinks);
        if (inner.isEmpty()) {
            return 1;
        }
        streams = inner.get();
        int status = group.subshell() ? subshell(group.body()) : execute(group.body());
        streams = outer;
        return flush(sinks, "bash", status);
    }

    /** Variables and directory changed inside don't last; an exit leaves only the subshell. */
    private int subshell(Syntax body) {
        var variables = new TreeMap<>(session.variables());
        String directory = session.directory();
        int status = execute(body);
        session.changeDirectory(directory);
        session.variables().clear();
        session.variables().putAll(variables);
        if (session.flow() == Session.Flow.EXIT && withinBudget()) {
            session.setFlow(Session.Flow.ON);
            status = session.status();
        }
        return status;
    }

    private int pipeline(Syntax.Pipeline pipeline) {
        Streams outer = streams;
        Input in = outer.in();
        int status = 0;
        for (int i = 0; i < pipeline.parts().size(); i++) {
            boolean end = i == pipeline.parts().size() - 1;
            StringBuilder piped = new StringBuilder();
            Output out = end ? outer.out() : new Output(piped::append);
            streams = new Streams(in, out, outer.err());
            status = pipeline.parts().size() == 1
                    ? execute(pipeline.parts().get(i))
                    : subshell(pipeline.parts().get(i));
            in = end ? in : new Input(piped.toString());
        }
        streams = outer;
        return pipeline.negated() ? status == 0 ? 1 : 0 : status;
    }

    private String captured(Syntax body) {
        Streams outer = streams;
        boolean end = last;
        last = false;
        StringBuilder text = new StringBuilder();
        streams = new Streams(outer.in(), new Output(text::append), outer.err());
        session.setStatus(subshell(body));
        streams = outer;
        last = end;
        return text.toString();
    }

    private boolean withinBudget() {
        if (session.step()) {
            return true;
        }
        if (session.flow() != Session.Flow.EXIT) {
            session.hint(new Diagnostic(
                    "shell-step-budget",
                    Diagnostic.Severity.HINT,
                    null,
                    "stopped after " + Session.STEP_BUDGET + " commands",
                    "does the script run in circles?"));
            streams.err().line("Killed");
            session.setFlow(Session.Flow.EXIT);
            session.setStatus(STOPPED);
        }
        return false;
    }

    private int simple(Syntax.Simple simple) {
        if (!withinBudget()) {
            return STOPPED;
        }
        List<String> fields = expansion.fields(simple.words());
        List<Sink> sinks = new ArrayList<>();
        Optional<Streams> redirected = redirected(simple.redirects(), sinks);
        int status;
        String name = fields.isEmpty() ? "bash" : fields.get(0);
        if (redirected.isEmpty()) {
            status = 1;
        } else if (fields.isEmpty()) {
            status = session.status();
            for (Syntax.Assignment assignment : simple.assignments()) {
                session.variables().put(assignment.name(), expansion.text(assignment.value()));
                status = 0;
            }
            status = flush(sinks, name, simple.assignments().isEmpty() ? 0 : status);
        } else {
            Streams io = redirected.get();
            status = flush(sinks, name, withAssignments(simple, fields, io));
            boolean asWhole = last && mayStay;
            Optional<Jobs.Process> staying =
                    asWhole ? Optional.empty() : session.jobs().takeStaying();
            if (staying.isPresent()) {
                session.jobs()
                        .add(
                                backgroundText,
                                started,
                                session.process(),
                                staying.get(),
                                Optional.of(io.out()).filter(o -> o != streams.out()),
                                Optional.of(io.err()).filter(o -> o != streams.err()),
                                () -> flush(sinks, name, 0),
                                streams);
            }
        }
        if (status != 0) {
            LookAlikes.hints(script, simple.span()).forEach(session::hint);
        }
        return status;
    }

    /** {@code NAME=value command}: the variable is set for this command only. */
    private int withAssignments(Syntax.Simple simple, List<String> fields, Streams io) {
        var saved = simple.assignments().isEmpty() ? null : new TreeMap<>(session.variables());
        for (Syntax.Assignment assignment : simple.assignments()) {
            session.variables().put(assignment.name(), expansion.text(assignment.value()));
        }
        int status = invoke(fields.get(0), fields.subList(1, fields.size()), io);
        if (saved != null) {
            session.variables().clear();
            session.variables().putAll(saved);
        }
        return status;
    }

    private int invoke(String word, List<String> args, Streams io) {
        String name = word;
        if (word.contains("/")) {
            String path = session.resolve(word);
            name = path.substring(path.lastIndexOf('/') + 1);
            boolean program = path.matches("(/usr)?(/local)?/s?bin/[^/]+")
                    && Commands.find(name).isPresent();
            if (!program) {
                String why = session.files().isDirectory(path)
                        ? FileException.IS_A_DIRECTORY
                        : session.files().exists(path) ? FileException.PERMISSION_DENIED : FileException.NO_SUCH_FILE;
                io.err().line("bash: " + word + ": " + why);
                return why.equals(FileException.NO_SUCH_FILE) ? NOT_FOUND : NOT_EXECUTABLE;
            }
        }
        Optional<Command> command = Commands.find(name);
        if (command.isEmpty()) {
            io.err().line("bash: " + word + ": command not found");
            return NOT_FOUND;
        }
        return (Commands.isBuiltin(name)
                        ? command.get().run(session, args, io)
                        : program(command.get(), word, args, io))
                & 255;
    }

    /** Runs a program in a process of its own; the last command of {@code bash -c} takes the shell's. */
    private int program(Command command, String word, List<String> args, Streams io) {
        List<String> words = new ArrayList<>(List.of(word));
        words.addAll(args);
        Task shell = session.process();
        Processes processes = session.machine().processes();
        Optional<Task> child = last ? Optional.of(shell) : processes.fork(shell, words, Task.Terminal.CONSOLE);
        if (child.isEmpty()) {
            io.err().line("bash: fork: Cannot allocate memory");
            session.setFlow(Session.Flow.EXIT);
            session.setStatus(NO_FORK);
            return NO_FORK;
        }
        started = child.get();
        if (last) {
            shell.exec(words);
            if (mayStay) {
                session.jobs().expect(true);
            }
        }
        session.become(started);
        Task running = started;
        Optional<Privileges.Refusal> refusal = Privileges.refusal(session, command.name(), args);
        int status = refusal.map(r -> r.say(io)).orElseGet(() -> command.run(session, args, io));
        started = running;
        session.become(shell);
        if (running != shell && !session.jobs().isStaying()) {
            processes.exit(running);
        }
        return status;
    }

    /** A file that gets what was printed once the command is done. */
    private record Sink(String path, StringBuilder text) {}

    /** The streams after some redirections; empty where one can't be made (said on standard error). */
    private Optional<Streams> redirected(List<Syntax.Redirect> redirects, List<Sink> sinks) {
        Streams io = streams;
        for (Syntax.Redirect redirect : redirects) {
            String target = expansion.text(redirect.target().word());
            String path = session.resolve(target);
            try {
                switch (redirect.kind()) {
                    case HERE_DOCUMENT -> io = new Streams(new Input(target), io.out(), io.err());
                    case HERE_STRING -> io = new Streams(new Input(target + "\n"), io.out(), io.err());
                    case READ -> io = new Streams(new Input(session.files().read(path)), io.out(), io.err());
                    case DUPLICATE -> {
                        if (target.equals("1") || target.equals("2")) {
                            io = directed(io, redirect.descriptor(), target.equals("1") ? io.out() : io.err());
                        } else {
                            streams.err().line("bash: " + target + ": Bad file descriptor");
                            return Optional.empty();
                        }
                    }
                    case WRITE, APPEND, WRITE_BOTH -> {
                        session.files().open(path, redirect.kind() == Syntax.Redirect.Kind.APPEND);
                        Sink sink = new Sink(path, new StringBuilder());
                        sinks.add(sink);
                        Output output = new Output(sink.text::append);
                        io = directed(io, redirect.descriptor(), output);
                        if (redirect.kind() == Syntax.Redirect.Kind.WRITE_BOTH) {
                            io = directed(io, 2, output);
                        }
                    }
                }
            } catch (FileException e) {
                streams.err().line("bash: " + target + ": " + e.getMessage());
                return Optional.empty();
            }
        }
        return Optional.of(io);
    }

    private static Streams directed(Streams io, int descriptor, Output to) {
        return switch (descriptor) {
            case 1 -> new Streams(io.in(), to, io.err());
            case 2 -> new Streams(io.in(), io.out(), to);
            default -> io;
        };
    }

    private int flush(List<Sink> sinks, String name, int status) {
        int result = status;
        for (Sink sink : sinks) {
            if (sink.text.isEmpty()) {
                continue;
            }
            try {
                session.files().append(sink.path, sink.text.toString());
                sink.text.setLength(0);
            } catch (FileException e) {
                String shown = name.equals("echo") || name.equals("printf") ? "bash: " + name : name;
                streams.err().line(shown + ": write error: " + e.getMessage());
                result = 1;
            }
        }
        return result;
    }
}
