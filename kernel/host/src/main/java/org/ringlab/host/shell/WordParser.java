package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.common.Span;

/** Parses words: quotes, escapes and everything that begins with a dollar sign. */
final class WordParser {
    private static final int MAX_DEPTH = 50;

    private final Cursor in;
    private final ShellParser scripts;

    WordParser(Cursor in, ShellParser scripts) {
        this.in = in;
        this.scripts = scripts;
    }

    static boolean endsWord(char c) {
        return c == Cursor.END || " \t\n;&|<>()".indexOf(c) >= 0;
    }

    /** The word that begins here; it has at least one character. */
    Word word() throws ShellSyntaxException {
        int start = in.offset();
        List<Word.Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (!in.atEnd() && !endsWord(in.peek())) {
            char c = in.peek();
            if (c == '\\') {
                in.next();
                if (in.peek() == '\n') {
                    in.next();
                } else {
                    flush(text, parts, false);
                    parts.add(new Word.Text(in.atEnd() ? "\\" : String.valueOf(in.next()), true));
                }
            } else if (c == '\'') {
                flush(text, parts, false);
                in.next();
                parts.add(new Word.Text(until('\''), true));
            } else if (c == '"') {
                flush(text, parts, false);
                in.next();
                doubleQuoted(parts);
            } else if (in.startsWith("$'")) {
                flush(text, parts, false);
                in.take("$'");
                parts.add(new Word.Text(AnsiEscapes.decode(ansiBody()), true));
            } else if (c == '$' || c == '`') {
                flush(text, parts, false);
                parts.add(dollar(false));
            } else {
                text.append(in.next());
            }
        }
        flush(text, parts, false);
        return new Word(List.copyOf(parts), in.spanFrom(start));
    }

    /** The inside of a here-document as a word: only dollar signs, backquotes and backslashes before them count. */
    static Word hereDocument(String body, Span span, boolean literal) throws ShellSyntaxException {
        if (literal) {
            return new Word(List.of(new Word.Text(body, true)), span);
        }
        Cursor in = new Cursor(body);
        WordParser parser = new WordParser(in, new ShellParser(in, 1));
        List<Word.Part> parts = new ArrayList<>();
        parser.quotedUntil(Cursor.END, parts);
        return new Word(List.copyOf(parts), span);
    }

    private void doubleQuoted(List<Word.Part> parts) throws ShellSyntaxException {
        int before = parts.size();
        quotedUntil('"', parts);
        if (parts.size() == before) {
            parts.add(new Word.Text("", true));
        }
    }

    private void quotedUntil(char end, List<Word.Part> parts) throws ShellSyntaxException {
        int start = in.offset();
        StringBuilder text = new StringBuilder();
        while (in.atEnd() ? end != Cursor.END : in.peek() != end) {
            if (in.atEnd()) {
                throw unclosed(end, start);
            }
            char c = in.peek();
            if (c == '\\' && (in.peek(1) == end || "$`\\\n".indexOf(in.peek(1)) >= 0) && in.peek(1) != Cursor.END) {
                in.next();
                char escaped = in.next();
                if (escaped != '\n') {
                    text.append(escaped);
                }
            } else if (c == '$' || c == '`') {
                flush(text, parts, true);
                parts.add(dollar(true));
            } else {
                text.append(in.next());
            }
        }
        in.next();
        flush(text, parts, true);
    }

    private static void flush(StringBuilder text, List<Word.Part> parts, boolean quoted) {
        if (!text.isEmpty()) {
            parts.add(new Word.Text(text.toString(), quoted));
            text.setLength(0);
        }
    }

    private String until(char end) throws ShellSyntaxException {
        int start = in.offset();
        while (in.peek() != end) {
            if (in.atEnd()) {
                throw unclosed(end, start);
            }
            in.next();
        }
        String body = in.since(start);
        in.next();
        return body;
    }

    private String ansiBody() throws ShellSyntaxException {
        int start = in.offset();
        while (in.peek() != '\'') {
            if (in.atEnd()) {
                throw unclosed('\'', start);
            }
            if (in.next() == '\\' && !in.atEnd()) {
                in.next();
            }
        }
        String body = in.since(start);
        in.next();
        return body;
    }

    private Word.Part dollar(boolean quoted) throws ShellSyntaxException {
        int start = in.offset();
        if (in.take("`")) {
            String script = until('`').replace("\\`", "`").replace("\\$", "$");
            Cursor inner = new Cursor(script);
            return new Word.Substitution(new ShellParser(inner, deeper(start)).all(), quoted);
        }
        in.next();
        if (in.startsWith("((")) {
            in.take("((");
            return new Word.Arithmetic(arithmetic(start), quoted);
        }
        if (in.take("(")) {
            deeper(start);
            return new Word.Substitution(scripts.substitution(), quoted);
        }
        if (in.take("{")) {
            return braced(start, quoted);
        }
        char c = in.peek();
        if (isNameStart(c)) {
            return new Word.Variable(name(), Optional.empty(), false, quoted);
        }
        if (c != Cursor.END && (Character.isDigit(c) || "?#$@*!".indexOf(c) >= 0)) {
            in.next();
            return new Word.Variable(String.valueOf(c), Optional.empty(), false, quoted);
        }
        return new Word.Text("$", quoted);
    }

    private int deeper(int start) throws ShellSyntaxException {
        int depth = scripts.depth() + 1;
        if (depth > MAX_DEPTH) {
            throw new ShellSyntaxException("expression nested too deeply", in.spanFrom(start));
        }
        return depth;
    }

    private Word arithmetic(int start) throws ShellSyntaxException {
        int from = in.offset();
        int open = 0;
        while (!(open == 0 && in.startsWith("))"))) {
            if (in.atEnd()) {
                throw unclosed(')', start);
            }
            char c = in.next();
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        String body = in.since(from);
        in.take("))");
        return hereDocument(body, in.spanFrom(start), false);
    }

    private Word.Part braced(int start, boolean quoted) throws ShellSyntaxException {
        boolean length = in.peek() == '#' && in.peek(1) != '}' && in.take("#");
        String name;
        if (isNameStart(in.peek())) {
            name = name();
        } else {
            name = in.atEnd() ? "" : String.valueOf(in.next());
        }
        if (in.take("}")) {
            return new Word.Variable(name, Optional.empty(), length, quoted);
        }
        if (!length && in.take(":-")) {
            int from = in.offset();
            String body = until('}');
            Word fallback = hereDocument(body, in.spanFrom(from), false);
            return new Word.Variable(name, Optional.of(fallback), false, quoted);
        }
        String rest = until('}');
        throw new ShellSyntaxException(
                ShellParser.NOT_SIMULATED + "${" + name + rest + "} (a parameter expansion)", in.spanFrom(start));
    }

    private String name() {
        int start = in.offset();
        while (isNameStart(in.peek()) || in.peek() >= '0' && in.peek() <= '9') {
            in.next();
        }
        return in.since(start);
    }

    static boolean isNameStart(char c) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private ShellSyntaxException unclosed(char end, int start) {
        in.moveTo(Integer.MAX_VALUE / 2);
        return new ShellSyntaxException(
                "unexpected EOF while looking for matching `" + end + "'",
                new Span(in.spanFrom(start).line(), in.spanFrom(start).column(), 0));
    }
}
