package org.ringlab.cpu.code;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.ringlab.cpu.code.Expression.Binary;
import org.ringlab.cpu.code.Expression.Here;
import org.ringlab.cpu.code.Expression.Name;
import org.ringlab.cpu.code.Expression.Num;
import org.ringlab.cpu.code.Expression.Start;
import org.ringlab.cpu.code.Expression.Unary;

/** The words of a statement while they are read, and the expressions in them. */
final class Words {
    private static final int MOST_DEPTH = 64;

    /** C's, from the loosest. Intel's words mean the same. */
    private static final List<List<String>> LEVELS = List.of(
            List.of("|"), List.of("^"), List.of("&"), List.of("<<", ">>"), List.of("+", "-"), List.of("*", "/", "%"));

    private static final Map<String, String> WORD_SIGNS =
            Map.of("or", "|", "xor", "^", "and", "&", "shl", "<<", "shr", ">>", "mod", "%");

    private final List<Token> tokens;
    private final LocalLabels locals;
    private final List<Diagnostic> diagnostics;
    private int at;
    private int depth;

    Words(List<Token> tokens, LocalLabels locals, List<Diagnostic> diagnostics) {
        this.tokens = tokens;
        this.locals = locals;
        this.diagnostics = diagnostics;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peek(int ahead) {
        return tokens.get(Math.clamp(at + ahead, 0, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    /** Leaves the rest of the line out. */
    void skip() {
        while (!atEnd()) {
            next();
        }
    }

    boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    boolean take(String sign) {
        boolean there = peek().is(sign);
        if (there) {
            next();
        }
        return there;
    }

    boolean takeName(String name) {
        boolean there = peek().isName(name);
        if (there) {
            next();
        }
        return there;
    }

    int mark() {
        return at;
    }

    void reset(int mark) {
        at = mark;
    }

    /** From a place to where reading is now. */
    Span since(int mark) {
        Span from = tokens.get(mark).span();
        Span to = tokens.get(Math.max(at - 1, mark)).span();
        return new Span(from.line(), from.column(), to.column() + to.length() - from.column());
    }

    void error(String code, Span span, String fact, String hint) {
        diagnostics.add(Diagnostic.error(code, span, fact, hint));
    }

    /** An expression, or null with what is wrong told. */
    @Nullable
    Expression expression() {
        return level(0);
    }

    /** What may stand between the pluses of an address. */
    @Nullable
    Expression term() {
        return level(LEVELS.size() - 1);
    }

    private @Nullable Expression level(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        Expression left = level(level + 1);
        while (left != null) {
            String sign = sign(level);
            if (sign == null) {
                return left;
            }
            next();
            Expression right = level(level + 1);
            left = right == null ? null : new Binary(sign, left, right);
        }
        return null;
    }

    private @Nullable String sign(int level) {
        Token token = peek();
        String sign = token.kind() == Token.Kind.SIGN
                ? token.text()
                : token.kind() == Token.Kind.NAME ? WORD_SIGNS.get(token.text().toLowerCase(Locale.ROOT)) : null;
        // In AT&T syntax a percent sign before a name begins a register.
        boolean register = token.is("%") && peek(1).kind() == Token.Kind.NAME && Registers.of(peek(1).text()) != null;
        return sign != null && LEVELS.get(level).contains(sign) && !register ? sign : null;
    }

    /** A number, a name, or something in parentheses. */
    @Nullable
    Expression unary() {
        if (++depth > MOST_DEPTH) {
            error("assembly-limit", peek().span(), "the expression is nested too deeply", "");
            depth--;
            return null;
        }
        Expression result = primary();
        depth--;
        return result;
    }

    private @Nullable Expression primary() {
        Token token = next();
        switch (token.kind()) {
            case NUMBER -> {
                return new Num(token.number());
            }
            case LOCAL -> {
                return new Name(locals.reference(token), token.span());
            }
            case STRING -> {
                boolean value = !token.text().isEmpty()
                        && token.text().length() <= 8
                        && token.text().chars().allMatch(c -> c < 0x100);
                if (!value) {
                    error("assembly-syntax", token.span(), "a value can be made of 1 to 8 ASCII characters", "'a'");
                    return null;
                }
                return new Num(token.number());
            }
            case NAME -> {
                if (token.text().equals(".")) {
                    return new Here();
                }
                if (token.isName("not")) {
                    Expression of = unary();
                    return of == null ? null : new Unary("~", of);
                }
                return new Name(token.text(), token.span());
            }
            case SIGN -> {
                switch (token.text()) {
                    case "-", "~", "!" -> {
                        Expression of = unary();
                        return of == null ? null : new Unary(token.text().equals("-") ? "-" : "~", of);
                    }
                    case "+" -> {
                        return unary();
                    }
                    case "$" -> {
                        return new Here();
                    }
                    case "$$" -> {
                        return new Start();
                    }
                    case "(" -> {
                        Expression inner = expression();
                        if (inner != null && !take(")")) {
                            error("assembly-syntax", peek().span(), "a ) is missing", "");
                            return null;
                        }
                        return inner;
                    }
                    default -> {}
                }
            }
            case END -> {}
        }
        error(
                "assembly-syntax",
                token.span(),
                token.kind() == Token.Kind.END
                        ? "a value is missing at the end of the line"
                        : "here a value is expected, not '" + token.text() + "'",
                "a number, a label, or an expression of these");
        return null;
    }
}
