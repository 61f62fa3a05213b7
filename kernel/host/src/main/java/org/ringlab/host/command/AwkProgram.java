package org.ringlab.host.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.ringlab.host.command.AwkLexer.Mistake;

/**
 * A parsed awk program (the grammar of POSIX).
 *
 * @param items in order
 * @param functions of its own, by name
 */
record AwkProgram(List<Item> items, Map<String, Function> functions) {
    /** {@code pattern { action }}; {@code when} is BEGIN, END or empty. */
    record Item(String when, Optional<Expression> pattern, Optional<Expression> until, Optional<Statement> action) {}

    /** {@code function name(parameters) { body }}. */
    record Function(List<String> parameters, Statement body) {}

    /** Where {@code print} goes: {@code >}, {@code >>} or {@code |} and the name behind it. */
    record Target(String kind, Expression name) {}

    /** Something done. */
    sealed interface Statement {
        record Block(List<Statement> statements) implements Statement {}

        record Print(List<Expression> values, Optional<Target> target) implements Statement {}

        record Printf(List<Expression> values, Optional<Target> target) implements Statement {}

        record If(Expression condition, Statement then, Optional<Statement> otherwise) implements Statement {}

        record While(Expression condition, Statement body) implements Statement {}

        record Do(Statement body, Expression condition) implements Statement {}

        record For(Optional<Statement> start, Optional<Expression> condition, Optional<Statement> step, Statement body)
                implements Statement {}

        record ForIn(String variable, String array, Statement body) implements Statement {}

        record Delete(String array, List<Expression> index) implements Statement {}

        record Return(Optional<Expression> value) implements Statement {}

        record Exit(Optional<Expression> status) implements Statement {}

        /** {@code next}, {@code nextfile}, {@code break} or {@code continue}. */
        record Leave(String how) implements Statement {}

        record Value(Expression expression) implements Statement {}
    }

    /** Something with a value. */
    sealed interface Expression {
        record Number(double value) implements Expression {}

        record Text(String text) implements Expression {}

        record Regex(Pattern pattern) implements Expression {}

        record Variable(String name) implements Expression {}

        record Element(String array, List<Expression> index) implements Expression {}

        record In(List<Expression> index, String array) implements Expression {}

        record Field(Expression number) implements Expression {}

        record Unary(String operator, Expression of) implements Expression {}

        record Binary(Expression left, String operator, Expression right) implements Expression {}

        record Choice(Expression condition, Expression yes, Expression no) implements Expression {}

        record Assign(Expression to, String operator, Expression value) implements Expression {}

        record Step(Expression of, int by, boolean before) implements Expression {}

        /** A function of awk's or, where it defines one of that name, of the program's. */
        record Call(String function, List<Expression> arguments) implements Expression {}

        /**
         * {@code getline}.
         *
         * @param kind {@code <}, {@code |}, or nothing for the main input
         * @param source the file or command
         * @param into the variable or field, else the record
         */
        record Getline(String kind, Optional<Expression> source, Optional<Expression> into) implements Expression {}
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
