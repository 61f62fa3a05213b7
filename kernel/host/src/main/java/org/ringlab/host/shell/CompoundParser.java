package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.common.Span;

/** Parses conditionals and loops, from their reserved words on. */
final class CompoundParser {
    private final ShellParser outer;
    private final ShellTokens tokens;
    private final Cursor in;
    private final WordParser words;

    CompoundParser(ShellParser outer, ShellTokens tokens, WordParser words) {
        this.outer = outer;
        this.tokens = tokens;
        in = tokens.cursor();
        this.words = words;
    }

    Syntax caseClause() throws ShellSyntaxException {
        in.take("case");
        tokens.blanks();
        if (!tokens.wordAhead()) {
            throw tokens.unexpected();
        }
        int start = in.offset();
        Word subject = words.word();
        Span span = in.spanFrom(start);
        tokens.expectWord("in");
        List<Syntax.Clause> clauses = new ArrayList<>();
        while (true) {
            tokens.skipNewlines();
            if (tokens.reservedAhead().equals("esac")) {
                in.take("esac");
                return new Syntax.Case(subject, clauses, span);
            }
            in.take("(");
            List<Word> patterns = new ArrayList<>();
            do {
                tokens.blanks();
                if (!tokens.wordAhead()) {
                    throw tokens.unexpected();
                }
                patterns.add(words.word());
                tokens.blanks();
            } while (in.take("|"));
            if (!in.take(")")) {
                throw tokens.unexpected();
            }
            Syntax body = outer.nested().block(Set.of("esac"), false);
            String end = in.take(";;&") ? ";;&" : in.take(";;") ? ";;" : in.take(";&") ? ";&" : "";
            clauses.add(new Syntax.Clause(patterns, body, end));
            tokens.skipNewlines();
            if (end.isEmpty() && !tokens.reservedAhead().equals("esac")) {
                throw tokens.unexpected();
            }
        }
    }

    Syntax ifClause(String keyword) throws ShellSyntaxException {
        tokens.expectWord(keyword);
        Syntax condition = outer.nested().body(Set.of("then"), false);
        tokens.expectWord("then");
        Syntax then = outer.nested().body(Set.of("elif", "else", "fi"), false);
        Optional<Syntax> otherwise = Optional.empty();
        tokens.blanks();
        if (tokens.reservedAhead().equals("elif")) {
            return new Syntax.If(
                    condition,
                    then,
                    Optional.of(new CompoundParser(outer.nested(), tokens.nested(), words).ifClause("elif")));
        }
        if (tokens.reservedAhead().equals("else")) {
            in.take("else");
            otherwise = Optional.of(outer.nested().body(Set.of("fi"), false));
        }
        tokens.expectWord("fi");
        return new Syntax.If(condition, then, otherwise);
    }

    Syntax forClause() throws ShellSyntaxException {
        in.take("for");
        tokens.blanks();
        int start = in.offset();
        if (in.take("((")) {
            Word first = words.expression(";", start);
            Word condition = words.expression(";", start);
            Word step = words.expression("))", start);
            tokens.blanks();
            in.take(";");
            Span span = in.spanFrom(start);
            return new Syntax.CountingFor(first, condition, step, doBody(), span);
        }
        Loop loop = loop(start);
        return new Syntax.For(loop.name, loop.values, doBody(), loop.span);
    }

    /** {@code select}. */
    Syntax selectClause() throws ShellSyntaxException {
        in.take("select");
        tokens.blanks();
        Loop loop = loop(in.offset());
        return new Syntax.Select(loop.name, loop.values, doBody(), loop.span);
    }

    /** What stands before a body: {@code name in words}. */
    private record Loop(String name, List<Word> values, Span span) {}

    private Loop loop(int start) throws ShellSyntaxException {
        if (!tokens.wordAhead()) {
            throw tokens.unexpected();
        }
        String name = words.word().plain();
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new ShellSyntaxException("`" + in.since(start) + "': not a valid identifier", in.spanFrom(start));
        }
        List<Word> values = new ArrayList<>();
        tokens.skipNewlines();
        if (!tokens.reservedAhead().equals("in")) {
            values.add(new Word(List.of(new Word.Variable("@", new Word.Operation.Plain(), true)), in.here()));
        } else {
            in.take("in");
            tokens.blanks();
            while (tokens.wordAhead()) {
                values.add(words.word());
                tokens.blanks();
            }
        }
        in.take(";");
        tokens.skipNewlines();
        return new Loop(name, values, in.spanFrom(start));
    }

    Syntax doBody() throws ShellSyntaxException {
        tokens.skipNewlines();
        if (tokens.reservedAhead().equals("{")) {
            in.take("{");
            Syntax block = outer.nested().body(Set.of("}"), false);
            tokens.expectWord("}");
            return block;
        }
        tokens.expectWord("do");
        Syntax body = outer.nested().body(Set.of("done"), false);
        tokens.expectWord("done");
        return body;
    }
}
