package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.common.Span;

/** Parses words: quotes, escapes and everything that begins with a dollar sign. */
final class WordParser {
    private static final int MAX_DEPTH = 50;

    private final Cursor in;
    private final ShellParser scripts;
    private boolean patterns;

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
        while (!in.atEnd()) {
            char c = in.peek();
            if (in.startsWith("<(") || in.startsWith(">(")) {
                flush(text, parts, false);
                in.moveTo(in.offset() + 2);
                deeper(start);
                parts.add(new Word.ProcessSubstitution(scripts.substitution(), c == '>'));
            } else if (endsWord(c)) {
                break;
            } else if (c == '\\') {
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
                parts.add(new Word.Text(AnsiEscapes.quoted(ansiBody()), true));
            } else if (in.startsWith("$\"")) {
                in.next();
            } else if (c == '$' || c == '`') {
                flush(text, parts, false);
                parts.add(dollar(false));
            } else {
                text.append(in.next());
                if (in.peek() == '(' && "?*+@!".indexOf(c) >= 0 && patterns) {
                    text.append(in.next());
                    extended(text, parts);
                }
            }
        }
        flush(text, parts, false);
        return new Word(List.copyOf(parts), in.spanFrom(start));
    }

    /** The rest of {@code @(a|b)} and its kin, up to its parenthesis. */
    private void extended(StringBuilder text, List<Word.Part> parts) throws ShellSyntaxException {
        int start = in.offset();
        for (int open = 1; open > 0; ) {
            if (in.atEnd()) {
                throw unclosed(')', start);
            }
            char c = in.peek();
            if ("()| \t\n;&<>".indexOf(c) < 0) {
                flush(text, parts, false);
                parts.addAll(word().parts());
                continue;
            }
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            text.append(in.next());
        }
    }

    /** A word in which {@code @(a|b)} and its kin are patterns. */
    Word pattern() throws ShellSyntaxException {
        patterns = true;
        Word word = word();
        patterns = false;
        return word;
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

    void doubleQuoted(List<Word.Part> parts) throws ShellSyntaxException {
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

    String until(char end) throws ShellSyntaxException {
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

    Word.Part dollar(boolean quoted) throws ShellSyntaxException {
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
            return new ParameterParser(in, this).braced(start, quoted);
        }
        char c = in.peek();
        if (isNameStart(c)) {
            return new Word.Variable(name(), new Word.Operation.Plain(), quoted);
        }
        if (c != Cursor.END && (Character.isDigit(c) || "?#$@*!-".indexOf(c) >= 0)) {
            in.next();
            return new Word.Variable(String.valueOf(c), new Word.Operation.Plain(), quoted);
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

    /** What stands in brackets, after the first one; the last one is stepped over. */
    Word subscript() throws ShellSyntaxException {
        int start = in.offset();
        int open = 1;
        while (true) {
            if (in.atEnd()) {
                throw unclosed(']', start);
            }
            char c = in.next();
            open += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (open == 0) {
                String body = in.since(start);
                Cursor inner = new Cursor(body.substring(0, body.length() - 1));
                return new WordParser(inner, new ShellParser(inner, scripts.depth() + 1))
                        .operand("", false, in.spanFrom(start));
            }
        }
    }

    /** The inside of {@code ((…))} after its opening. */
    Word arithmeticCommand(int start) throws ShellSyntaxException {
        return arithmetic(start);
    }

    /** One expression of {@code for ((…; …; …))}, up to {@code end}, which is stepped over. */
    Word expression(String end, int start) throws ShellSyntaxException {
        int from = in.offset();
        while (!in.startsWith(end)) {
            if (in.atEnd()) {
                throw unclosed(')', start);
            }
            in.next();
        }
        String body = in.since(from);
        in.take(end);
        return hereDocument(body.strip(), in.spanFrom(start), false);
    }

    /**
     * A word inside braces or brackets up to one of {@code ends}, which isn't stepped over, or without them up to the end
     * of the text; blanks belong to it.
     */
    Word operand(String ends, boolean quoted) throws ShellSyntaxException {
        return operand(ends, quoted, in.here());
    }

    private Word operand(String ends, boolean quoted, Span span) throws ShellSyntaxException {
        int start = in.offset();
        List<Word.Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (in.atEnd() ? !ends.isEmpty() : ends.indexOf(in.peek()) < 0) {
            if (in.atEnd()) {
                throw unclosed('}', start);
            }
            char c = in.peek();
            if (c == '\\' && in.peek(1) != Cursor.END) {
                in.next();
                boolean kept = quoted && "$`\"\\}".indexOf(in.peek()) < 0;
                flush(text, parts, quoted);
                parts.add(new Word.Text(kept ? "\\" + in.next() : String.valueOf(in.next()), true));
            } else if (c == '\'' && !quoted) {
                flush(text, parts, false);
                in.next();
                parts.add(new Word.Text(until('\''), true));
            } else if (in.startsWith("$'") && !quoted) {
                flush(text, parts, false);
                in.take("$'");
                parts.add(new Word.Text(AnsiEscapes.quoted(ansiBody()), true));
            } else if (c == '"') {
                flush(text, parts, quoted);
                in.next();
                doubleQuoted(parts);
            } else if (c == '$' || c == '`') {
                flush(text, parts, quoted);
                parts.add(dollar(quoted));
            } else {
                text.append(in.next());
            }
        }
        flush(text, parts, quoted);
        return new Word(List.copyOf(parts), ends.isEmpty() ? span : in.spanFrom(start));
    }

    String name() {
        int start = in.offset();
        while (isNameStart(in.peek()) || in.peek() >= '0' && in.peek() <= '9') {
            in.next();
        }
        return in.since(start);
    }

    static boolean isNameStart(char c) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    ShellSyntaxException unclosed(char end, int start) {
        in.moveTo(Integer.MAX_VALUE / 2);
        return new ShellSyntaxException(
                "unexpected EOF while looking for matching `" + end + "'",
                new Span(in.spanFrom(start).line(), in.spanFrom(start).column(), 0));
    }
}
