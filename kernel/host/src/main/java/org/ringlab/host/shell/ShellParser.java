package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Span;

/**
 * Parses shell text one line (or one compound command) at a time, as a terminal hands it to bash: a mistake in the third
 * line is found after the first two have run.
 */
public final class ShellParser {
    /** Begins the message about a construct that real shells know and this one doesn't. */
    public static final String NOT_SIMULATED = "not simulated: ";

    private static final Set<String> RESERVED = Set.of("then", "elif", "else", "fi", "do", "done", "esac", "}", "in");
    private static final Set<String> UNKNOWN_CONSTRUCTS = Set.of("case", "select", "function", "[[", "coproc", "time");

    private final Cursor in;
    private final int depth;
    private final WordParser words;
    private final List<PendingDocument> pending = new ArrayList<>();

    /** A parser at the beginning of a text. */
    public ShellParser(String text) {
        this(new Cursor(text), 0);
    }

    ShellParser(Cursor in, int depth) {
        this.in = in;
        this.depth = depth;
        words = new WordParser(in, this);
    }

    /** A here-document whose body begins after the current line. */
    private record PendingDocument(Syntax.Target target, String delimiter, boolean literal, boolean stripTabs) {}

    int depth() {
        return depth;
    }

    /**
     * The next line with a command; null at the end of the text. After an exception the next call goes on with the line
     * after the mistake.
     */
    public @Nullable Syntax nextLine() throws ShellSyntaxException {
        try {
            skipNewlines();
            if (in.atEnd()) {
                return null;
            }
            Syntax line = list(Set.of());
            if (!in.atEnd() && in.peek() != '\n') {
                throw unexpected();
            }
            newline();
            return line;
        } catch (ShellSyntaxException e) {
            pending.clear();
            in.restOfLine();
            throw e;
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
        ShellParser inner = new ShellParser(in, depth + 1);
        Syntax body = inner.block(Set.of(), true);
        if (!in.take(")")) {
            throw new ShellSyntaxException("unexpected EOF while looking for matching `)'", in.here());
        }
        return body;
    }

    /** Lines up to one of the reserved words {@code stop}, or up to a parenthesis; neither is stepped over. */
    private Syntax block(Set<String> stop, boolean parenthesis) throws ShellSyntaxException {
        List<Syntax> lines = new ArrayList<>();
        while (true) {
            skipNewlines();
            if (in.atEnd() || parenthesis && in.peek() == ')' || stop.contains(reservedAhead())) {
                return new Syntax.Sequence(lines);
            }
            lines.add(list(stop));
            if (in.peek() == '\n') {
                newline();
            }
        }
    }

    /** Commands joined by {@code ;} and {@code &} up to the end of the line. */
    private Syntax list(Set<String> stop) throws ShellSyntaxException {
        List<Syntax> parts = new ArrayList<>();
        parts.add(andOr());
        while (true) {
            blanks();
            boolean separator = !in.startsWith(";;") && in.take(";") || !in.startsWith("&&") && in.take("&");
            blanks();
            if (!separator || in.atEnd() || in.peek() == '\n' || in.peek() == ')' || stop.contains(reservedAhead())) {
                return parts.size() == 1 ? parts.get(0) : new Syntax.Sequence(parts);
            }
            parts.add(andOr());
        }
    }

    private Syntax andOr() throws ShellSyntaxException {
        Syntax left = pipeline();
        while (true) {
            blanks();
            boolean and = in.startsWith("&&");
            if (!and && !in.startsWith("||")) {
                return left;
            }
            in.take(and ? "&&" : "||");
            skipNewlines();
            left = new Syntax.AndOr(left, and, pipeline());
        }
    }

    private Syntax pipeline() throws ShellSyntaxException {
        blanks();
        boolean negated = false;
        while (in.peek() == '!' && WordParser.endsWord(in.peek(1))) {
            in.next();
            negated = !negated;
            blanks();
        }
        List<Syntax> parts = new ArrayList<>();
        parts.add(command());
        blanks();
        while (in.peek() == '|' && in.peek(1) != '|') {
            in.next();
            in.take("&");
            skipNewlines();
            parts.add(command());
            blanks();
        }
        return parts.size() == 1 && !negated ? parts.get(0) : new Syntax.Pipeline(parts, negated);
    }

    private Syntax command() throws ShellSyntaxException {
        blanks();
        int start = in.offset();
        String word = reservedAhead();
        if (in.take("(")) {
            Syntax body = nested().block(Set.of(), true);
            expect(")");
            return new Syntax.Group(body, true, redirects());
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
                Syntax body = nested().block(Set.of("}"), false);
                expectWord("}");
                yield new Syntax.Group(body, false, redirects());
            }
            case "if" -> ifClause("if");
            case "for" -> forClause();
            case "while", "until" -> {
                in.take(word);
                Syntax condition = nested().block(Set.of("do"), false);
                Syntax body = doBody();
                yield new Syntax.While(condition, word.equals("until"), body, redirects());
            }
            default -> simple();
        };
    }

