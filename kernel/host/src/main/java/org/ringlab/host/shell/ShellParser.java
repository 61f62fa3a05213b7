package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses shell text one line (or one compound command) at a time, as a terminal hands it to bash: a mistake in the third
 * line is found after the first two have run.
 */
public final class ShellParser {
    /** Begins the message about a construct that real shells know and this one doesn't. */
    public static final String NOT_SIMULATED = "not simulated: ";

    private static final Set<String> RESERVED = Set.of("then", "elif", "else", "fi", "do", "done", "esac", "}", "in");
    private static final Set<String> UNKNOWN_CONSTRUCTS = Set.of("coproc");

    private final Cursor in;
    private final ShellTokens tokens;
    private final WordParser words;
    private final RedirectParser redirects;

    /** A parser at the beginning of a text. */
    public ShellParser(String text) {
        this(new Cursor(text), 0);
    }

    ShellParser(Cursor in, int depth) {
        this(new ShellTokens(in, depth));
    }

    private ShellParser(ShellTokens tokens) {
        this.in = tokens.cursor();
        this.tokens = tokens;
        words = new WordParser(in, this);
        redirects = new RedirectParser(tokens, words);
    }

    int depth() {
        return tokens.depth();
    }

    /**
     * The next line with a command; null at the end of the text. After an exception the next call goes on with the line
     * after the mistake.
     */
    public @Nullable Syntax nextLine() throws ShellSyntaxException {
        try {
            tokens.skipNewlines();
            if (in.atEnd()) {
                return null;
            }
            Syntax line = list(Set.of());
            if (!in.atEnd() && in.peek() != '\n') {
                throw tokens.unexpected();
            }
            tokens.newline();
            return line;
        } catch (ShellSyntaxException e) {
            tokens.skipLine();
            throw e;
        }
    }

    /** Whether nothing but blanks follows: the line just read was the last. */
    boolean isAtEnd() {
        return in.restIsBlank();
    }

    /**
     * A line's commands, or a compound command of several lines.
     *
     * @param text as written, with comments and here-documents
     * @param syntax what it means; null where it has a mistake
     */
    public record Statement(String text, @Nullable Syntax syntax) {}

    /** A text's statements in order. */
    public static List<Statement> statements(String text) {
        ShellParser parser = new ShellParser(text);
        List<Statement> statements = new ArrayList<>();
        while (true) {
            int start = parser.in.offset();
            @Nullable Syntax syntax;
            try {
                syntax = parser.nextLine();
            } catch (ShellSyntaxException mistake) {
                statements.add(new Statement(parser.in.since(start).strip(), null));
                continue;
            }
            if (syntax == null) {
                return List.copyOf(statements);
            }
            statements.add(new Statement(parser.in.since(start).strip(), syntax));
        }
    }

    /** Everything that is left. */
    Syntax all() throws ShellSyntaxException {
        List<Syntax> lines = new ArrayList<>();
        for (Syntax line = nextLine(); line != null; line = nextLine()) {
            lines.add(line);
        }
        return new Syntax.Sequence(lines);
    }

    /** The inside of {@code $(…)} up to and with its parenthesis. */
    Syntax substitution() throws ShellSyntaxException {
        ShellParser inner = new ShellParser(in, depth() + 1);
        Syntax body = inner.block(Set.of(), true);
        if (!in.take(")")) {
            throw new ShellSyntaxException("unexpected EOF while looking for matching `)'", in.here());
        }
        return body;
    }

    /** Lines up to one of the reserved words {@code stop}, or up to a parenthesis; neither is stepped over. */
    Syntax block(Set<String> stop, boolean parenthesis) throws ShellSyntaxException {
        List<Syntax> lines = new ArrayList<>();
        while (true) {
            tokens.skipNewlines();
            if (in.atEnd()
                    || parenthesis && in.peek() == ')'
                    || stop.contains("esac") && (in.startsWith(";;") || in.startsWith(";&"))
                    || stop.contains(tokens.reservedAhead())) {
                return new Syntax.Sequence(lines);
            }
            lines.add(list(stop));
            if (in.peek() == '\n') {
                tokens.newline();
            }
        }
    }

    /** The same with a command in it at least, as the grammar has it everywhere but in clauses and substitutions. */
    Syntax body(Set<String> stop, boolean parenthesis) throws ShellSyntaxException {
        Syntax body = block(stop, parenthesis);
        if (body instanceof Syntax.Sequence lines && lines.parts().isEmpty() && !in.atEnd()) {
            throw tokens.unexpected();
        }
        return body;
    }

    /** Commands joined by {@code ;} and {@code &} up to the end of the line. */
    private Syntax list(Set<String> stop) throws ShellSyntaxException {
        List<Syntax> parts = new ArrayList<>();
        tokens.blanks();
        int start = in.offset();
        parts.add(andOr());
        while (true) {
            tokens.blanks();
            String text = in.since(start).strip();
            boolean background = !in.startsWith("&&") && in.take("&");
            if (background) {
                parts.add(new Syntax.Background(parts.removeLast(), text));
            }
            boolean separator = background || !in.startsWith(";;") && !in.startsWith(";&") && in.take(";");
            tokens.blanks();
            start = in.offset();
            if (!separator
                    || in.atEnd()
                    || in.peek() == '\n'
                    || in.peek() == ')'
                    || in.startsWith(";;")
                    || stop.contains(tokens.reservedAhead())) {
                return parts.size() == 1 ? parts.get(0) : new Syntax.Sequence(parts);
            }
            parts.add(andOr());
        }
    }

