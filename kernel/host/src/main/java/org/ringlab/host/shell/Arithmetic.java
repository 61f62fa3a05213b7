package org.ringlab.host.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.machine.Session;

/**
 * The expressions of {@code $((…))}, {@code ((…))} and {@code let} (bash's expr.c): C's operators on 64-bit numbers,
 * variables without a dollar sign, whose values are expressions again.
 */
final class Arithmetic {
    private static final int MAX_DEPTH = 100;
    /** Binary operators from the weakest to the strongest, assignments and {@code ?:} apart. */
    private static final List<List<String>> LEVELS = List.of(
            List.of("||"),
            List.of("&&"),
            List.of("|"),
            List.of("^"),
            List.of("&"),
            List.of("==", "!="),
            List.of("<=", ">=", "<", ">"),
            List.of("<<", ">>"),
            List.of("+", "-"),
            List.of("*", "/", "%"));

    private static final List<String> ASSIGNING =
            List.of("<<=", ">>=", "*=", "/=", "%=", "+=", "-=", "&=", "^=", "|=", "=");

    private final String text;
    private final Session session;
    private final int depth;
    private int at;
    private int nesting;
    /** Where what is parsed isn't done: the other side of {@code ||}, {@code &&}, {@code ?:}. */
    private int skipping;

    private Arithmetic(String text, Session session, int depth) {
        this.text = text;
        this.session = session;
        this.depth = depth;
    }

    /** The value; assignments change the variables. */
    static long evaluate(String text, Session session) throws ExpansionException {
        return evaluate(text, session, 0);
    }

    private static long evaluate(String text, Session session, int depth) throws ExpansionException {
        if (depth > MAX_DEPTH) {
            throw new ExpansionException(
                    text + ": expression recursion level exceeded (error token is \"" + text + "\")", false);
        }
        Arithmetic arithmetic = new Arithmetic(text, session, depth);
        arithmetic.blanks();
        if (arithmetic.at == text.length()) {
            return 0;
        }
        long value = arithmetic.comma();
        if (arithmetic.at < text.length()) {
            boolean operand =
                    Character.isLetterOrDigit(text.charAt(arithmetic.at)) || text.charAt(arithmetic.at) == '(';
            throw arithmetic.wrong(operand ? "syntax error in expression" : operandOrOperator(arithmetic));
        }
        return value;
    }

    private static String operandOrOperator(Arithmetic arithmetic) {
        return "+-*/%<>=!&|^?:,".indexOf(arithmetic.text.charAt(arithmetic.at)) >= 0
                ? "syntax error in expression"
                : "syntax error: invalid arithmetic operator";
    }

    private long comma() throws ExpansionException {
        long value = assignment();
        while (take(",")) {
            value = assignment();
        }
        return value;
    }

    private long assignment() throws ExpansionException {
        if (++nesting > MAX_DEPTH) {
            throw wrong("expression recursion level exceeded");
        }
        int start = at;
        String name = name();
        if (!name.isEmpty()) {
            for (String operator : ASSIGNING) {
                if (!text.startsWith("==", at) && take(operator)) {
                    long right = assignment();
                    String binary = operator.substring(0, operator.length() - 1);
                    long value = binary.isEmpty() || skipping > 0 ? right : apply(binary, variable(name), right);
                    nesting--;
                    return set(name, value);
                }
            }
        }
        at = start;
        long value = conditional();
        nesting--;
        return value;
    }

    private long set(String name, long value) throws ExpansionException {
        if (skipping == 0) {
            Variables.assign(session, name, String.valueOf(value));
        }
        return value;
    }

    private long conditional() throws ExpansionException {
        long condition = binary(0);
        if (!take("?")) {
            return condition;
        }
        skipping += condition == 0 ? 1 : 0;
        long yes = comma();
        skipping -= condition == 0 ? 1 : 0;
        if (!take(":")) {
            throw wrong("`:' expected for conditional expression");
        }
        skipping += condition == 0 ? 0 : 1;
        long no = assignment();
        skipping -= condition == 0 ? 0 : 1;
        return condition == 0 ? no : yes;
    }

