package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;

/** What stands between the words of shell text: blanks, ends of lines with their here-documents, reserved words. */
final class ShellTokens {
    private final Cursor in;
    private final int depth;
    private final List<PendingDocument> pending;

    private ShellTokens(Cursor in, int depth, List<PendingDocument> pending) {
        this.in = in;
        this.depth = depth;
        this.pending = pending;
    }

    /** Tokens of a text, or of a substitution {@code depth} levels deep in it. */
    ShellTokens(Cursor in, int depth) {
        this(in, depth, new ArrayList<>());
    }

    /** A here-document whose body begins after the current line. */
    private record PendingDocument(Syntax.Target target, String delimiter, boolean literal, boolean stripTabs) {}

    /** The same text inside a compound command, which may begin before the here-documents of its line. */
    ShellTokens nested() {
        return new ShellTokens(in, depth + 1, pending);
    }

    Cursor cursor() {
        return in;
    }

    int depth() {
        return depth;
    }

    /** {@code target} becomes the lines after this one up to {@code delimiter}. */
    void await(Syntax.Target target, String delimiter, boolean literal, boolean stripTabs) {
        pending.add(new PendingDocument(target, delimiter, literal, stripTabs));
    }

    /** After a mistake: goes to the next line and waits for no here-document. */
    void skipLine() {
        pending.clear();
        in.restOfLine();
    }

    /** Whether a word comes next. */
    boolean wordAhead() {
        return !in.atEnd() && (!WordParser.endsWord(in.peek()) || in.startsWith("<(") || in.startsWith(">("));
    }

    /** Steps over a newline and reads the here-documents that begin after it. */
    void newline() throws ShellSyntaxException {
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

    /** Steps over blanks, continued lines and a comment. */
    void blanks() {
        while (in.peek() == ' ' || in.peek() == '\t' || in.startsWith("\\\n")) {
            in.moveTo(in.offset() + (in.peek() == '\\' ? 2 : 1));
        }
        if (in.peek() == '#') {
            while (!in.atEnd() && in.peek() != '\n') {
                in.next();
            }
        }
    }

    /** Steps over blanks and ends of lines. */
    void skipNewlines() throws ShellSyntaxException {
        blanks();
        while (in.peek() == '\n') {
            newline();
            blanks();
        }
    }

    /** The word ahead where it is made of plain letters or a brace, else empty; nothing is stepped over. */
    String reservedAhead() {
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

    /** Steps over this operator, which must come next. */
    void expect(String operator) throws ShellSyntaxException {
        skipNewlines();
        if (!in.take(operator)) {
            throw in.atEnd() ? endOfFile() : unexpected();
        }
    }

    /** Steps over this reserved word, which must come next. */
    void expectWord(String word) throws ShellSyntaxException {
        skipNewlines();
        if (!reservedAhead().equals(word)) {
            throw in.atEnd() ? endOfFile() : unexpected();
        }
        in.take(word);
    }

    /** What bash says about the token that comes next; it is stepped over. */
    ShellSyntaxException unexpected() {
        int start = in.offset();
        if (in.atEnd()) {
            return depth == 0 && !in.afterNewline()
                    ? new ShellSyntaxException("syntax error near unexpected token `newline'", in.here())
                    : endOfFile();
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

    private ShellSyntaxException endOfFile() {
        return new ShellSyntaxException("syntax error: unexpected end of file", in.here());
    }

    private ShellSyntaxException near(String token, int start) {
        return new ShellSyntaxException("syntax error near unexpected token `" + token + "'", in.spanFrom(start));
    }
}
