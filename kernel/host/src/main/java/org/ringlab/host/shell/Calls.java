package org.ringlab.host.shell;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ringlab.host.command.Command;
import org.ringlab.host.command.Commands;
import org.ringlab.host.command.Privileges;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.Processes;
import org.ringlab.host.namespaces.Task;

/** What a command's first word names, found in bash's order, and run: functions, builtins, programs, scripts. */
final class Calls {
    private static final int MISUSE = 2;
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int NO_FORK = 254;
    private static final int MAX_CALLS = 100;

    private final Session session;
    private final Shell shell;
    private Task started;
    private int depth;

    Calls(Session session, Shell shell) {
        this.session = session;
        this.shell = shell;
        started = session.process();
    }

    /** The process of the program that was started last. */
    Task started() {
        return started;
    }

    /** Runs what a word names: a function, a builtin, a program, a script. */
    int invoke(String word, List<String> args, Streams io) {
        Optional<Syntax> function = Optional.ofNullable(session.functions().get(word));
        if (function.isPresent()) {
            return call(word, function.get(), args, io);
        }
        String command = word;
        if (word.contains("/")) {
            String path = session.resolve(word);
            if (path.matches("/etc(/rc\\.d)?/init\\.d/network")) {
                List<String> words =
                        Stream.concat(Stream.of("network"), args.stream()).toList();
                return program(Commands.find("service").orElseThrow(), word, words, io) & 255;
            }
            command = path.substring(path.lastIndexOf('/') + 1);
            boolean program = path.matches("(/usr)?(/local)?/s?bin/[^/]+")
                    && Commands.find(session.machine(), command).isPresent();
            if (!program && session.files().isExecutable(path)) {
                List<String> words =
                        Stream.concat(Stream.of(word), args.stream()).toList();
                return program(Commands.find("bash").orElseThrow(), word, words, io) & 255;
            }
            if (!program) {
                String why = session.files().isDirectory(path)
                        ? FileException.IS_A_DIRECTORY
                        : session.files().exists(path) ? FileException.PERMISSION_DENIED : FileException.NO_SUCH_FILE;
                io.err().line(session.where() + word + ": " + why);
                return why.equals(FileException.NO_SUCH_FILE) ? NOT_FOUND : NOT_EXECUTABLE;
            }
        }
        Optional<Command> found = Commands.find(session.machine(), command);
        if (found.isEmpty() && Commands.find(command).isEmpty()) {
            found = Commands.notSimulated(command);
        }
        if (found.isEmpty()) {
            io.err().line(session.where() + word + (shell.isDash() ? ": not found" : ": command not found"));
            return NOT_FOUND;
        }
        boolean builtin = Commands.isBuiltin(command);
        return (builtin ? found.get().run(session, args, io) : program(found.get(), word, args, io)) & 255;
    }

    /** Runs a command; one whose pattern takes longer than the real program's does says so. */
    private int counted(Command command, List<String> args, Streams io) {
        try {
            return command.run(session, args, io);
        } catch (CountedText.TooManyLooks e) {
            io.err().line(command.name() + ": not simulated: a pattern that takes so many steps");
            return MISUSE;
        }
    }

    /** Runs a program in a process of its own; the last command of a script takes the shell's. */
    private int program(Command command, String word, List<String> args, Streams io) {
        List<String> words = Stream.concat(Stream.of(word), args.stream()).toList();
        Task parent = session.process();
        Processes processes = session.machine().processes();
        boolean last = shell.isLast();
        Optional<Task> child = last ? Optional.of(parent) : processes.fork(parent, words, Task.Terminal.CONSOLE);
        if (child.isEmpty() || session.depth() > Session.DEEPEST) {
            io.err().line((shell.typed() ? "bash" : shell.name()) + ": fork: Cannot allocate memory");
            session.setFlow(Session.Flow.EXIT);
            session.setStatus(NO_FORK);
            return NO_FORK;
        }
        started = child.get();
        if (last) {
            parent.exec(words);
            if (shell.mayStay()) {
                session.jobs().expect(true);
            }
        }
        session.become(started);
        Task running = started;
        Optional<Privileges.Refusal> refusal = Privileges.refusal(session, command.name(), args);
        int status = refusal.map(r -> r.say(io)).orElseGet(() -> counted(command, args, io));
        started = running;
        session.become(parent);
        if (running != parent && !session.jobs().isStaying()) {
            processes.exit(running);
        }
        return status;
    }

    private int call(String function, Syntax body, List<String> args, Streams io) {
        if (++depth > MAX_CALLS) {
            depth--;
            io.err().line(session.where() + function + ": maximum function nesting level exceeded (" + MAX_CALLS + ")");
            session.setFlow(Session.Flow.DISCARD);
            return 1;
        }
        List<String> outerArguments = session.positional();
        int outerLoops = session.loops();
        session.setPositional(args);
        session.setLoops(0);
        session.beginFunction(function);
        ShellVariables.callsAre(session, session.variables());
        int status = shell.within(io, () -> shell.execute(body));
        session.endFunction();
        ShellVariables.callsAre(session, session.variables());
        session.setLoops(outerLoops);
        session.setPositional(outerArguments);
        depth--;
        if (session.flow() == Session.Flow.RETURN) {
            session.setFlow(Session.Flow.ON);
            return session.status();
        }
        return status;
    }
}
