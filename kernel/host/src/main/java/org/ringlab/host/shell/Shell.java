package org.ringlab.host.shell;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Jobs;
import org.ringlab.host.machine.Session;

/** Runs shell text, line after line: as bash does what is typed at a terminal, or what a script holds. */
public final class Shell {
    private static final int MISUSE = 2;
    private static final int STOPPED = 137;

    private final Session session;
    private final String script;
    private final String name;
    private final Expansion expansion;
    private final Assignments assignments;
    private final Calls calls;
    private final boolean isProgram;
    private Streams streams;
    private final boolean mayStay;
    private String backgroundText = "";
    /** Whether the running command is the last one of a script, which takes the shell's process. */
    private boolean last;

    /** How many conditions surround the running command: there {@code set -e} has no effect. */
    private int conditions;

    /** Text of a script of that name; empty for what is typed. */
    private Shell(Session session, String name, String script, Streams streams, boolean isProgram) {
        this.isProgram = isProgram;
        this.session = session;
        this.name = name;
        this.script = script;
        this.streams = streams;
        expansion = new Expansion(session, this::captured);
        assignments = new Assignments(session, expansion);
        calls = new Calls(session, this);
        mayStay = isProgram && session.jobs().mayStay();
        if (isProgram) {
            session.jobs().expect(false);
        }
    }

    /** Runs what is typed; the status is that of the last command. Hints are left with the session. */
    public static int run(Session session, String script, Streams streams) {
        session.begin();
        session.setWhere("bash: ");
        return new Shell(session, "", script, streams, false).lines();
    }

    /**
     * Runs a script in a shell of its own: complaints name its line, and a mistake in its grammar ends it.
     *
     * @param name what complaints call it
     */
    public static int script(Session session, String name, String script, Streams streams) {
        session.goOn();
        int status = new Shell(session, name, script, streams, true).lines();
        String trap = session.traps().remove("EXIT");
        if (trap != null) {
            session.setFlow(Session.Flow.ON);
            session.setStatus(status);
            new Shell(session, name, trap, streams, false).lines();
            status = session.flow() == Session.Flow.EXIT ? session.status() : status;
        }
        return status;
    }

    /** Runs more text in a running shell ({@code eval}, {@code source}). */
    public static int inside(Session session, String name, String script, Streams streams) {
        String where = session.where();
        int status = new Shell(session, name, script, streams, false).lines();
        session.setWhere(where);
        return status;
    }

