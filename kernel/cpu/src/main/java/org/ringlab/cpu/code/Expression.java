package org.ringlab.cpu.code;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Span;

/** A value that assembly computes. */
sealed interface Expression {
    /** A number. */
    record Num(long value) implements Expression {}

    /** A label or constant. */
    record Name(String name, Span span) implements Expression {}

    /** The address of the statement. */
    record Here() implements Expression {}

    /** The address where the program begins. */
    record Start() implements Expression {}

    /** {@code - ~}. */
    record Unary(String sign, Expression of) implements Expression {}

    /** {@code + - * / % << >> & | ^}. */
    record Binary(String sign, Expression left, Expression right) implements Expression {}

    /**
     * What came of an expression.
     *
     * @param number its value
     * @param labels how many addresses it has in it, those taken away counted off: 0 means that it stays when the program moves
     * @param problem why there is none, or null
     */
    record Value(long number, int labels, @Nullable String problem) {
        static Value of(long number) {
            return new Value(number, 0, null);
        }
    }

    /** Nothing added to it. */
    Expression ZERO = new Num(0);

    /**
     * The value.
     *
     * @param names of labels and constants; null for an unknown one
     */
    default Value value(long here, long start, Function<String, @Nullable Value> names) {
        return switch (this) {
            case Num num -> Value.of(num.value());
            case Here h -> new Value(here, 1, null);
            case Start s -> new Value(start, 1, null);
            case Name name -> {
                Value value = names.apply(name.name());
                yield value == null
                        ? new Value(
                                0,
                                1,
                                LocalLabels.isOne(name.name())
                                        ? LocalLabels.missing(name.name())
                                        : "there is no label or constant '" + name.name() + "'")
                        : value;
            }
            case Unary unary -> {
                Value of = unary.of().value(here, start, names);
                yield unary.sign().equals("-")
                        ? new Value(-of.number(), -of.labels(), of.problem())
                        : new Value(~of.number(), of.labels(), of.problem());
            }
            case Binary binary ->
                combine(
                        binary.sign(),
                        binary.left().value(here, start, names),
                        binary.right().value(here, start, names));
        };
    }

    /** The same with another expression for the address of the statement. */
    default Expression with(Expression here) {
        return switch (this) {
            case Here h -> here;
            case Unary unary -> new Unary(unary.sign(), unary.of().with(here));
            case Binary binary ->
                new Binary(
                        binary.sign(), binary.left().with(here), binary.right().with(here));
            case Num num -> num;
            case Start start -> start;
            case Name name -> name;
        };
    }

    private static Value combine(String sign, Value a, Value b) {
        String problem = a.problem() != null ? a.problem() : b.problem();
        long x = a.number();
        long y = b.number();
        int labels = a.labels() != 0 || b.labels() != 0 ? 1 : 0;
        boolean zero = y == 0 && (sign.equals("/") || sign.equals("%"));
        if (zero) {
            return new Value(0, 0, problem != null ? problem : "division by zero");
        }
        return switch (sign) {
            case "+" -> new Value(x + y, a.labels() + b.labels(), problem);
            case "-" -> new Value(x - y, a.labels() - b.labels(), problem);
            case "*" -> new Value(x * y, labels, problem);
            case "/" -> new Value(x / y, labels, problem);
            case "%" -> new Value(x % y, labels, problem);
            case "<<" -> new Value(y < 0 || y > 63 ? 0 : x << y, labels, problem);
            case ">>" -> new Value(y < 0 || y > 63 ? 0 : x >>> y, labels, problem);
            case "&" -> new Value(x & y, labels, problem);
            case "|" -> new Value(x | y, labels, problem);
            default -> new Value(x ^ y, labels, problem);
        };
    }
}
