package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.host.shell.Syntax.Redirect.Kind;

/** Parses redirections: {@code < > >> <> <& >& &> &>> << <<<}. */
final class RedirectParser {
    private final Cursor in;
    private final ShellTokens tokens;
    private final WordParser words;

    RedirectParser(ShellTokens tokens, WordParser words) {
        this.in = tokens.cursor();
        this.tokens = tokens;
        this.words = words;
    }

    /** All redirections that come next. */
    List<Syntax.Redirect> all() throws ShellSyntaxException {
        List<Syntax.Redirect> redirects = new ArrayList<>();
        do {
            tokens.blanks();
        } while (next(redirects));
        return redirects;
    }

    /** Reads one redirection, where one comes next. */
    boolean next(List<Syntax.Redirect> into) throws ShellSyntaxException {
        int digits = 0;
        while (in.peek(digits) >= '0' && in.peek(digits) <= '9' && digits < 4) {
            digits++;
        }
        if (in.startsWith("&>")) {
            both(into);
            return true;
        }
        boolean input = in.peek(digits) == '<';
        if (!input && in.peek(digits) != '>' || digits == 0 && (in.startsWith("<(") || in.startsWith(">("))) {
            return false;
        }
        int start = in.offset();
        in.moveTo(start + digits);
        int descriptor = digits > 0 ? Integer.parseInt(in.since(start)) : input ? 0 : 1;
        if (in.take("<<<")) {
            add(into, descriptor, Kind.HERE_STRING);
        } else if (in.take("<<")) {
            hereDocument(descriptor, into);
        } else if (in.take("<>")) {
            add(into, descriptor, Kind.READ_WRITE);
        } else if (in.take("<&")) {
            add(into, descriptor, Kind.DUPLICATE);
        } else if (in.take("<")) {
            add(into, descriptor, Kind.READ);
        } else if (in.take(">>")) {
            add(into, descriptor, Kind.APPEND);
        } else if (in.take(">&")) {
            boolean number = in.peek() == '-' || in.peek() == '$' || in.peek() >= '0' && in.peek() <= '9';
            add(into, descriptor, digits > 0 || number ? Kind.DUPLICATE : Kind.WRITE_BOTH);
        } else {
            in.moveTo(in.offset() + (in.startsWith(">|") ? 2 : 1));
            add(into, descriptor, Kind.WRITE);
        }
        return true;
    }

    /** {@code &>} and {@code &>>}. */
    private void both(List<Syntax.Redirect> into) throws ShellSyntaxException {
        in.take("&>");
        if (!in.take(">")) {
            add(into, 1, Kind.WRITE_BOTH);
            return;
        }
        add(into, 1, Kind.APPEND);
        into.add(duplicate(2, 1));
    }

    /** {@code from>&to}. */
    Syntax.Redirect duplicate(int from, int to) {
        String text = String.valueOf(to);
        Word out = new Word(List.of(new Word.Text(text, false)), in.here());
        return new Syntax.Redirect(from, Kind.DUPLICATE, new Syntax.Target(out), text);
    }

    private void add(List<Syntax.Redirect> into, int descriptor, Kind kind) throws ShellSyntaxException {
        tokens.blanks();
        int start = in.offset();
        Word target = target();
        into.add(new Syntax.Redirect(descriptor, kind, new Syntax.Target(target), in.since(start)));
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
        tokens.await(target, text.toString(), literal, stripTabs);
        into.add(new Syntax.Redirect(descriptor, Kind.HERE_DOCUMENT, target, text.toString()));
    }

    private Word target() throws ShellSyntaxException {
        tokens.blanks();
        if (!tokens.wordAhead()) {
            throw tokens.unexpected();
        }
        return words.word();
    }
}
