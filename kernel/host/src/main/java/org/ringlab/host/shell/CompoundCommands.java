package org.ringlab.host.shell;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.common.SimClock;
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
        trace("case " + Quoting.shown(subject) + " in");
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
        List<String> values = expansion.fields(loop.words());
        String head = "for " + loop.name() + " in ";
        for (String value : values) {
            trace(head + String.join(" ", values.stream().map(Quoting::shown).toList()));
            if (!Variables.assign(session, loop.name(), value, shell.streams().err())) {
                rounds.end();
                return 1;
            }
            if (!rounds.round(loop.body())) {
                break;
            }
        }
        return rounds.end();
    }

    private void trace(String text) {
        shell.assignments().traceText(text, shell.streams().err());
    }

    /** {@code select}: lists the words, reads numbers from standard input until there is no more. */
    int select(Syntax.Select menu) throws ExpansionException {
        session.setWhere(shell.where(menu.span()));
        List<String> values = expansion.fields(menu.words());
        if (values.isEmpty()) {
            return 0;
        }
        Loop rounds = new Loop();
        boolean lists = true;
        while (shell.withinBudget()) {
            shell.streams().err().print(lists ? Menu.text(values) : "");
            shell.streams().err().print(session.variables().getOrDefault("PS3", "#? "));
            String line = shell.streams().in().line();
            if (line == null) {
                shell.streams().out().line("");
                rounds.end();
                return 1;
            }
            session.variables().put("REPLY", line);
            lists = line.isEmpty();
            if (lists) {
                continue;
            }
            int number = line.strip().matches("\\d{1,6}") ? Integer.parseInt(line.strip()) : 0;
            boolean chosen = number >= 1 && number <= values.size();
            Variables.assign(session, menu.name(), chosen ? values.get(number - 1) : "");
            if (!rounds.round(menu.body())) {
                break;
            }
            lists = session.variables().getOrDefault("REPLY", "").isEmpty();
        }
        return rounds.end();
    }

    /** {@code time}: of the lab's time, which a processor's work takes none of. */
    int timed(Syntax.Timed timed) {
        SimClock clock = session.machine().stack().network().clock();
        long begin = clock.nanos();
        int status = shell.execute(timed.body());
        double seconds = (clock.nanos() - begin) / (double) SimClock.SECOND;
        Output err = shell.streams().err();
        if (timed.posix()) {
            err.print(String.format(Locale.ROOT, "real %.2f\nuser 0.00\nsys 0.00\n", seconds));
        } else {
            int minutes = (int) (seconds / 60);
            String real = String.format(Locale.ROOT, "%dm%.3fs", minutes, seconds - minutes * 60);
            err.print("\nreal\t" + real + "\nuser\t0m0.000s\nsys\t0m0.000s\n");
        }
        return status;
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
        return files.during(
                () -> shell.within(inner.get(), () -> {
                    while ((shell.condition(loop.condition()) == 0) != loop.until()
                            && session.flow() == Session.Flow.ON
                            && rounds.round(loop.body())
                            && shell.withinBudget()) {}
                    return rounds.end();
                }),
                shell.streams().err());
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
        return files.during(
                () -> shell.within(
                        inner.get(),
                        () -> group.subshell()
                                ? shell.checked(shell.subshell(group.body()))
                                : shell.execute(group.body())),
                shell.streams().err());
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
        trace("(( " + (text.isBlank() ? "1" : text) + " ))");
        return text.isBlank() ? 1 : Arithmetic.evaluate(text, session);
    }
}
