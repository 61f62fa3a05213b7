package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;

/**
 * Runs shell text, line after line: as bash does what is typed at a terminal, or what a script holds. Here are lists and
 * pipelines; {@link SimpleCommands} and {@link CompoundCommands} are what they are made of.
 */
public final class Shell {
    private static final int MISUSE = 2;
    private static final int STOPPED = 137;
    private static final String PIPE_STATUS = "PIPESTATUS";

    private final Session session;
    private final Script script;
    private final String name;
    private final Expansion expansion;
    private final SimpleCommands simpleCommands;
    private final CompoundCommands compounds;
    private final Backgrounds backgrounds;
    private final boolean isProgram;
    private Streams streams;
    private final boolean mayStay;
    /** Whether this is a list in the background, which says nothing about processes. */
    private boolean behind;
    /** Whether the running command is the last one of a script, which takes the shell's process. */
    private boolean last;

    /** Files that stand for {@code <(…)} and {@code >(…)} of the running commands. */
    private final ProcessFiles processFiles;

    /** Text of a script of that name; empty for what is typed. */
    private Shell(Session session, String name, Script script, Streams streams, boolean isProgram) {
        this.isProgram = isProgram;
        this.session = session;
        this.name = name;
        this.script = script;
        this.streams = streams;
        processFiles = new ProcessFiles(session, this);
        expansion = new Expansion(session, new Substitutions(session, this)::text, processFiles::open);
        simpleCommands = new SimpleCommands(session, this, expansion);
        compounds = new CompoundCommands(session, this, expansion);
        backgrounds = new Backgrounds(session, this, simpleCommands);
        mayStay = isProgram && session.jobs().mayStay();
        if (isProgram) {
            session.jobs().expect(false);
        }
    }

    /** Runs what is typed; the status is that of the last command. Hints are left with the session. */
    public static int run(Session session, String script, Streams streams) {
        return run(session, new Script(script), streams);
    }

    /** The same with a text that may have run elsewhere. */
    public static int run(Session session, Script script, Streams streams) {
        session.begin();
        session.setWhere("bash: ");
        Streams all = streams;
        for (Map.Entry<Integer, Streams.Descriptor> opened : session.opened().entrySet()) {
            all = all.with(opened.getKey(), opened.getValue());
        }
        Shell shell = new Shell(session, "", script, all, false);
        int status = shell.lines();
        shell.keepOpened(streams);
        return status;
    }

    /** What {@code exec} opened stays for the lines typed next; the terminal itself is another one then. */
    private void keepOpened(Streams terminal) {
        session.opened().clear();
        session.opened().putAll(streams.others());
        for (int number = 0; number < 3; number++) {
            Streams.Descriptor now = streams.at(number).orElseThrow();
            if (!now.equals(terminal.at(number).orElseThrow())) {
                session.opened().put(number, now);
            }
        }
        session.opened()
                .values()
                .removeIf(opened -> opened.equals(terminal.at(1).orElseThrow())
                        || opened.equals(terminal.at(2).orElseThrow()));
    }

    /**
     * Runs a script in a shell of its own: complaints name its line, and a mistake in its grammar ends it.
     *
     * @param name what complaints call it
     */
    public static int script(Session session, String name, String script, Streams streams) {
        session.goOn();
        session.jobs().attach(streams);
        int status = new Shell(session, name, new Script(script), streams, true).lines();
        int result = atExit(session, name, status, streams);
        session.jobs().attach(null);
        return result;
    }

    /** Runs what {@code trap … EXIT} keeps. */
    private static int atExit(Session session, String name, int status, Streams streams) {
        String trap = session.traps().remove("EXIT");
        if (trap == null) {
            return status;
        }
        session.setFlow(Session.Flow.ON);
        session.setStatus(status);
        new Shell(session, name, new Script(trap), streams, false).lines();
        return session.flow() == Session.Flow.EXIT ? session.status() : status;
    }

    /** Runs more text in a running shell ({@code eval}, {@code source}). */
    public static int inside(Session session, String name, String script, Streams streams) {
        String where = session.where();
        Shell shell = new Shell(session, name, new Script(script), streams, false);
        int status = shell.lines();
        session.setWhere(where);
        session.setLasting(shell.streams == streams ? null : shell.streams);
        return status;
    }