    /** The value of an arithmetic expression; empty, with a complaint, where it has none. */
    public static Optional<Long> arithmetic(Session session, String expression, String command, Output complaints) {
        try {
            return Optional.of(Arithmetic.evaluate(expression, session.variables()));
        } catch (ExpansionException e) {
            complaints.line(session.where() + command + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private int lines() {
        ShellParser parser = new ShellParser(script);
        int status = 0;
        while (session.flow() == Session.Flow.ON) {
            @Nullable Syntax line;
            try {
                line = parser.nextLine();
            } catch (ShellSyntaxException e) {
                status = MISUSE;
                syntaxError(e);
                if (typed()) {
                    continue;
                }
                break;
            }
            if (line == null) {
                break;
            }
            last = isProgram && session.traps().isEmpty() && parser.isAtEnd();
            status = execute(line);
            session.setStatus(status);
            if (session.flow() == Session.Flow.DISCARD) {
                session.setFlow(Session.Flow.ON);
            }
        }
        return session.flow() == Session.Flow.EXIT ? session.status() : status;
    }

    private void syntaxError(ShellSyntaxException e) {
        String message = String.valueOf(e.getMessage());
        int last = (int) script.lines().count() + 1;
        int line = message.equals("syntax error: unexpected end of file")
                ? last
                : e.span().line();
        String where = typed() ? "bash: " : name + ": line " + line + ": ";
        streams.err().line(where + message);
        if (!typed() && message.contains("near unexpected token")) {
            streams.err()
                    .line(where + "`"
                            + script.lines().skip(line - 1L).findFirst().orElse("") + "'");
        }
        session.setStatus(MISUSE);
        LookAlikes.hints(script, new Span(e.span().line(), 1, 1000)).forEach(session::hint);
    }

    private int execute(Syntax syntax) {
        if (session.flow() != Session.Flow.ON) {
            return session.status();
        }
        last &= syntax instanceof Syntax.Simple
                || syntax instanceof Syntax.Sequence
                || syntax instanceof Syntax.AndOr
                || syntax instanceof Syntax.Pipeline pipe && pipe.parts().size() == 1 && !pipe.negated();
        int status;
        try {
            status = run(syntax);
        } catch (ExpansionException e) {
            status = failed(e);
        }
        session.setStatus(status);
        return status;
    }

    /** An expansion failed: the rest of the line is given up, or in a script everything. */
    private int failed(ExpansionException e) {
        streams.err().line(session.where() + e.getMessage());
        session.setStatus(1);
        session.setFlow(e.fatal() && !typed() ? Session.Flow.EXIT : Session.Flow.DISCARD);
        return 1;
    }

    private int run(Syntax syntax) throws ExpansionException {
        return switch (syntax) {
            case Syntax.Simple simple -> checked(simple(simple));
            case Syntax.Pipeline pipeline -> pipeline(pipeline);
            case Syntax.AndOr andOr -> {
                boolean end = last;
                int left = condition(andOr.left());
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
                boolean holds = condition(conditional.condition()) == 0;
                yield holds
                        ? execute(conditional.then())
                        : conditional.otherwise().map(this::execute).orElse(0);
            }
            case Syntax.For loop -> {
                session.setWhere(where(loop.span()));
                Loop rounds = new Loop();
                for (String value : expansion.fields(loop.words())) {
                    session.variables().put(loop.name(), value);
                    if (!rounds.round(loop.body())) {
                        break;
                    }
                }
                yield rounds.end();
            }
            case Syntax.CountingFor loop -> {
                session.setWhere(where(loop.span()));
                Loop rounds = new Loop();
                value(loop.start());
                while (value(loop.condition()) != 0 && withinBudget() && rounds.round(loop.body())) {
                    value(loop.step());
                }
                yield rounds.end();
            }
            case Syntax.While loop -> {
                Loop rounds = new Loop();
                Redirections files = new Redirections(session);
                Streams outer = streams;
                Optional<Streams> inner = files.apply(loop.redirects(), streams, expansion);
                if (inner.isPresent()) {
                    streams = inner.get();
                    while ((condition(loop.condition()) == 0) != loop.until()
                            && session.flow() == Session.Flow.ON
                            && rounds.round(loop.body())
                            && withinBudget()) {}
                    streams = outer;
                }
                yield inner.isPresent() ? files.flush("bash", rounds.end(), outer.err()) : 1;
            }
            case Syntax.Case choice -> choose(choice);
            case Syntax.Function function -> {
                session.functions().put(function.name(), function.body());
                yield 0;
            }
            case Syntax.ArithmeticCommand command -> {
                session.setWhere(where(command.span()));
                try {
                    yield checked(value(command.expression()) != 0 ? 0 : 1);
                } catch (ExpansionException e) {
                    streams.err().line(session.where() + "((: " + e.getMessage());
                    yield checked(1);
                }
            }
            case Syntax.Conditional conditional -> {
                session.setWhere(where(conditional.span()));
                yield checked(Conditions.evaluate(conditional.condition(), session, expansion));
            }
        };
    }

    private String where(Span span) {
        return typed() ? session.where() : name + (isDash() ? ": " : ": line ") + span.line() + ": ";
    }

    private long value(Word expression) throws ExpansionException {
        String text = expansion.text(expression);
        return text.isBlank() ? 1 : Arithmetic.evaluate(text, session.variables());
    }

    /** {@code set -e}: outside of conditions, a command that fails ends the shell. */
    private int checked(int status) {
        if (status != 0
                && conditions == 0
                && session.options().contains("errexit")
                && session.flow() == Session.Flow.ON) {
            session.setStatus(status);
            session.setFlow(Session.Flow.EXIT);
        }
        return status;
    }

    private int condition(Syntax syntax) {
        conditions++;
        last = false;
        int status = execute(syntax);
        conditions--;
        return status;
    }

    /** The rounds of a loop. */
    private final class Loop {
        private int result;

        Loop() {
            session.changeLoops(1);
        }

        /** Runs the body; whether another round may follow. */
        boolean round(Syntax body) {
            last = false;
            result = execute(body);
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

    private int choose(Syntax.Case choice) throws ExpansionException {
        session.setWhere(where(choice.span()));
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
                result = execute(clause.body());
                falls = clause.end().equals(";&");
                if (!falls && !clause.end().equals(";;&")) {
                    return result;
                }
            }
        }
        return result;
    }

    /** What can't stay in the background runs at once; its exit status is nobody's. */
    private int background(Syntax.Background background) {
        session.jobs().expect(background.body() instanceof Syntax.Simple);
        backgroundText = background.text();
        condition(background.body());
        session.jobs().expect(false);
        return 0;
    }

    private int group(Syntax.Group group) throws ExpansionException {
        Streams outer = streams;
        Redirections files = new Redirections(session);
        Optional<Streams> inner = files.apply(group.redirects(), streams, expansion);
        if (inner.isEmpty()) {
            return checked(1);
        }
        streams = inner.get();
        int status = group.subshell() ? checked(subshell(group.body())) : execute(group.body());
        streams = outer;
        return files.flush("bash", status, outer.err());
    }

    /** What is changed inside doesn't last; an exit leaves only the subshell. */
    private int subshell(Syntax body) {
        return session.subshell(() -> {
            int status = execute(body);
            if (session.flow() != Session.Flow.ON && withinBudget()) {
                boolean exits = session.flow() == Session.Flow.EXIT || session.flow() == Session.Flow.RETURN;
                session.setFlow(Session.Flow.ON);
                return exits ? session.status() : status;
            }
            return status;
        });
    }

    private int pipeline(Syntax.Pipeline pipeline) {
        Streams outer = streams;
        Input in = outer.in();
        int status = 0;
        int failed = 0;
        conditions += pipeline.negated() ? 1 : 0;
        for (int i = 0; i < pipeline.parts().size(); i++) {
            boolean end = i == pipeline.parts().size() - 1;
            StringBuilder piped = new StringBuilder();
            Output out = end ? outer.out() : new Output(piped::append);
            streams = new Streams(in, out, outer.err());
            status = pipeline.parts().size() == 1
                    ? execute(pipeline.parts().get(i))
                    : subshell(pipeline.parts().get(i));
            failed = status == 0 ? failed : status;
            in = end ? in : new Input(piped.toString());
        }
        conditions -= pipeline.negated() ? 1 : 0;
        streams = outer;
        status = session.options().contains("pipefail") ? failed : status;
        return pipeline.negated() ? status == 0 ? 1 : 0 : checked(status);
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
        return text.toString().replace("\0", "");
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

    private int simple(Syntax.Simple simple) throws ExpansionException {
        if (!withinBudget()) {
            return STOPPED;
        }
        session.setWhere(where(simple.span()));
        int before = session.status();
        List<String> fields = expansion.fields(simple.words());
        Redirections files = new Redirections(session);
        Optional<Streams> redirected = files.apply(simple.redirects(), streams, expansion);
        String program = fields.isEmpty() ? "bash" : fields.getFirst();
        int status;
        if (redirected.isEmpty()) {
            status = 1;
        } else if (fields.isEmpty()) {
            // the status of the last substitution, else 0; $? is still the one before
            session.setStatus(before);
            assignments.make(simple.assignments(), streams.err());
            boolean substituted = simple.assignments().stream()
                    .map(Syntax.Assignment::value)
                    .anyMatch(v -> v instanceof Syntax.Value.One one
                            && one.word().parts().stream().anyMatch(Word.Substitution.class::isInstance));
            status = files.flush(program, substituted ? session.status() : 0, streams.err());
        } else {
            session.setStatus(before);
            Streams io = redirected.get();
            status = files.flush(program, withAssignments(simple, fields, io), streams.err());
            boolean asWhole = last && mayStay;
            Optional<Jobs.Process> staying =
                    asWhole ? Optional.empty() : session.jobs().takeStaying();
            if (staying.isPresent()) {
                session.jobs()
                        .add(
                                backgroundText,
                                calls.started(),
                                session.process(),
                                staying.get(),
                                Optional.of(io.out()).filter(o -> o != streams.out()),
                                Optional.of(io.err()).filter(o -> o != streams.err()),
                                () -> files.flush(program, 0, streams.err()),
                                typed() ? Optional.of(streams) : Optional.empty());
            }
        }
        if (status != 0 && typed()) {
            LookAlikes.hints(script, simple.span()).forEach(session::hint);
        }
        return status;
    }

    /** {@code NAME=value command}: the variable is set for this command only. */
    private int withAssignments(Syntax.Simple simple, List<String> fields, Streams io) throws ExpansionException {
        var saved = simple.assignments().isEmpty() ? null : new TreeMap<>(session.variables());
        assignments.make(simple.assignments(), streams.err());
        assignments.trace(fields, streams.err());
        int status = calls.invoke(fields.getFirst(), fields.subList(1, fields.size()), io);
        if (saved != null) {
            simple.assignments().forEach(assignment -> {
                String old = saved.get(assignment.name());
                if (old == null) {
                    session.variables().remove(assignment.name());
                } else {
                    session.variables().put(assignment.name(), old);
                }
            });
        }
        return status;
    }

    /** Whether nothing has a name here: it is what somebody types. */
    boolean typed() {
        return name.isEmpty();
    }

    /** The script's name. */
    String name() {
        return name;
    }

    /** Whether the running command is the last one, which takes the shell's process. */
    boolean isLast() {
        return last;
    }

    /** Whether the shell itself may stay in the background. */
    boolean mayStay() {
        return mayStay;
    }

    /** Runs a function's body. */
    int body(Syntax body, Streams io) {
        Streams outer = streams;
        streams = io;
        last = false;
        int status = execute(body);
        streams = outer;
        return status;
    }

    /** Debian's {@code sh} is another shell, with words of its own. */
    boolean isDash() {
        return name.equals("sh") && session.machine().profile() != Profile.CENTOS7;
    }
}
