package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ringlab.common.Span;
import org.ringlab.host.shell.Syntax.Condition;

/** Parses what stands between {@code [[} and {@code ]]}: {@code !} binds before {@code &&}, that before {@code ||}. */
final class ConditionParser {
    private static final Set<String> UNARY =
            Set.of(("-z -n -e -a -b -c -d -f -g -h -k -L -N -o -p -r -R -s -S -t -u -v -w -x -G -O").split(" "));
    private static final Set<String> BINARY =
            Set.of("==", "=", "!=", "=~", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef", "<", ">");

    private final Cursor in;
    private final ShellTokens tokens;
    private final WordParser words;

    ConditionParser(ShellTokens tokens, WordParser words) {
        this.in = tokens.cursor();
        this.tokens = tokens;
        this.words = words;
    }

    /** The whole command; {@code [[} comes next. */
    Syntax command() throws ShellSyntaxException {
        int start = in.offset();
        in.take("[[");
        Condition condition = or(0);
        tokens.skipNewlines();
        if (!tokens.reservedAhead().equals("]]")) {
            throw wrong(start);
        }
        in.take("]]");
        return new Syntax.Conditional(condition, in.spanFrom(start));
    }

    private Condition or(int depth) throws ShellSyntaxException {
        Condition left = and(depth);
        while (ahead("||")) {
            in.take("||");
            left = new Condition.Or(left, and(depth));
        }
        return left;
    }

    private Condition and(int depth) throws ShellSyntaxException {
        Condition left = primary(depth);
        while (ahead("&&")) {
            in.take("&&");
            left = new Condition.And(left, primary(depth));
        }
        return left;
    }

    private boolean ahead(String operator) throws ShellSyntaxException {
        tokens.skipNewlines();
        return in.startsWith(operator);
    }

    private Condition primary(int depth) throws ShellSyntaxException {
        tokens.skipNewlines();
        int start = in.offset();
        if (depth > 50) {
            throw new ShellSyntaxException("expression nested too deeply", in.here());
        }
        if (in.peek() == '!' && WordParser.endsWord(in.peek(1))) {
            in.next();
            return new Condition.Not(primary(depth + 1));
        }
        if (in.take("(")) {
            Condition inner = or(depth + 1);
            tokens.skipNewlines();
            if (!in.take(")")) {
                throw wrong(start);
            }
            return inner;
        }
        String operator = tokens.reservedAhead();
        if (UNARY.contains(operator)) {
            in.take(operator);
            tokens.blanks();
            return new Condition.Unary(operator, operand("unary"));
        }
        if (!tokens.wordAhead() || operator.equals("]]")) {
            throw wrong(start);
        }
        Word left = words.word();
        tokens.blanks();
        String binary = in.peek() == '<' || in.peek() == '>' ? String.valueOf(in.peek()) : tokens.reservedAhead();
        if (!BINARY.contains(binary)) {
            return new Condition.Unary("-n", left);
        }
        in.take(binary);
        tokens.blanks();
        Word right = binary.equals("=~") ? regex() : operand("binary");
        return new Condition.Binary(left, binary, right);
    }

    private Word operand(String kind) throws ShellSyntaxException {
        if (!tokens.wordAhead() || tokens.reservedAhead().equals("]]")) {
            String found = in.atEnd() ? "" : tokens.wordAhead() ? "]]" : String.valueOf(in.peek());
            throw new ShellSyntaxException(
                    "unexpected argument `" + found + "' to conditional " + kind + " operator", in.here());
        }
        return words.pattern();
    }

    /** A regular expression may hold parentheses and bars without quotes. */
    private Word regex() throws ShellSyntaxException {
        int start = in.offset();
        List<Word.Part> parts = new ArrayList<>();
        int open = 0;
        while (!in.atEnd() && (open > 0 ? "\n" : " \t\n;&").indexOf(in.peek()) < 0) {
            if ("()|<> \t;&".indexOf(in.peek()) >= 0) {
                open += in.peek() == '(' ? 1 : in.peek() == ')' ? -1 : 0;
                parts.add(new Word.Text(String.valueOf(in.next()), false));
            } else {
                parts.addAll(words.word().parts());
            }
        }
        return new Word(List.copyOf(parts), in.spanFrom(start));
    }

    private ShellSyntaxException wrong(int start) {
        Span span = in.spanFrom(start);
        if (in.atEnd()) {
            return new ShellSyntaxException("unexpected EOF while looking for `]]'", span);
        }
        String token = tokens.wordAhead()
                ? tokens.reservedAhead()
                : String.valueOf(in.peek()).replace("\n", "newline");
        return new ShellSyntaxException(
                "syntax error in conditional expression: unexpected token `" + token + "'", span);
    }
}
