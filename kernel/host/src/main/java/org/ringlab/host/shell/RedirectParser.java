package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;

/** Parses redirections: {@code < > >> >& &> &>> << <<<}. */
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
        int ahead = in.peek() >= '0' && in.peek() <= '9' && (in.peek(1) == '<' || in.peek(1) == '>') ? 1 : 0;
        if (in.startsWith("&>")) {
            in.take("&>");
            if (in.take(">")) {
                into.add(new Syntax.Redirect(1, Syntax.Redirect.Kind.APPEND, new Syntax.Target(target())));
                Word out = new Word(List.of(new Word.Text("1", false)), in.here());
                into.add(new Syntax.Redirect(2, Syntax.Redirect.Kind.DUPLICATE, new Syntax.Target(out)));
                return true;
            }
            into.add(new Syntax.Redirect(1, Syntax.Redirect.Kind.WRITE_BOTH, new Syntax.Target(target())));
            return true;
        }
        if (in.peek(ahead) != '<' && in.peek(ahead) != '>') {
            return false;
        }
        if (in.startsWith("<(") || in.startsWith(">(")) {
            throw new ShellSyntaxException(
                    ShellParser.NOT_SIMULATED + in.peek() + "(…) (process substitution)", in.here());
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
        tokens.await(target, text.toString(), literal, stripTabs);
        into.add(new Syntax.Redirect(descriptor, Syntax.Redirect.Kind.HERE_DOCUMENT, target));
    }

    private Word target() throws ShellSyntaxException {
        tokens.blanks();
        if (!tokens.wordAhead()) {
            throw tokens.unexpected();
        }
        return words.word();
    }
}
