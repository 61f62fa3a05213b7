package org.ringlab.host.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.machine.Jobs;
import org.ringlab.host.machine.Session;
import org.ringlab.netfilter.link.EventQueue;

/**
 * A list, group, conditional or loop with {@code &} behind it: a subshell whose commands run one after another while others
 * run. Where one of them takes time, the next waits for its end; everything but simple commands, lists, conditionals and
 * loops runs at once.
 */
final class BackgroundList implements Jobs.Process {
    /** The longest that somebody waits, a day of the lab's time. */
    private static final long LONGEST_NANOS = 86_400_000_000_000L;

    private final Session session;
    private final Shell shell;
    private final Expansion expansion;
    private final Deque<Step> steps = new ArrayDeque<>();
    private final List<Runnable> atEnd = new ArrayList<>();
    private final Redirections files;
    private Jobs.@Nullable Job current;
    private boolean ended;
    private int status;

    /** What is left to do. */
    private sealed interface Step {
        /** A command. */
        record Run(Syntax syntax) implements Step {}

        /** The second command of {@code &&} or {@code ||}, once the first one's status is known. */
        record Second(Syntax.AndOr of) implements Step {}

        /** The branch of a conditional. */
        record Branch(Syntax.If of) implements Step {}

        /** The condition of a loop's next round, in front of its {@link Round}. */
        record Test(Syntax.While of) implements Step {}

        /** A round, where the condition wants it. */
        record Round(Syntax.While of) implements Step {}

        /** The rounds of {@code for} from a value on. */
        record Values(Syntax.For of, List<String> values) implements Step {}
    }

    /** In a session and shell of its own. */
    BackgroundList(Session session, Shell shell, Expansion expansion, Syntax body) {
        this.session = session;
        this.shell = shell;
        this.expansion = expansion;
        files = new Redirections(session);
        steps.push(new Step.Run(unwrapped(body)));
    }

    /** The outermost redirections are made at once. */
    private Syntax unwrapped(Syntax body) {
        List<Syntax.Redirect> redirects = switch (body) {
            case Syntax.Group group -> group.redirects();
            case Syntax.While loop -> loop.redirects();
            default -> List.of();
        };
        try {
            Optional<Streams> io = files.apply(redirects, shell.streams(), expansion);
            io.ifPresentOrElse(shell::adopt, () -> ended = true);
            status = io.isPresent() ? 0 : 1;
        } catch (ExpansionException e) {
            shell.streams().err().line(session.where() + e.getMessage());
            ended = true;
            status = 1;
        }
        return switch (body) {
            case Syntax.Group group -> group.body();
            case Syntax.While loop -> new Syntax.While(loop.condition(), loop.until(), loop.body(), List.of());
            default -> body;
        };
    }

    /** Does what is left, up to a command that takes time. */
    void proceed() {
        while (!ended && current == null) {
            if (session.flow() != Session.Flow.ON && !unwound()) {
                break;
            }
            Step step = steps.poll();
            if (step == null) {
                break;
            }
            one(step);
        }
        flush();
        if (current == null && !ended) {
            ended = true;
            atEnd.forEach(Runnable::run);
        }
    }

    private void one(Step step) {
        switch (step) {
            case Step.Run run -> run(run.syntax());
            case Step.Second second -> {
                session.changeConditions(-1);
                if ((status == 0) == second.of().and()) {
                    steps.push(new Step.Run(second.of().right()));
                }
            }
            case Step.Branch branch -> {
                session.changeConditions(-1);
                if (status == 0) {
                    steps.push(new Step.Run(branch.of().then()));
                } else {
                    status = 0;
                    branch.of().otherwise().ifPresent(other -> steps.push(new Step.Run(other)));
                }
            }
            case Step.Test test -> {
                session.changeConditions(1);
                steps.push(new Step.Round(test.of()));
                steps.push(new Step.Run(test.of().condition()));
            }
            case Step.Round round -> {
                session.changeConditions(-1);
                if ((status == 0) != round.of().until()) {
                    steps.push(new Step.Test(round.of()));
                    steps.push(new Step.Run(round.of().body()));
                } else {
                    session.changeLoops(-1);
                    status = 0;
                }
            }
            case Step.Values rounds -> {
                if (rounds.values().isEmpty()) {
                    session.changeLoops(-1);
                } else {
                    session.variables().put(rounds.of().name(), rounds.values().getFirst());
                    List<String> rest =
                            rounds.values().subList(1, rounds.values().size());
                    steps.push(new Step.Values(rounds.of(), rest));
                    steps.push(new Step.Run(rounds.of().body()));
                }
            }
        }
    }