    private long binary(int level) throws ExpansionException {
        if (level == LEVELS.size()) {
            return power();
        }
        long left = binary(level + 1);
        while (true) {
            String operator = ahead(LEVELS.get(level));
            if (operator.isEmpty()) {
                return left;
            }
            take(operator);
            boolean decided = operator.equals("||") && left != 0 || operator.equals("&&") && left == 0;
            skipping += decided ? 1 : 0;
            blanks();
            int token = at;
            long right = binary(level + 1);
            skipping -= decided ? 1 : 0;
            if (right == 0 && skipping == 0 && (operator.equals("/") || operator.equals("%"))) {
                at = token;
                throw wrong("division by 0");
            }
            left = skipping > 0 && (operator.equals("/") || operator.equals("%")) ? 0 : apply(operator, left, right);
        }
    }

    /** The operator of a level that comes next: the longest one, and no part of an assignment. */
    private String ahead(List<String> operators) {
        blanks();
        for (String operator : operators) {
            if (!text.startsWith(operator, at)) {
                continue;
            }
            char next = at + operator.length() < text.length() ? text.charAt(at + operator.length()) : ' ';
            boolean longer = operator.length() == 1
                    && (operator.equals("|") && next == '|'
                            || operator.equals("&") && next == '&'
                            || "<>".contains(operator) && operator.charAt(0) == next);
            boolean assigns =
                    next == '=' && !List.of("==", "!=", "<=", ">=", "<", ">").contains(operator);
            boolean power = operator.equals("*") && next == '*';
            if (!longer && !assigns && !power) {
                return operator;
            }
        }
        return "";
    }

