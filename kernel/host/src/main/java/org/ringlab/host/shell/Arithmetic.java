package org.ringlab.host.shell;

import java.util.function.UnaryOperator;

/**
 * The expressions of {@code $((…))}: whole numbers (decimal, hexadecimal, octal), variables, C's operators but assignments
 * and {@code ?:}, and parentheses.
 */
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
        long value = arithmetic.or();
        return arithmetic.broken ? "0" : String.valueOf(value);
    }

    /** C's precedence, lowest first: {@code ||}, {@code &&}, {@code |}, {@code ^}, {@code &}, equality, order, shifts, sums. */
    private long or() {
        long left = and();
        while (take("||")) {
            long right = and();
            left = left != 0 || right != 0 ? 1 : 0;
        }
        return left;
    }

    private long and() {
        long left = bitOr();
        while (take("&&")) {
            long right = bitOr();
            left = left != 0 && right != 0 ? 1 : 0;
        }
        return left;
    }

    private long bitOr() {
        long left = bitXor();
        while (!ahead("||") && take("|")) {
            left |= bitXor();
        }
        return left;
    }

    private long bitXor() {
        long left = bitAnd();
        while (take("^")) {
            left ^= bitAnd();
        }
        return left;
    }

    private long bitAnd() {
        long left = equality();
        while (!ahead("&&") && take("&")) {
            left &= equality();
        }
        return left;
    }

    private long equality() {
        long left = order();
        while (true) {
            if (take("==")) {
                left = left == order() ? 1 : 0;
            } else if (take("!=")) {
                left = left != order() ? 1 : 0;
            } else {
                return left;
            }
        }
    }

    private long order() {
        long left = shift();
        while (true) {
            if (take("<=")) {
                left = left <= shift() ? 1 : 0;
            } else if (take(">=")) {
                left = left >= shift() ? 1 : 0;
            } else if (take("<")) {
                left = left < shift() ? 1 : 0;
            } else if (take(">")) {
                left = left > shift() ? 1 : 0;
            } else {
                return left;
            }
        }
    }

    private long shift() {
        long value = sum();
        while (true) {
            if (take("<<")) {
                value <<= sum();
            } else if (take(">>")) {
                value >>= sum();
            } else {
                return value;
            }
        }
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
        } else if (take("~")) {
            value = ~unary();
        } else if (take("!")) {
            value = unary() == 0 ? 1 : 0;
        } else if (take("(")) {
            value = or();
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
            return number.isEmpty() ? 0 : parse(number);
        } catch (NumberFormatException e) {
            broken = true;
            return 0;
        }
    }

    /** Decimal, {@code 0x} hexadecimal or {@code 0} octal; 64 bits, as bash wraps them. */
    private static long parse(String number) {
        boolean minus = number.startsWith("-");
        String digits = minus ? number.substring(1) : number;
        long value = digits.startsWith("0x") || digits.startsWith("0X")
                ? Long.parseUnsignedLong(digits.substring(2), 16)
                : digits.length() > 1 && digits.startsWith("0")
                        ? Long.parseUnsignedLong(digits.substring(1), 8)
                        : Long.parseUnsignedLong(digits);
        return minus ? -value : value;
    }

    private boolean ahead(String operator) {
        blanks();
        return text.startsWith(operator, at);
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