    /** A parser of the same text one level deeper, so that nesting is bounded. */
    private ShellParser nested() throws ShellSyntaxException {
        if (depth > 50) {
            throw new ShellSyntaxException("expression nested too deeply", in.here());
        }
        return new ShellParser(in, depth + 1);
    }

    private Syntax ifClause(String keyword) throws ShellSyntaxException {
        expectWord(keyword);
        Syntax condition = nested().block(Set.of("then"), false);
        expectWord("then");
        Syntax then = nested().block(Set.of("elif", "else", "fi"), false);
        Optional<Syntax> otherwise = Optional.empty();
        blanks();
        if (reservedAhead().equals("elif")) {
            return new Syntax.If(condition, then, Optional.of(nested().ifClause("elif")));
        }
        if (reservedAhead().equals("else")) {
            in.take("else");
            otherwise = Optional.of(nested().block(Set.of("fi"), false));
        }
        expectWord("fi");
        return new Syntax.If(condition, then, otherwise);
    }

    private Syntax forClause() throws ShellSyntaxException {
        in.take("for");
        blanks();
        int start = in.offset();
        if (in.atEnd() || WordParser.endsWord(in.peek())) {
            throw unexpected();
        }
        String name = words.word().plain();
        if (name.isEmpty() || !WordParser.isNameStart(name.charAt(0))) {
            throw new ShellSyntaxException("`" + in.since(start) + "': not a valid identifier", in.spanFrom(start));
        }
        List<Word> values = new ArrayList<>();
        skipNewlines();
        if (reservedAhead().equals("in")) {
            in.take("in");
            blanks();
            while (!in.atEnd() && !WordParser.endsWord(in.peek())) {
                values.add(words.word());
                blanks();
            }
        }
        in.take(";");
        skipNewlines();
        return new Syntax.For(name, values, doBody());
    }

    private Syntax doBody() throws ShellSyntaxException {
        expectWord("do");
        Syntax body = nested().block(Set.of("done"), false);
        expectWord("done");
        return body;
    }

    private Syntax simple() throws ShellSyntaxException {
        int start = in.offset();
        List<Syntax.Assignment> assignments = new ArrayList<>();
        List<Word> arguments = new ArrayList<>();
        List<Syntax.Redirect> redirects = new ArrayList<>();
        int end = start;
        while (true) {
            blanks();
            if (redirect(redirects)) {
                end = in.offset();
                continue;
            }
            if (in.atEnd() || WordParser.endsWord(in.peek())) {
                break;
            }
            int equals = assignmentAhead();
            if (arguments.isEmpty() && equals > 0) {
                int from = in.offset();
                in.moveTo(from + equals);
                String name = in.since(from);
                in.next();
                boolean empty = in.atEnd() || WordParser.endsWord(in.peek());
                assignments.add(new Syntax.Assignment(name, empty ? new Word(List.of(), in.here()) : words.word()));
            } else {
                arguments.add(words.word());
            }
            end = in.offset();
        }
        if (in.peek() == '(' || arguments.isEmpty() && assignments.isEmpty() && redirects.isEmpty()) {
            throw unexpected();
        }
        int after = in.offset();
        in.moveTo(end);
        Span span = in.spanFrom(start);
        in.moveTo(after);
        return new Syntax.Simple(assignments, arguments, redirects, span);
    }

    /** The length of {@code NAME} where {@code NAME=} comes next, else 0. */
    private int assignmentAhead() {
        int n = 0;
        while (WordParser.isNameStart(in.peek(n)) || n > 0 && in.peek(n) >= '0' && in.peek(n) <= '9') {
            n++;
        }
        return in.peek(n) == '=' ? n : 0;
    }

    private List<Syntax.Redirect> redirects() throws ShellSyntaxException {
        List<Syntax.Redirect> redirects = new ArrayList<>();
        do {
            blanks();
        } while (redirect(redirects));
        return redirects;
    }

