package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.ringlab.host.command.AwkLexer.Mistake;

/**
 * A parsed awk program (the grammar of POSIX, less loops, arrays, functions and redirections).
 *
 * @param items in order
 */
record AwkProgram(List<Item> items) {
    /** {@code pattern { action }}; {@code when} is BEGIN, END or empty. */
    record Item(
            String when, Optional<Expression> pattern, Optional<Expression> until, Optional<List<Statement>> action) {}

    /** Something done. */
    sealed interface Statement {
        record Print(List<Expression> values) implements Statement {}

        record Printf(List<Expression> values) implements Statement {}

        record If(Expression condition, List<Statement> then, List<Statement> otherwise) implements Statement {}

        record Value(Expression expression) implements Statement {}

        record Next() implements Statement {}

        record Exit(Optional<Expression> status) implements Statement {}
    }

    /** Something with a value. */
    sealed interface Expression {
        record Number(double value) implements Expression {}

        record Text(String text) implements Expression {}

        record Regex(Pattern pattern) implements Expression {}

        record Variable(String name) implements Expression {}

        record Field(Expression number) implements Expression {}

        record Unary(String operator, Expression of) implements Expression {}

        record Binary(Expression left, String operator, Expression right) implements Expression {}

        record Choice(Expression condition, Expression yes, Expression no) implements Expression {}

        record Assign(Expression to, String operator, Expression value) implements Expression {}

        record Step(Expression of, int by, boolean before) implements Expression {}

        record Call(String function, List<Expression> arguments) implements Expression {}
    }

    /** Whether it reads lines: it has more than BEGIN. */
    boolean readsInput() {
        return items.stream().anyMatch(item -> !item.when.equals("BEGIN"));
    }

    static AwkProgram parse(String text) throws Mistake {
        return new AwkParser(AwkLexer.tokens(text)).program();
    }

    static Pattern regex(String text) throws Mistake {
        try {
            return Pattern.compile(PosixRegex.toJava(text, true));
        } catch (PatternSyntaxException e) {
            throw new Mistake("invalid regular expression: /" + text + "/");
        }
    }
}
