package org.ringlab.host.shell;

import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.Processes;
import org.ringlab.host.namespaces.Task;

/** Commands with {@code &} behind them. */
final class Backgrounds {
    private final Session session;
    private final Shell shell;
    private final SimpleCommands simpleCommands;

    Backgrounds(Session session, Shell shell, SimpleCommands simpleCommands) {
        this.session = session;
        this.shell = shell;
        this.simpleCommands = simpleCommands;
    }

    /** A single program stays where it can, else it runs at once; a list or loop goes on by itself. */
    int run(Syntax.Background background) {
        boolean program = background.body() instanceof Syntax.Simple || background.body() instanceof Syntax.Pipeline;
        if (!program) {
            return beside(background);
        }
        session.jobs().expect(background.body() instanceof Syntax.Simple);
        simpleCommands.startedBy(background.text());
        String before = session.jobs().lastPid();
        int status = shell.within(session.jobs().behind(shell.streams()), () -> shell.condition(background.body()));
        session.jobs().expect(false);
        if (before.equals(session.jobs().lastPid())) {
            ranAtOnce(status);
        }
        return 0;
    }

    /** A command that didn't stay: its process had a number, and who waits for it hears how it ended. */
    private void ranAtOnce(int status) {
        Task parent = session.process();
        Processes processes = session.machine().processes();
        processes.fork(parent, parent.command(), Task.Terminal.CONSOLE).ifPresent(task -> {
            session.jobs().ran(task.pid(parent.memberships().pid()).orElse(0), status);
            processes.exit(task);
        });
    }

    private int beside(Syntax.Background background) {
        Processes processes = session.machine().processes();
        Task parent = session.process();
        Optional<Task> task = processes.fork(parent, parent.command(), Task.Terminal.CONSOLE);
        if (task.isEmpty()) {
            shell.streams().err().line((shell.typed() ? "bash" : shell.name()) + ": fork: Cannot allocate memory");
            return 1;
        }
        Session own = session.fork(task.get());
        Shell other = shell.behind(own);
        own.jobs().attach(session.jobs().terminal());
        BackgroundList list = new BackgroundList(own, other, other.expansion(), background.body());
        Optional<Streams> said = shell.typed() ? Optional.of(shell.streams()) : Optional.empty();
        session.jobs()
                .add(
                        background.text(),
                        task.get(),
                        parent,
                        list,
                        Optional.empty(),
                        Optional.empty(),
                        list::flush,
                        said);
        list.proceed();
        return 0;
    }
}
