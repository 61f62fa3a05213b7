package org.ringlab.host.shell;

import java.util.Optional;
import org.ringlab.host.machine.Session;

/** Compound commands: conditionals, loops, groups. */
final class CompoundCommands {
    private final Session session;
    private final Shell shell;
    private final Expansion expansion;

    CompoundCommands(Session session, Shell shell, Expansion expansion) {
        this.session = session;
        this.shell = shell;
        this.expansion = expansion;
    }

    int conditional(Syntax.If conditional) {
        return shell.condition(conditional.condition()) == 0
                ? shell.execute(conditional.then())
                : conditional.otherwise().map(shell::execute).orElse(0);
    }

    int choice(Syntax.Case choice) throws ExpansionException {
        session.setWhere(shell.where(choice.span()));
        String subject = expansion.text(choice.subject());
        int result = 0;
        boolean falls = false;
        for (Syntax.Clause clause : choice.clauses()) {
            boolean matches = falls;
            for (Word pattern : clause.patterns()) {
                matches = matches || Glob.matches(expansion.pattern(pattern), subject);
            }
            falls = false;
            if (matches) {
                result = shell.execute(clause.body());
                falls = clause.end().equals(";&");
                if (!falls && !clause.end().equals(";;&")) {
                    return result;
                }
            }
        }
        return result;
    }

    int each(Syntax.For loop) throws ExpansionException {
        session.setWhere(shell.where(loop.span()));
        Loop rounds = new Loop();
        for (String value : expansion.fields(loop.words())) {
            session.variables().put(loop.name(), value);
            if (!rounds.round(loop.body())) {
                break;
            }
        }
        return rounds.end();
    }

    int counting(Syntax.CountingFor loop) throws ExpansionException {
        session.setWhere(shell.where(loop.span()));
        Loop rounds = new Loop();
        value(loop.start());
        while (value(loop.condition()) != 0 && shell.withinBudget() && rounds.round(loop.body())) {
            value(loop.step());
        }
        return rounds.end();
    }

    /** {@code while} and {@code until}. */
    int repeated(Syntax.While loop) throws ExpansionException {
        Redirections files = new Redirections(session);
        Optional<Streams> inner = files.apply(loop.redirects(), shell.streams(), expansion);
        if (inner.isEmpty()) {
            return 1;
        }
        Loop rounds = new Loop();
        int status = shell.within(inner.get(), () -> {
            while ((shell.condition(loop.condition()) == 0) != loop.until()
                    && session.flow() == Session.Flow.ON
                    && rounds.round(loop.body())
                    && shell.withinBudget()) {}
            return rounds.end();
        });
        return files.flush("bash", status, shell.streams().err());
    }

    /** The rounds of a loop. */
    private final class Loop {
        private int result;

        Loop() {
            session.changeLoops(1);
        }

        /** Runs the body; whether another round may follow. */
        boolean round(Syntax body) {
            result = shell.within(shell.streams(), () -> shell.execute(body));
            Session.Flow flow = session.flow();
            if (flow != Session.Flow.BREAK && flow != Session.Flow.CONTINUE) {
                return flow == Session.Flow.ON;
            }
            if (session.leavesMore()) {
                return false;
            }
            session.setFlow(Session.Flow.ON);
            return flow == Session.Flow.CONTINUE;
        }

        int end() {
            session.changeLoops(-1);
            return result;
        }
    }

    int group(Syntax.Group group) throws ExpansionException {
        Redirections files = new Redirections(session);
        Optional<Streams> inner = files.apply(group.redirects(), shell.streams(), expansion);
        if (inner.isEmpty()) {
            return shell.checked(1);
        }
        int status = shell.within(
                inner.get(),
                () -> group.subshell() ? shell.checked(shell.subshell(group.body())) : shell.execute(group.body()));
        return files.flush("bash", status, shell.streams().err());
    }

    /** {@code ((…))}. */
    int arithmetic(Syntax.ArithmeticCommand command) {
        session.setWhere(shell.where(command.span()));
        try {
            return value(command.expression()) != 0 ? 0 : 1;
        } catch (ExpansionException e) {
            shell.streams().err().line(session.where() + "((: " + e.getMessage());
            return 1;
        }
    }

    private long value(Word expression) throws ExpansionException {
        String text = expansion.text(expression);
        return text.isBlank() ? 1 : Arithmetic.evaluate(text, session.variables());
    }
}
