package org.ringlab.host.shell;

import java.util.function.UnaryOperator;

/** The expressions of {@code $((…))}: whole numbers, variables, {@code + - * / %}, comparisons and parentheses. */
final class Arithmetic {
    private final String text;
    private final UnaryOperator<String> variables;
    private int at;
    private int depth;
    private boolean broken;

    private Arithmetic(String text, UnaryOperator<String> variables) {
        this.text = text;
        this.variables = variables;
    }

    /** The value in decimal; 0 for what makes no sense. */
    static String evaluate(String text, UnaryOperator<String> variables) {
        Arithmetic arithmetic = new Arithmetic(text, variables);
        long value = arithmetic.comparison();
        return arithmetic.broken ? "0" : String.valueOf(value);
    }

    private long comparison() {
        long left = sum();
        for (String operator : new String[] {"<=", ">=", "==", "!=", "<", ">"}) {
            if (take(operator)) {
                long right = sum();
                boolean holds = switch (operator) {
                    case "<=" -> left <= right;
                    case ">=" -> left >= right;
                    case "==" -> left == right;
                    case "!=" -> left != right;
                    case "<" -> left < right;
                    default -> left > right;
                };
                return holds ? 1 : 0;
            }
        }
        return left;
    }

    private long sum() {
        long value = product();
        while (true) {
            if (take("+")) {
                value += product();
            } else if (take("-")) {
                value -= product();
            } else {
                return value;
            }
        }
    }

    private long product() {
        long value = unary();
        while (true) {
            if (take("*")) {
                value *= unary();
            } else if (take("/")) {
                value = divide(value, unary(), false);
            } else if (take("%")) {
                value = divide(value, unary(), true);
            } else {
                return value;
            }
        }
    }

    private long divide(long value, long by, boolean remainder) {
        broken |= by == 0;
        return by == 0 ? 0 : remainder ? value % by : value / by;
    }

    private long unary() {
        if (++depth > 100) {
            broken = true;
            return 0;
        }
        long value;
        if (take("-")) {
            value = -unary();
        } else if (take("+")) {
            value = unary();
        } else if (take("(")) {
            value = comparison();
            broken |= !take(")");
        } else {
            value = atom();
        }
        depth--;
        return value;
    }

    private long atom() {
        blanks();
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        String word = text.substring(start, at);
        String number = !word.isEmpty() && WordParser.isNameStart(word.charAt(0)) ? variables.apply(word) : word;
        try {
            return number.isEmpty() ? 0 : Long.parseLong(number);
        } catch (NumberFormatException e) {
            broken = true;
            return 0;
        }
    }

    private boolean take(String operator) {
        blanks();
        if (text.startsWith(operator, at)) {
            at += operator.length();
            return true;
        }
        return false;
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
