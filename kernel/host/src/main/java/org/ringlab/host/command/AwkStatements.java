package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.command.AwkLexer.Mistake;
import org.ringlab.host.command.AwkProgram.Expression;
import org.ringlab.host.command.AwkProgram.Statement;
import org.ringlab.host.command.AwkProgram.Target;
import org.ringlab.host.shell.Output;

/** What an awk program's statements do, and how it goes on after them. */
final class AwkStatements {
    /** More records and rounds than a lesson could want. */
    private static final int MOST_STEPS = 1_000_000;

    private final AwkRun run;
    private final AwkStreams streams;
    private final Output out;
    private Flow flow = Flow.ON;
    private AwkValue returned = AwkValue.UNSET;
    private int status;
    private int steps;
    private boolean ending;

    /** How the program goes on. */
    private enum Flow {
        ON,
        BREAK,
        CONTINUE,
        NEXT,
        NEXT_FILE,
        RETURN,
        EXIT
    }

    AwkStatements(AwkRun run, AwkStreams streams, Output out) {
        this.run = run;
        this.streams = streams;
        this.out = out;
    }

    boolean hasExited() {
        return flow == Flow.EXIT;
    }

    /** What {@code exit} said. */
    int status() {
        return status;
    }

    boolean goesOn() {
        return flow == Flow.ON;
    }

    /** After a record: whether the rest of the file is left; the next record begins anew. */
    boolean leavesFile() {
        boolean leaves = flow == Flow.NEXT_FILE || flow == Flow.EXIT;
        flow = flow == Flow.EXIT ? flow : Flow.ON;
        return leaves;
    }

    void step() throws Mistake {
        if (++steps > MOST_STEPS) {
            throw new Mistake("not simulated: a program that takes so many steps");
        }
    }

    void print(String text) {
        out.print(text);
    }

    void run(Statement statement) throws Mistake {
        if (flow != Flow.ON) {
            return;
        }
        switch (statement) {
            case Statement.Block block -> {
                for (Statement inner : block.statements()) {
                    run(inner);
                }
            }
            case Statement.Print print -> print(line(print.values()), print.target());
            case Statement.Printf printf -> print(AwkFormat.formatted(run.values(printf.values())), printf.target());
            case Statement.If conditional -> {
                if (run.value(conditional.condition()).holds()) {
                    run(conditional.then());
                } else if (conditional.otherwise().isPresent()) {
                    run(conditional.otherwise().get());
                }
            }
            case Statement.While loop -> {
                while (flow == Flow.ON && run.value(loop.condition()).holds() && round(loop.body())) {}
            }
            case Statement.Do loop -> {
                do {
                    if (!round(loop.body())) {
                        break;
                    }
                } while (run.value(loop.condition()).holds());
            }
            case Statement.For loop -> counted(loop);
            case Statement.ForIn loop -> {
                for (String key :
                        List.copyOf(run.variables().array(loop.array()).keySet())) {
                    run.set(new Expression.Variable(loop.variable()), AwkValue.read(key));
                    if (!round(loop.body())) {
                        break;
                    }
                }
            }
            case Statement.Delete delete -> {
                if (delete.index().isEmpty()) {
                    run.variables().array(delete.array()).clear();
                } else {
                    run.variables().array(delete.array()).remove(run.index(delete.index()));
                }
            }
            case Statement.Return back -> {
                returned = back.value().isPresent() ? run.value(back.value().get()) : AwkValue.UNSET;
                flow = Flow.RETURN;
            }
            case Statement.Exit exit -> exit(exit);
            case Statement.Leave leave ->
                flow = switch (leave.how()) {
                    case "next" -> Flow.NEXT;
                    case "nextfile" -> Flow.NEXT_FILE;
                    case "break" -> Flow.BREAK;
                    default -> Flow.CONTINUE;
                };
            case Statement.Value value -> run.value(value.expression());
        }
    }

    private void counted(Statement.For loop) throws Mistake {
        if (loop.start().isPresent()) {
            run(loop.start().get());
        }
        while (flow == Flow.ON
                && (loop.condition().isEmpty()
                        || run.value(loop.condition().get()).holds())
                && round(loop.body())) {
            if (loop.step().isPresent()) {
                run(loop.step().get());
            }
        }
    }

    /** A round of a loop; whether another may follow. */
    private boolean round(Statement body) throws Mistake {
        step();
        run(body);
        boolean more = flow == Flow.ON || flow == Flow.CONTINUE;
        if (flow == Flow.BREAK || flow == Flow.CONTINUE) {
            flow = Flow.ON;
        }
        return more;
    }

    /** {@code exit} outside of END runs END first. */
    private void exit(Statement.Exit exit) throws Mistake {
        if (exit.status().isPresent()) {
            status = (int) run.value(exit.status().get()).value() & 255;
        }
        flow = Flow.ON;
        if (!ending) {
            ending = true;
            run.special("END");
        }
        flow = Flow.EXIT;
    }

    /** The items behind END run now. */
    void end() throws Mistake {
        ending = true;
        run.end();
    }

    /** Runs a function's body; what it returns. */
    AwkValue call(Statement body) throws Mistake {
        step();
        returned = AwkValue.UNSET;
        run(body);
        if (flow == Flow.RETURN) {
            flow = Flow.ON;
        }
        AwkValue result = returned;
        returned = AwkValue.UNSET;
        return result;
    }

    private String line(List<Expression> values) throws Mistake {
        List<String> texts = new ArrayList<>();
        for (AwkValue value : run.values(values)) {
            boolean fraction = value.number()
                    && value.value() != Math.rint(value.value())
                    && !value.text().isEmpty();
            boolean computed = fraction
                    && value.equals(AwkValue.of(
                            value.value(), run.variables().get("CONVFMT").text()));
            texts.add(
                    computed
                            ? AwkValue.of(
                                            value.value(),
                                            run.variables().get("OFMT").text())
                                    .text()
                            : value.text());
        }
        String fields = String.join(run.variables().get("OFS").text(), texts);
        return (values.isEmpty() ? run.record() : fields)
                + run.variables().get("ORS").text();
    }

    private void print(String text, Optional<Target> target) throws Mistake {
        if (target.isEmpty()) {
            out.print(text);
        } else {
            streams.print(
                    text, target.get().kind(), run.value(target.get().name()).text());
        }
    }
}
