package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.common.Span;

/** Parses simple commands: assignments, words and redirections in any order (the grammar's {@code simple_command}). */
final class SimpleCommandParser {
    private final Cursor in;
    private final ShellTokens tokens;
    private final WordParser words;
    private final RedirectParser redirects;

    SimpleCommandParser(ShellTokens tokens, WordParser words, RedirectParser redirects) {
        in = tokens.cursor();
        this.tokens = tokens;
        this.words = words;
        this.redirects = redirects;
    }

    /** The command that begins here. */
    Syntax.Simple command() throws ShellSyntaxException {
        int start = in.offset();
        List<Syntax.Assignment> assignments = new ArrayList<>();
        List<Word> arguments = new ArrayList<>();
        List<Syntax.Redirect> redirections = new ArrayList<>();
        int end = start;
        while (true) {
            tokens.blanks();
            if (redirects.next(redirections)) {
                end = in.offset();
                continue;
            }
            if (!tokens.wordAhead()) {
                break;
            }
            int equals = assignmentAhead();
            if (equals > 0 && arguments.isEmpty()) {
                assignments.add(assignment(equals));
            } else if (equals > 0 && isDeclaring(arguments.getFirst())) {
                int from = in.offset();
                Syntax.Assignment declared = assignment(equals);
                arguments.add(new Word(List.of(new Word.Declared(declared)), in.spanFrom(from)));
            } else {
                arguments.add(words.word());
            }
            end = in.offset();
        }
        if (in.peek() == '(' && arguments.size() == 1 && redirections.isEmpty()) {
            // a function's definition would go on with `)'
            in.next();
            tokens.blanks();
            throw tokens.unexpected();
        }
        if (in.peek() == '(' || arguments.isEmpty() && assignments.isEmpty() && redirections.isEmpty()) {
            throw tokens.unexpected();
        }
        int after = in.offset();
        in.moveTo(end);
        Span span = in.spanFrom(start);
        in.moveTo(after);
        return new Syntax.Simple(assignments, arguments, redirections, span);
    }

    private Syntax.Assignment assignment(int length) throws ShellSyntaxException {
        int from = in.offset();
        in.moveTo(from + length);
        String name = in.since(from);
        Optional<Word> index = in.take("[") ? Optional.of(words.subscript()) : Optional.empty();
        boolean append = in.take("+");
        in.next();
        return new Syntax.Assignment(name, index, assigned(index.isPresent()), append);
    }

    private static boolean isDeclaring(Word command) {
        return Set.of("declare", "export", "local", "readonly", "typeset").contains(command.plain());
    }

    /** What stands behind the sign of an assignment. */
    private Syntax.Value assigned(boolean element) throws ShellSyntaxException {
        int start = in.offset();
        if (!element && in.take("(")) {
            List<Syntax.Element> elements = new ArrayList<>();
            while (true) {
                tokens.skipNewlines();
                if (in.take(")")) {
                    return new Syntax.Value.Many(elements);
                }
                if (in.atEnd()) {
                    throw new ShellSyntaxException("unexpected EOF while looking for matching `)'", in.spanFrom(start));
                }
                if (!tokens.wordAhead()) {
                    throw tokens.unexpected();
                }
                elements.add(element());
            }
        }
        return new Syntax.Value.One(tokens.wordAhead() ? words.word() : new Word(List.of(), in.here()));
    }

    /** {@code word} or {@code [index]=word}. */
    private Syntax.Element element() throws ShellSyntaxException {
        int start = in.offset();
        if (in.take("[")) {
            int close = 0;
            char quote = 0;
            for (char c = in.peek(0); close < 1000 && (quote != 0 || "]\n()".indexOf(c) < 0); c = in.peek(++close)) {
                quote = quote == 0 && (c == '"' || c == '\'') ? c : c == quote || c == Cursor.END ? 0 : quote;
                if (c == Cursor.END) {
                    break;
                }
            }
            if (in.peek(close) == ']' && in.peek(close + 1) == '=') {
                Word index = words.subscript();
                in.next();
                boolean empty = !tokens.wordAhead();
                return new Syntax.Element(Optional.of(index), empty ? new Word(List.of(), in.here()) : words.word());
            }
            in.moveTo(start);
        }
        return new Syntax.Element(Optional.empty(), words.word());
    }

    /** The length of {@code NAME} where {@code NAME=}, {@code NAME+=} or {@code NAME[…]=} comes next, else 0. */
    private int assignmentAhead() {
        int n = 0;
        while (WordParser.isNameStart(in.peek(n)) || n > 0 && in.peek(n) >= '0' && in.peek(n) <= '9') {
            n++;
        }
        int behind = n;
        if (n > 0 && in.peek(n) == '[') {
            int open = 0;
            do {
                char c = in.peek(behind++);
                if (c == Cursor.END || c == '\n') {
                    return 0;
                }
                open += c == '[' ? 1 : c == ']' ? -1 : 0;
            } while (open > 0);
        }
        return in.peek(behind) == '=' || in.peek(behind) == '+' && in.peek(behind + 1) == '=' ? n : 0;
    }
}