    private long apply(String operator, long left, long right) throws ExpansionException {
        return switch (operator) {
            case "||" -> left != 0 || right != 0 ? 1 : 0;
            case "&&" -> left != 0 && right != 0 ? 1 : 0;
            case "|" -> left | right;
            case "^" -> left ^ right;
            case "&" -> left & right;
            case "==" -> left == right ? 1 : 0;
            case "!=" -> left != right ? 1 : 0;
            case "<=" -> left <= right ? 1 : 0;
            case ">=" -> left >= right ? 1 : 0;
            case "<" -> left < right ? 1 : 0;
            case ">" -> left > right ? 1 : 0;
            case "<<" -> left << right;
            case ">>" -> left >> right;
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/", "%" -> {
                if (right == 0) {
                    throw wrong("division by 0");
                }
                yield operator.equals("/") ? left / right : left % right;
            }
            default -> throw wrong("syntax error in expression");
        };
    }

    private long power() throws ExpansionException {
        long base = unary();
        if (!take("**")) {
            return base;
        }
        long exponent = power();
        if (exponent < 0) {
            throw wrong("exponent less than 0");
        }
        long value = 1;
        for (long bits = exponent, factor = base; bits != 0; bits >>= 1, factor *= factor) {
            value *= (bits & 1) == 1 ? factor : 1;
        }
        return value;
    }

    private long unary() throws ExpansionException {
        if (++nesting > MAX_DEPTH) {
            throw wrong("expression recursion level exceeded");
        }
        try {
            for (String step : List.of("++", "--")) {
                int start = at;
                if (take(step)) {
                    String name = name();
                    if (!name.isEmpty()) {
                        return set(name, variable(name) + (step.equals("++") ? 1 : -1));
                    }
                    at = start;
                }
            }
            if (take("!")) {
                return unary() == 0 ? 1 : 0;
            }
            if (take("~")) {
                return ~unary();
            }
            if (take("-")) {
                return -unary();
            }
            if (take("+")) {
                return unary();
            }
            return atom();
        } finally {
            nesting--;
        }
    }

    private long atom() throws ExpansionException {
        blanks();
        int start = at;
        if (take("(")) {
            long value = comma();
            if (!take(")")) {
                throw wrong("missing `)'");
            }
            return value;
        }
        String name = name();
        if (!name.isEmpty()) {
            for (String step : List.of("++", "--")) {
                if (take(step)) {
                    long value = variable(name);
                    set(name, value + (step.equals("++") ? 1 : -1));
                    return value;
                }
            }
            return skipping > 0 ? 0 : variable(name);
        }
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "#@_".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == start) {
            throw wrong("syntax error: operand expected");
        }
        return number(text.substring(start, at), start);
    }

    private long variable(String name) throws ExpansionException {
        boolean first = session.scope().is(name, Variables.Attribute.ASSOCIATIVE);
        @Nullable String own = session.variables().get(first ? name + "[0]" : name);
        @Nullable String value = own == null ? ShellVariables.value(session, name) : own;
        if (value == null && session.options().contains("nounset") && skipping == 0) {
            throw new ExpansionException(name + ": unbound variable", true);
        }
        return evaluate(value == null ? "" : value, session, depth + 1);
    }

    /** {@code 017}, {@code 0x1f}, {@code 2#101}; numbers too long wrap round. */
    private long number(String word, int start) throws ExpansionException {
        int hash = word.indexOf('#');
        int base = 10;
        String digits = word;
        if (hash > 0) {
            base = word.substring(0, hash).matches("[0-9]{1,2}") ? Integer.parseInt(word.substring(0, hash)) : 0;
            digits = word.substring(hash + 1);
            if (base < 2 || base > 64) {
                at = start;
                throw wrong("invalid arithmetic base");
            }
        } else if (word.startsWith("0x") || word.startsWith("0X")) {
            base = 16;
            digits = word.substring(2);
        } else if (word.startsWith("0")) {
            base = 8;
        }
        long value = 0;
        for (char c : digits.toCharArray()) {
            int digit = digit(c, base);
            if (digit >= base) {
                at = start;
                throw wrong("value too great for base");
            }
            value = value * base + digit;
        }
        return value;
    }

    private static int digit(char c, int base) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 10;
        }
        if (c >= 'A' && c <= 'Z') {
            return c - 'A' + (base <= 36 ? 10 : 36);
        }
        return c == '@' ? 62 : c == '_' ? 63 : 99;
    }

    /** A variable's name, or an array's element: {@code a[i]}. */
    private String name() throws ExpansionException {
        blanks();
        int end = at;
        while (end < text.length()
                && (WordParser.isNameStart(text.charAt(end)) || end > at && Character.isDigit(text.charAt(end)))) {
            end++;
        }
        String name = text.substring(at, end);
        at = end;
        if (name.isEmpty() || at == text.length() || text.charAt(at) != '[') {
            return name;
        }
        int open = 0;
        do {
            if (at == text.length()) {
                at = end;
                throw wrong("bad array subscript");
            }
            char c = text.charAt(at++);
            open += c == '[' ? 1 : c == ']' ? -1 : 0;
        } while (open > 0);
        String subscript = text.substring(end + 1, at - 1);
        if (session.scope().is(name, Variables.Attribute.ASSOCIATIVE)) {
            return name + "[" + subscript.replaceAll("^(['\"])(.*)\\1$", "$2") + "]";
        }
        long typed = evaluate(subscript, session, depth + 1);
        long index = ArrayVariables.index(session.variables(), name, typed);
        if (index < 0) {
            throw new ExpansionException(name + ": bad array subscript", false);
        }
        return ArrayVariables.key(name, index);
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

    /** bash's complaint: the expression, what is wrong, and the rest from where it is. */
    private ExpansionException wrong(String what) {
        int from = Math.min(at, text.length());
        String rest = text.substring(from);
        if (rest.isBlank()) {
            int token = text.stripTrailing().length() - 1;
            rest = token < 0 ? "" : text.substring(token);
        }
        return new ExpansionException(text.strip() + ": " + what + " (error token is \"" + rest + "\")", false);
    }
}