    /** The value of an arithmetic expression; empty, with a complaint, where it has none. */
    public static Optional<Long> arithmetic(Session session, String expression, String command, Output complaints) {
        try {
            return Optional.of(Arithmetic.evaluate(expression, session));
        } catch (ExpansionException e) {
            complaints.line(session.where() + command + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private int lines() {
        int status = 0;
        boolean more = true;
        for (int number = 0; more && session.flow() == Session.Flow.ON; number++) {
            switch (script.line(number)) {
                case Script.Line.End end -> more = false;
                case Script.Line.Mistake mistake -> {
                    status = MISUSE;
                    syntaxError(mistake.what());
                    more = typed();
                }
                case Script.Line.Commands line -> {
                    last = isProgram && session.traps().isEmpty() && line.isLast();
                    status = execute(line.syntax());
                    session.setStatus(status);
                    if (session.flow() == Session.Flow.DISCARD) {
                        session.setFlow(Session.Flow.ON);
                    }
                }
            }
        }
        return session.flow() == Session.Flow.EXIT ? session.status() : status;
    }

    private void syntaxError(ShellSyntaxException e) {
        String message = String.valueOf(e.getMessage());
        int last = (int) script.text().lines().count() + 1;
        int line = message.equals("syntax error: unexpected end of file")
                ? last
                : e.span().line();
        String where = typed() ? "bash: " : name + ": line " + line + ": ";
        streams.err().line(where + message);
        if (!typed() && message.contains("near unexpected token")) {
            streams.err()
                    .line(where + "`"
                            + script.text().lines().skip(line - 1L).findFirst().orElse("") + "'");
        }
        session.setStatus(MISUSE);
        LookAlikes.hints(script.text(), new Span(e.span().line(), 1, 1000)).forEach(session::hint);
    }

    /** Runs a command, unless the script doesn't go on with the next one; its status. */
    int execute(Syntax syntax) {
        if (session.flow() != Session.Flow.ON) {
            return session.status();
        }
        last &= syntax instanceof Syntax.Simple
                || syntax instanceof Syntax.Sequence
                || syntax instanceof Syntax.AndOr
                || syntax instanceof Syntax.Pipeline pipe && pipe.parts().size() == 1 && !pipe.negated();
        int status;
        int open = processFiles.count();
        try {
            status = run(syntax);
        } catch (ExpansionException e) {
            status = failed(e);
        }
        session.setStatus(status);
        processFiles.close(open);
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
            case Syntax.Simple simple -> {
                int status = simpleCommands.run(simple);
                noteStatuses(List.of(status));
                yield checked(status);
            }
            case Syntax.Pipeline pipeline -> pipeline(pipeline);
            case Syntax.AndOr andOr -> {
                boolean end = last;
                int left = condition(andOr.left());
                last = end;
                yield (left == 0) == andOr.and() ? execute(andOr.right()) : left;
            }
            case Syntax.Background background -> backgrounds.run(background);
            case Syntax.Sequence sequence -> {
                boolean end = last;
                int result = 0;
                for (Syntax part : sequence.parts()) {
                    last = end && part == sequence.parts().getLast();
                    result = execute(part);
                }
                yield result;
            }
            case Syntax.Group group -> compounds.group(group);
            case Syntax.If conditional -> compounds.conditional(conditional);
            case Syntax.For loop -> compounds.each(loop);
            case Syntax.Select menu -> compounds.select(menu);
            case Syntax.Timed timed -> compounds.timed(timed);
            case Syntax.CountingFor loop -> compounds.counting(loop);
            case Syntax.While loop -> compounds.repeated(loop);
            case Syntax.Case choice -> compounds.choice(choice);
            case Syntax.Function function -> {
                session.functions().put(function.name(), function.body());
                yield 0;
            }
            case Syntax.ArithmeticCommand command -> checked(compounds.arithmetic(command));
            case Syntax.Conditional conditional -> {
                session.setWhere(where(conditional.span()));
                yield checked(new Conditions(session, expansion, simpleCommands.assignments(), streams.err())
                        .evaluate(conditional.condition()));
            }
        };
    }

    /** What complaints about a command there begin with. */
    String where(Span span) {
        return typed() ? session.where() : name + (isDash() ? ": " : ": line ") + span.line() + ": ";
    }

    /** {@code trap … ERR} and {@code set -e}: outside of conditions, a command that fails ends the shell. */
    int checked(int status) {
        if (status == 0 || session.conditions() > 0 || session.flow() != Session.Flow.ON) {
            return status;
        }
        String trap = session.traps().get("ERR");
        if (trap != null && (!session.inFunction() || session.options().contains("errtrace"))) {
            session.setStatus(status);
            session.changeConditions(1);
            inside(session, name, trap, streams);
            session.changeConditions(-1);
        }
        if (session.options().contains("errexit") && session.flow() == Session.Flow.ON) {
            session.setStatus(status);
            session.setFlow(Session.Flow.EXIT);
        }
        return status;
    }

    /** Runs a command whose failure is an answer. */
    int condition(Syntax syntax) {
        session.changeConditions(1);
        last = false;
        int status = execute(syntax);
        session.changeConditions(-1);
        return status;
    }

    private int pipeline(Syntax.Pipeline pipeline) {
        Streams outer = streams;
        Input in = outer.in();
        int status = 0;
        int failed = 0;
        List<Integer> statuses = new ArrayList<>();
        session.changeConditions(pipeline.negated() ? 1 : 0);
        for (int i = 0; i < pipeline.parts().size(); i++) {
            boolean end = i == pipeline.parts().size() - 1;
            StringBuilder piped = new StringBuilder();
            Output out = end ? outer.out() : new Output(piped::append);
            streams = outer.with(in, out);
            status = pipeline.parts().size() == 1
                    ? execute(pipeline.parts().get(i))
                    : subshell(pipeline.parts().get(i));
            statuses.add(status);
            failed = status == 0 ? failed : status;
            in = end ? in : new Input(piped.toString());
        }
        session.changeConditions(pipeline.negated() ? -1 : 0);
        streams = outer;
        if (pipeline.parts().size() > 1) {
            noteStatuses(statuses);
        }
        status = session.options().contains("pipefail") ? failed : status;
        return pipeline.negated() ? status == 0 ? 1 : 0 : checked(status);
    }

    /** A shell of a process of its own for what goes on behind this one's back. */
    Shell behind(Session own) {
        Shell shell = new Shell(own, name, script, session.jobs().behind(streams), false);
        shell.behind = true;
        return shell;
    }

    /** What is changed inside doesn't last; an exit leaves only the subshell. */
    int subshell(Syntax body) {
        Streams outer = streams;
        int result = session.subshell(() -> {
            int status = execute(body);
            if (session.flow() != Session.Flow.ON && withinBudget()) {
                boolean exits = session.flow() == Session.Flow.EXIT || session.flow() == Session.Flow.RETURN;
                session.setFlow(Session.Flow.ON);
                status = exits ? session.status() : status;
            }
            if (session.traps().containsKey("EXIT")) {
                status = atExit(session, name, status, streams);
                session.setFlow(session.flow() == Session.Flow.EXIT ? Session.Flow.ON : session.flow());
            }
            return status;
        });
        streams = outer;
        return result;
    }

    /** {@code PIPESTATUS}. */
    private void noteStatuses(List<Integer> statuses) {
        ArrayVariables.clear(session.variables(), PIPE_STATUS);
        for (int i = 0; i < statuses.size(); i++) {
            session.variables().put(ArrayVariables.key(PIPE_STATUS, i), String.valueOf(statuses.get(i)));
        }
    }

    /** Counts a command; false, said once, where the script has run too many. */
    boolean withinBudget() {
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

    /** Whether nothing has a name here: it is what somebody types. */
    boolean typed() {
        return name.isEmpty();
    }

    /** Whether processes that start and end are told of. */
    boolean tellsOfJobs() {
        return typed() && !behind;
    }

    /** What words of its commands become. */
    Expansion expansion() {
        return expansion;
    }

    Assignments assignments() {
        return simpleCommands.assignments();
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

    /** What the running command reads and writes. */
    Streams streams() {
        return streams;
    }

    /** Runs a body that reads and writes elsewhere; others may follow it. What {@code exec} opens in it lasts as long. */
    int within(Streams io, IntSupplier body) {
        Streams outer = streams;
        streams = io;
        last = false;
        int status = body.getAsInt();
        streams = io == outer ? streams : outer;
        return status;
    }

    /** The same in the middle of a command, which goes on as if nothing had been. */
    int aside(Streams io, IntSupplier body) {
        boolean end = last;
        int status = within(io, body);
        last = end;
        return status;
    }

    /** From now on commands read and write there: {@code exec}. */
    void adopt(Streams io) {
        streams = io;
    }

    /** Makes hints of what looks like a mistake in what was typed there. */
    void hintAt(Span span) {
        if (typed()) {
            LookAlikes.hints(script.text(), span).forEach(session::hint);
        }
    }

    /** Debian's {@code sh} is another shell, with words of its own. */
    boolean isDash() {
        return name.equals("sh") && session.machine().profile() != Profile.CENTOS7;
    }
}