    private boolean redirect(List<Syntax.Redirect> into) throws ShellSyntaxException {
        int ahead = in.peek() >= '0' && in.peek() <= '9' && (in.peek(1) == '<' || in.peek(1) == '>') ? 1 : 0;
        if (in.startsWith("&>")) {
            in.take("&>");
            into.add(new Syntax.Redirect(1, Syntax.Redirect.Kind.WRITE_BOTH, new Syntax.Target(target())));
            return true;
        }
        if (in.peek(ahead) != '<' && in.peek(ahead) != '>') {
            return false;
        }
        boolean input = in.peek(ahead) == '<';
        int descriptor = ahead == 1 ? in.next() - '0' : input ? 0 : 1;
        if (in.take("<<<")) {
            into.add(new Syntax.Redirect(descriptor, Syntax.Redirect.Kind.HERE_STRING, new Syntax.Target(target())));
        } else if (in.take("<<")) {
            hereDocument(descriptor, into);
        } else {
            Syntax.Redirect.Kind kind = in.take(">>")
                    ? Syntax.Redirect.Kind.APPEND
                    : in.take(">&")
                            ? Syntax.Redirect.Kind.DUPLICATE
                            : in.take(">|") || in.take(">") ? Syntax.Redirect.Kind.WRITE : Syntax.Redirect.Kind.READ;
            if (kind == Syntax.Redirect.Kind.READ) {
                in.take("<");
            }
            into.add(new Syntax.Redirect(descriptor, kind, new Syntax.Target(target())));
        }
        return true;
    }

    private void hereDocument(int descriptor, List<Syntax.Redirect> into) throws ShellSyntaxException {
        boolean stripTabs = in.take("-");
        Word delimiter = target();
        StringBuilder text = new StringBuilder();
        boolean literal = false;
        for (Word.Part part : delimiter.parts()) {
            if (part instanceof Word.Text t) {
                text.append(t.text());
                literal |= t.quoted();
            }
        }
        Syntax.Target target = new Syntax.Target(new Word(List.of(), delimiter.span()));
        pending.add(new PendingDocument(target, text.toString(), literal, stripTabs));
        into.add(new Syntax.Redirect(descriptor, Syntax.Redirect.Kind.HERE_DOCUMENT, target));
    }

    private Word target() throws ShellSyntaxException {
        blanks();
        if (in.atEnd() || WordParser.endsWord(in.peek())) {
            throw unexpected();
        }
        return words.word();
    }

    /** Steps over a newline and reads the here-documents that begin after it. */
    private void newline() throws ShellSyntaxException {
        in.take("\n");
        for (PendingDocument document : List.copyOf(pending)) {
            int start = in.offset();
            StringBuilder body = new StringBuilder();
            while (!in.atEnd()) {
                String line = in.restOfLine();
                String text = document.stripTabs ? line.replaceFirst("^\t+", "") : line;
                if (text.equals(document.delimiter)) {
                    break;
                }
                body.append(text).append('\n');
            }
            document.target.set(WordParser.hereDocument(body.toString(), in.spanFrom(start), document.literal));
        }
        pending.clear();
    }

    private void blanks() {
        while (in.peek() == ' ' || in.peek() == '\t' || in.startsWith("\\\n")) {
            in.moveTo(in.offset() + (in.peek() == '\\' ? 2 : 1));
        }
        if (in.peek() == '#') {
            while (!in.atEnd() && in.peek() != '\n') {
                in.next();
            }
        }
    }

    private void skipNewlines() throws ShellSyntaxException {
        blanks();
        while (in.peek() == '\n') {
            newline();
            blanks();
        }
    }

    /** The word ahead where it is made of plain letters or a brace, else empty; nothing is stepped over. */
    private String reservedAhead() {
        int n = 0;
        while (!WordParser.endsWord(in.peek(n)) && n < 12) {
            n++;
        }
        int start = in.offset();
        in.moveTo(start + n);
        String word = in.since(start);
        in.moveTo(start);
        return word;
    }

    private void expect(String operator) throws ShellSyntaxException {
        skipNewlines();
        if (!in.take(operator)) {
            throw unexpected();
        }
    }

    private void expectWord(String word) throws ShellSyntaxException {
        skipNewlines();
        if (!reservedAhead().equals(word)) {
            throw unexpected();
        }
        in.take(word);
    }

    private ShellSyntaxException unexpected() {
        int start = in.offset();
        if (in.atEnd()) {
            return depth == 0 && in.peek() == Cursor.END && !openBlock()
                    ? new ShellSyntaxException("syntax error near unexpected token `newline'", in.here())
                    : new ShellSyntaxException("syntax error: unexpected end of file", in.here());
        }
        if (in.peek() == '\n') {
            return new ShellSyntaxException("syntax error near unexpected token `newline'", in.here());
        }
        for (String operator : List.of(";;", "&&", "||", ">>", "<<")) {
            if (in.take(operator)) {
                return near(operator, start);
            }
        }
        if (WordParser.endsWord(in.peek())) {
            return near(String.valueOf(in.next()), start);
        }
        String word = reservedAhead();
        in.take(word);
        return near(word, start);
    }

    /** At depth 0 nothing is open; blocks are parsed one level deeper. */
    private boolean openBlock() {
        return depth > 0;
    }

    private ShellSyntaxException near(String token, int start) {
        return new ShellSyntaxException("syntax error near unexpected token `" + token + "'", in.spanFrom(start));
    }
}