    private void run(Syntax syntax) {
        switch (syntax) {
            case Syntax.Sequence sequence ->
                sequence.parts().reversed().forEach(part -> steps.push(new Step.Run(part)));
            case Syntax.AndOr andOr -> {
                session.changeConditions(1);
                steps.push(new Step.Second(andOr));
                steps.push(new Step.Run(andOr.left()));
            }
            case Syntax.If conditional -> {
                session.changeConditions(1);
                steps.push(new Step.Branch(conditional));
                steps.push(new Step.Run(conditional.condition()));
            }
            case Syntax.While loop
            when loop.redirects().isEmpty() -> {
                session.changeLoops(1);
                steps.push(new Step.Test(loop));
            }
            case Syntax.For loop -> values(loop);
            case Syntax.Group group
            when group.redirects().isEmpty() && !group.subshell() -> steps.push(new Step.Run(group.body()));
            case Syntax.Simple simple -> program(simple);
            default -> status = shell.execute(syntax);
        }
    }

    private void values(Syntax.For loop) {
        try {
            session.changeLoops(1);
            steps.push(new Step.Values(loop, expansion.fields(loop.words())));
        } catch (ExpansionException e) {
            shell.streams().err().line(session.where() + e.getMessage());
            status = 1;
        }
    }

    private void program(Syntax.Simple simple) {
        int before = session.jobs().running().size();
        session.jobs().expect(true);
        status = shell.execute(simple);
        session.jobs().expect(false);
        if (session.jobs().running().size() > before) {
            Jobs.Job job = session.jobs().running().getLast();
            current = job;
            job.process().onEnd(queue(), () -> over(job));
        }
    }

    private EventQueue queue() {
        return session.machine().stack().network().queue();
    }

    /** The command under way has ended. */
    private void over(Jobs.Job job) {
        if (current == job && !ended) {
            status = session.jobs().await(job, shell.streams());
            session.setStatus(status);
            current = null;
            proceed();
        }
    }

    /** {@code break} and {@code continue}: goes to the loop that is meant; false where the shell ends. */
    private boolean unwound() {
        Session.Flow flow = session.flow();
        if (flow != Session.Flow.BREAK && flow != Session.Flow.CONTINUE) {
            status = session.status();
            steps.clear();
            return false;
        }
        while (!steps.isEmpty()) {
            Step step = steps.peek();
            boolean loop = step instanceof Step.Test || step instanceof Step.Round || step instanceof Step.Values;
            if (!loop) {
                steps.pop();
                continue;
            }
            boolean more = session.leavesMore();
            if (more || flow == Session.Flow.BREAK) {
                steps.pop();
                session.changeLoops(-1);
            }
            if (!more) {
                session.setFlow(Session.Flow.ON);
                return true;
            }
        }
        return true;
    }

    /** Brings what was printed into the files that the redirections name. */
    void flush() {
        session.jobs().speak();
        files.flush("bash", 0, shell.streams().err());
    }

    @Override
    public void report(Streams io) {}

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public int stop(Streams io) {
        kill();
        return Jobs.TERMINATED;
    }

    @Override
    public void kill() {
        ended = true;
        session.jobs().clear();
        flush();
    }

    @Override
    public int await(Streams io) {
        queue().runUntil(this::hasEnded, LONGEST_NANOS);
        return status;
    }

    @Override
    public void onEnd(EventQueue queue, Runnable then) {
        atEnd.add(then);
    }
}
