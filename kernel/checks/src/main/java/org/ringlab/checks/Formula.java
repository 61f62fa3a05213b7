package org.ringlab.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A right value that depends on what a student is given, as {@code hidden.yaml} writes it: {@code = frame * 4096 + 4095}.
 *
 * <p>Numbers ({@code 12}, {@code 0.5}, {@code 0x1f}), names of given values, {@code + - * / %}, {@code << >> & | ^} on whole
 * numbers, parentheses, and the functions {@code floor}, {@code log2}, {@code min}, {@code max}, and {@code at(i, a, b, …)}, the
 * i-th of what follows, from 0. They bind as in C.
 */
public final class Formula {
    /** Operators by how they bind, the loosest first; each line binds alike. */
    private static final List<List<String>> BINDING = List.of(
            List.of("|"), List.of("^"), List.of("&"), List.of("<<", ">>"), List.of("+", "-"), List.of("*", "/", "%"));

    private static final int MOST_DEPTH = 50;

    private final String text;
    private final Map<String, Double> given;
    private int at;
    private int depth;
    private String problem = "";

    private Formula(String text, Map<String, Double> given) {
        this.text = text;
        this.given = given;
    }

    /**
     * A value, or why there is none.
     *
     * @param value 0 where there is a problem
     * @param problem empty where there is none
     */
    public record Result(double value, String problem) {}

    /** Whether an author's value is a formula: a text that begins with {@code =}. */
    public static boolean is(Object value) {
        return value instanceof String text && text.strip().startsWith("=");
    }

    /** The value of a formula; a text that is none, or can't be worked out, is a problem. */
    public static Result value(String formula, Map<String, Double> given) {
        if (!is(formula)) {
            return new Result(0, "a formula begins with =");
        }
        Formula reading = new Formula(formula.strip().substring(1), given);
        double value = reading.binary(0);
        reading.space();
        if (reading.problem.isEmpty() && reading.at < reading.text.length()) {
            reading.fail("expected an operator at `" + reading.text.substring(reading.at) + "`");
        }
        if (reading.problem.isEmpty() && !Double.isFinite(value)) {
            reading.fail("`" + formula.strip() + "` has no value");
        }
        return new Result(reading.problem.isEmpty() ? value : 0, reading.problem);
    }

    /** The same as a text: what is no formula stays as it is, whole numbers have no point. */
    public static String text(String value, Map<String, Double> given) {
        if (!is(value)) {
            return value;
        }
        Result result = value(value, given);
        return result.problem().isEmpty() ? NumberJudge.plain(result.value()) : value;
    }

    private double binary(int binding) {
        if (binding == BINDING.size()) {
            return unary();
        }
        double left = binary(binding + 1);
        while (problem.isEmpty()) {
            String operator = operator(BINDING.get(binding));
            if (operator.isEmpty()) {
                break;
            }
            double right = binary(binding + 1);
            left = apply(operator, left, right);
        }
        return left;
    }

    private String operator(List<String> operators) {
        space();
        for (String operator : operators) {
            if (text.startsWith(operator, at)) {
                at += operator.length();
                return operator;
            }
        }
        return "";
    }

    private double apply(String operator, double left, double right) {
        return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / right;
            case "%" -> left % right;
            case "<<" -> whole(left) << (int) whole(right);
            case ">>" -> whole(left) >>> (int) whole(right);
            case "&" -> whole(left) & whole(right);
            case "^" -> whole(left) ^ whole(right);
            default -> whole(left) | whole(right);
        };
    }

    private long whole(double value) {
        if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
            fail("<< >> & | ^ need whole numbers below 2^53, got " + value);
        }
        return (long) value;
    }

    private double unary() {
        space();
        if (++depth > MOST_DEPTH) {
            fail("too deeply nested");
        }
        double value = 0;
        if (problem.isEmpty()) {
            if (taken('-')) {
                value = -unary();
            } else if (taken('(')) {
                value = binary(0);
                expect(')');
            } else if (at < text.length() && Character.isDigit(text.charAt(at))) {
                value = number();
            } else {
                value = named();
            }
        }
        depth--;
        return value;
    }

    private double number() {
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        String digits = text.substring(from, at);
        try {
            return digits.startsWith("0x") ? Long.parseLong(digits.substring(2), 16) : Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            return fail("`" + digits + "` is no number");
        }
    }

    private double named() {
        int from = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        String name = text.substring(from, at);
        if (name.isEmpty()) {
            return fail(
                    from == text.length() ? "the formula ends too early" : "unexpected `" + text.charAt(from) + "`");
        }
        if (taken('(')) {
            List<Double> arguments = new ArrayList<>();
            do {
                arguments.add(binary(0));
            } while (problem.isEmpty() && taken(','));
            expect(')');
            return problem.isEmpty() ? function(name, arguments) : 0;
        }
        Double value = given.get(name);
        return value != null ? value : fail("nothing given is called `" + name + "` (given: " + given.keySet() + ")");
    }

    private double function(String name, List<Double> arguments) {
        double first = arguments.getFirst();
        return switch (name) {
            case "floor" -> Math.floor(first);
            case "log2" -> Math.rint(Math.log(first) / Math.log(2) * 1e9) / 1e9;
            case "min" ->
                arguments.stream().mapToDouble(Double::doubleValue).min().orElse(0);
            case "max" ->
                arguments.stream().mapToDouble(Double::doubleValue).max().orElse(0);
            case "at" ->
                first >= 0 && first + 1 < arguments.size()
                        ? arguments.get((int) first + 1)
                        : fail("at: there is no number " + first + " among " + (arguments.size() - 1));
            default -> fail("no function is called `" + name + "` (there are floor, log2, min, max, at)");
        };
    }

    private void space() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private boolean taken(char c) {
        space();
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) {
        if (!taken(c)) {
            fail("`" + c + "` is missing");
        }
    }

    /** The first problem counts. */
    private double fail(String what) {
        if (problem.isEmpty()) {
            problem = what;
        }
        return 0;
    }
}