    private Syntax andOr() throws ShellSyntaxException {
        Syntax left = pipeline();
        while (true) {
            tokens.blanks();
            boolean and = in.startsWith("&&");
            if (!and && !in.startsWith("||")) {
                return left;
            }
            in.take(and ? "&&" : "||");
            more();
            left = new Syntax.AndOr(left, and, pipeline());
        }
    }

    /** Behind an operator a command has to come, on this line or a later one. */
    private void more() throws ShellSyntaxException {
        tokens.skipNewlines();
        if (in.atEnd()) {
            throw new ShellSyntaxException("syntax error: unexpected end of file", in.here());
        }
    }

    private Syntax pipeline() throws ShellSyntaxException {
        tokens.blanks();
        if (tokens.reservedAhead().equals("time")) {
            in.take("time");
            tokens.blanks();
            boolean posix = tokens.reservedAhead().equals("-p") && in.take("-p");
            tokens.blanks();
            boolean alone = in.atEnd() || in.peek() == '\n' || in.peek() == ';';
            return new Syntax.Timed(alone ? new Syntax.Sequence(List.of()) : pipeline(), posix);
        }
        boolean negated = false;
        while (in.peek() == '!' && WordParser.endsWord(in.peek(1))) {
            in.next();
            negated = !negated;
            tokens.blanks();
        }
        List<Syntax> parts = new ArrayList<>();
        parts.add(command());
        tokens.blanks();
        while (in.peek() == '|' && in.peek(1) != '|') {
            in.next();
            if (in.take("&")) {
                parts.add(new Syntax.Group(parts.removeLast(), false, List.of(redirects.duplicate(2, 1))));
            }
            more();
            parts.add(command());
            tokens.blanks();
        }
        return parts.size() == 1 && !negated ? parts.get(0) : new Syntax.Pipeline(parts, negated);
    }

    private Syntax command() throws ShellSyntaxException {
        tokens.blanks();
        int start = in.offset();
        String word = tokens.reservedAhead();
        if (in.startsWith("((")) {
            int from = in.offset();
            in.take("((");
            return redirected(new Syntax.ArithmeticCommand(words.arithmeticCommand(from), in.spanFrom(from)));
        }
        if (in.take("(")) {
            Syntax body = nested().body(Set.of(), true);
            tokens.expect(")");
            return new Syntax.Group(body, true, redirects.all());
        }
        if (UNKNOWN_CONSTRUCTS.contains(word)) {
            throw new ShellSyntaxException(NOT_SIMULATED + word + " (a shell construct)", in.here());
        }
        if (RESERVED.contains(word) && !word.equals("in")) {
            in.take(word);
            throw new ShellSyntaxException("syntax error near unexpected token `" + word + "'", in.spanFrom(start));
        }
        return switch (word) {
            case "{" -> {
                in.take("{");
                Syntax body = nested().body(Set.of("}"), false);
                tokens.expectWord("}");
                yield new Syntax.Group(body, false, redirects.all());
            }
            case "if" -> redirected(compounds().ifClause("if"));
            case "for" -> redirected(compounds().forClause());
            case "select" -> redirected(compounds().selectClause());
            case "case" -> redirected(compounds().caseClause());
            case "[[" -> redirected(new ConditionParser(tokens, words).command());
            case "function" -> {
                in.take("function");
                tokens.blanks();
                yield function(words.word().plain());
            }
            case "while", "until" -> {
                in.take(word);
                Syntax condition = nested().body(Set.of("do"), false);
                Syntax body = compounds().doBody();
                yield new Syntax.While(condition, word.equals("until"), body, redirects.all());
            }
            default -> {
                String name = functionAhead();
                in.moveTo(in.offset() + name.length());
                yield name.isEmpty() ? new SimpleCommandParser(tokens, words, redirects).command() : function(name);
            }
        };
    }

    private CompoundParser compounds() {
        return new CompoundParser(this, tokens, words);
    }

    /** The name where {@code name()} comes next, else empty. */
    private String functionAhead() {
        int n = 0;
        while (!WordParser.endsWord(in.peek(n)) && "'\"$`\\=".indexOf(in.peek(n)) < 0) {
            n++;
        }
        int after = n;
        while (in.peek(after) == ' ' || in.peek(after) == '\t') {
            after++;
        }
        int close = after + 1;
        while (in.peek(close) == ' ') {
            close++;
        }
        boolean defines = n > 0 && in.peek(after) == '(' && in.peek(close) == ')';
        int start = in.offset();
        in.moveTo(start + n);
        String name = in.since(start);
        in.moveTo(start);
        return defines ? name : "";
    }

    private Syntax function(String name) throws ShellSyntaxException {
        tokens.blanks();
        if (in.take("(")) {
            tokens.expect(")");
        }
        tokens.skipNewlines();
        String word = tokens.reservedAhead();
        boolean compound = in.peek() == '('
                || Set.of("{", "if", "for", "select", "while", "until", "case", "[[")
                        .contains(word);
        if (!compound) {
            throw tokens.unexpected();
        }
        return new Syntax.Function(name, nested().command());
    }

    /** {@code command} with the redirections that follow it, if any. */
    private Syntax redirected(Syntax command) throws ShellSyntaxException {
        List<Syntax.Redirect> redirections = redirects.all();
        return redirections.isEmpty() ? command : new Syntax.Group(command, false, redirections);
    }

    /** A parser of the same text one level deeper, so that nesting is bounded. */
    ShellParser nested() throws ShellSyntaxException {
        if (depth() > 50) {
            throw new ShellSyntaxException("expression nested too deeply", in.here());
        }
        return new ShellParser(tokens.nested());
    }
}
