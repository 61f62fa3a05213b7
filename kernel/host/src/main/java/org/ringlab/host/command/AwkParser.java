package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringlab.host.command.AwkLexer.Kind;
import org.ringlab.host.command.AwkLexer.Mistake;
import org.ringlab.host.command.AwkLexer.Token;
import org.ringlab.host.command.AwkProgram.Expression;
import org.ringlab.host.command.AwkProgram.Item;
import org.ringlab.host.command.AwkProgram.Statement;

/** Reads an awk program: functions, patterns and statements of POSIX's grammar. */
final class AwkParser {
    private static final int DEEPEST = 50;

    private final AwkCursor in;
    private final AwkExpressions expressions;
    private final Map<String, AwkProgram.Function> functions = new TreeMap<>();
    private int depth;

    AwkParser(List<Token> tokens) {
        in = new AwkCursor(tokens);
        expressions = new AwkExpressions(in);
    }

    AwkProgram program() throws Mistake {
        List<Item> items = new ArrayList<>();
        in.skip();
        while (in.peek().kind() != Kind.END) {
            if (in.take("function") || in.take("func")) {
                function();
            } else {
                items.add(item());
            }
            in.skip();
        }
        return new AwkProgram(items, functions);
    }

    private void function() throws Mistake {
        String name = in.name();
        in.need("(");
        List<String> parameters = new ArrayList<>();
        while (!in.take(")")) {
            parameters.add(in.name());
            if (!in.peek().is(")")) {
                in.need(",");
                in.skip();
            }
        }
        in.skip();
        functions.put(name, new AwkProgram.Function(parameters, block()));
    }

    private Item item() throws Mistake {
        String when = in.peek().is("BEGIN") || in.peek().is("END") ? in.next().text() : "";
        Optional<Expression> pattern = Optional.empty();
        Optional<Expression> until = Optional.empty();
        if (when.isEmpty() && !in.peek().is("{")) {
            pattern = Optional.of(expressions.expression());
            if (in.take(",")) {
                in.skip();
                until = Optional.of(expressions.expression());
            }
        }
        return new Item(when, pattern, until, in.peek().is("{") ? Optional.of(block()) : Optional.empty());
    }

    private Statement block() throws Mistake {
        in.need("{");
        List<Statement> statements = new ArrayList<>();
        in.skip();
        while (!in.peek().is("}")) {
            statements.add(statement());
            in.skip();
        }
        in.next();
        return new Statement.Block(statements);
    }

    private Statement statement() throws Mistake {
        if (++depth > DEEPEST) {
            throw new Mistake("not simulated: deeper nesting");
        }
        Statement made = one();
        depth--;
        return made;
    }

    private Statement one() throws Mistake {
        if (in.peek().is("{")) {
            return block();
        }
        if (in.take("if")) {
            return conditional();
        }
        if (in.take("while")) {
            in.need("(");
            Expression condition = expressions.expression();
            in.need(")");
            return new Statement.While(condition, body());
        }
        if (in.take("for")) {
            return loop();
        }
        if (in.take("do")) {
            Statement body = body();
            in.skip();
            in.need("while");
            in.need("(");
            Expression condition = expressions.expression();
            in.need(")");
            return new Statement.Do(body, condition);
        }
        Statement made = simple();
        if (!ends()) {
            throw in.wrong();
        }
        return made;
    }

    /** The statement behind a condition, maybe an empty one. */
    private Statement body() throws Mistake {
        if (in.take(";")) {
            return new Statement.Block(List.of());
        }
        in.skip();
        return statement();
    }

    private Statement conditional() throws Mistake {
        in.need("(");
        Expression condition = expressions.expression();
        in.need(")");
        Statement then = body();
        int before = in.place();
        in.skip();
        if (in.take("else")) {
            return new Statement.If(condition, then, Optional.of(body()));
        }
        in.back(before);
        return new Statement.If(condition, then, Optional.empty());
    }

    private Statement loop() throws Mistake {
        in.need("(");
        if (in.peek().kind() == Kind.NAME && in.second().is("in")) {
            int before = in.place();
            String variable = in.name();
            in.need("in");
            String array = in.name();
            if (in.take(")")) {
                return new Statement.ForIn(variable, array, body());
            }
            in.back(before);
        }
        expressions.counting(true);
        Optional<Statement> start = in.peek().is(";") ? Optional.empty() : Optional.of(simple());
        expressions.counting(false);
        in.need(";");
        in.skipLines();
        Optional<Expression> condition = in.peek().is(";") ? Optional.empty() : Optional.of(expressions.expression());
        in.need(";");
        in.skipLines();
        Optional<Statement> step = in.peek().is(")") ? Optional.empty() : Optional.of(simple());
        in.need(")");
        return new Statement.For(start, condition, step, body());
    }

    private Statement simple() throws Mistake {
        if (in.peek().is("print") || in.peek().is("printf")) {
            boolean plain = in.next().is("print");
            List<Expression> values = values();
            Optional<AwkProgram.Target> target = target();
            return plain ? new Statement.Print(values, target) : new Statement.Printf(values, target);
        }
        if (in.peek().is("next")
                || in.peek().is("nextfile")
                || in.peek().is("break")
                || in.peek().is("continue")) {
            return new Statement.Leave(in.next().text());
        }
        if (in.take("exit")) {
            return new Statement.Exit(ends() ? Optional.empty() : Optional.of(expressions.expression()));
        }
        if (in.take("return")) {
            return new Statement.Return(ends() ? Optional.empty() : Optional.of(expressions.expression()));
        }
        if (in.take("delete")) {
            String array = in.name();
            return new Statement.Delete(array, in.take("[") ? expressions.index() : List.of());
        }
        return new Statement.Value(expressions.expression());
    }

    private boolean ends() {
        return in.peek().is(";")
                || in.peek().is("}")
                || in.peek().is(")")
                || in.peek().kind() == Kind.NEWLINE
                || in.peek().kind() == Kind.END;
    }

    private boolean redirects() {
        return in.peek().is(">") || in.peek().is(">>") || in.peek().is("|");
    }

    private List<Expression> values() throws Mistake {
        if (ends() || redirects()) {
            return List.of();
        }
        // print (a, b): the parentheses hold the list
        int start = in.place();
        if (in.take("(")) {
            List<Expression> inner = expressions.list();
            if (in.take(")") && (ends() || redirects())) {
                return inner;
            }
            in.back(start);
        }
        return expressions.printed();
    }

    private Optional<AwkProgram.Target> target() throws Mistake {
        if (!redirects()) {
            return Optional.empty();
        }
        String kind = in.next().text();
        return Optional.of(new AwkProgram.Target(kind, expressions.concatenation()));
    }
}
