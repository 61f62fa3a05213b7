package org.ringlab.host.shell;

import java.util.List;
import java.util.Optional;

/** Parses <code>${…}</code>: a parameter and what is done with its value. */
final class ParameterParser {
    private static final String SPECIAL = "?#$@*!-";

    private final Cursor in;
    private final WordParser words;

    ParameterParser(Cursor in, WordParser words) {
        this.in = in;
        this.words = words;
    }

    /** The rest behind the brace. */
    Word.Part braced(int start, boolean quoted) throws ShellSyntaxException {
        boolean length = in.peek() == '#' && in.peek(1) != '}' && "-=?+:%#/".indexOf(in.peek(1)) < 0 && in.take("#");
        boolean indirect = !length
                && in.peek() == '!'
                && (WordParser.isNameStart(in.peek(1)) || in.peek(1) >= '0' && in.peek(1) <= '9' || in.peek(1) == '#')
                && in.take("!");
        String name = parameter();
        if (name.isEmpty()) {
            return bad(start, quoted);
        }
        if (indirect && (in.startsWith("*}") || in.startsWith("@}"))) {
            boolean apart = in.next() == '@';
            in.take("}");
            return new Word.Variable(name, new Word.Operation.Names(apart), quoted);
        }
        Optional<Word> index = Optional.empty();
        if (WordParser.isNameStart(name.charAt(0)) && in.take("[")) {
            index = Optional.of(words.subscript());
        }
        Word.Operation operation = new Word.Operation.Plain();
        if (!in.take("}")) {
            if (length) {
                return bad(start, quoted);
            }
            operation = operation(quoted);
            if (operation instanceof Word.Operation.Bad || !in.take("}")) {
                return bad(start, quoted);
            }
        } else if (length) {
            return new Word.Variable(name, index, new Word.Operation.Length(), quoted);
        }
        if (!indirect) {
            return new Word.Variable(name, index, operation, quoted);
        }
        boolean keys = operation instanceof Word.Operation.Plain
                && !new Word.Variable(name, index, operation, quoted).all().isEmpty();
        return new Word.Variable(
                name, index, keys ? new Word.Operation.Keys() : new Word.Operation.Indirect(operation), quoted);
    }

    private String parameter() {
        char c = in.peek();
        if (WordParser.isNameStart(c)) {
            return words.name();
        }
        int start = in.offset();
        while (in.peek() >= '0' && in.peek() <= '9') {
            in.next();
        }
        if (in.offset() == start && SPECIAL.indexOf(c) >= 0 && !in.atEnd()) {
            in.next();
        }
        return in.since(start);
    }

    /** bash finds out what is wrong inside only when it expands it. */
    private Word.Part bad(int start, boolean quoted) throws ShellSyntaxException {
        int open = 1;
        while (open > 0) {
            if (in.atEnd()) {
                throw words.unclosed('}', start);
            }
            char c = in.next();
            open += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        return new Word.Variable("", new Word.Operation.Bad(in.since(start)), quoted);
    }

    private Word.Operation operation(boolean quoted) throws ShellSyntaxException {
        char c = in.next();
        boolean colon = c == ':' && "-=?+".indexOf(in.peek()) >= 0;
        if (colon || "-=?+".indexOf(c) >= 0) {
            char kind = colon ? in.next() : c;
            return new Word.Operation.Default(kind, colon, words.operand("}", quoted));
        }
        return switch (c) {
            case ':' -> {
                Word offset = words.operand(":}", false);
                yield new Word.Operation.Slice(
                        offset, in.take(":") ? Optional.of(words.operand("}", false)) : Optional.empty());
            }
            case '%' -> new Word.Operation.Trim(true, in.take("%"), words.operand("}", false));
            case '#' -> new Word.Operation.Trim(false, in.take("#"), words.operand("}", false));
            case '/' -> {
                char where = "/#%".indexOf(in.peek()) >= 0 && !in.atEnd() ? in.next() : '1';
                Word pattern = words.operand("/}", false);
                Word with = in.take("/") ? words.operand("}", false) : new Word(List.of(), pattern.span());
                yield new Word.Operation.Replace(where, pattern, with);
            }
            case '^', ',' -> {
                boolean all = in.take(String.valueOf(c));
                yield new Word.Operation.Case(c == '^', all, words.operand("}", false));
            }
            case '@' -> {
                char how = in.next();
                yield "QEPAKkaUuL".indexOf(how) >= 0 ? new Word.Operation.Transform(how) : new Word.Operation.Bad("");
            }
            default -> new Word.Operation.Bad("");
        };
    }
}
