package org.ringlab.host.command;

import java.util.List;
import java.util.Set;
import org.ringlab.host.command.AwkLexer.Kind;
import org.ringlab.host.command.AwkLexer.Mistake;
import org.ringlab.host.command.AwkLexer.Token;

/** Where the reading of an awk program has got to. */
final class AwkCursor {
    static final Set<String> WORDS =
            Set.of(("BEGIN END break continue delete do else exit for function func getline if in next nextfile print"
                            + " printf return while")
                    .split(" "));

    private final List<Token> tokens;
    private int at;

    /** At the first of these; the last one is the end. */
    AwkCursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** Whether a word of the language comes next. */
    boolean isWord() {
        return WORDS.contains(peek().text());
    }

    /** Whether a name comes next that is no word of the language. */
    boolean isName() {
        return peek().kind() == Kind.NAME && !isWord();
    }

    /** The place, to come back to. */
    int place() {
        return at;
    }

    /** Goes back to a place. */
    void back(int place) {
        at = place;
    }

    /** What comes behind the next one. */
    Token second() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    /** Takes a name that is no word of the language. */
    String name() throws Mistake {
        if (!isName()) {
            throw wrong();
        }
        return next().text();
    }

    /** Skips newlines. */
    void skipLines() {
        while (peek().kind() == Kind.NEWLINE) {
            next();
        }
    }

    /** What comes next. */
    Token peek() {
        return tokens.get(at);
    }

    /** Takes what comes next. */
    Token next() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    /** Takes a word where it comes next; whether it did. */
    boolean take(String word) {
        boolean is = peek().is(word);
        if (is) {
            next();
        }
        return is;
    }

    /** Takes a word that has to come next. */
    void need(String word) throws Mistake {
        if (!take(word)) {
            throw wrong();
        }
    }

    /** Skips newlines and semicolons. */
    void skip() {
        while (peek().kind() == Kind.NEWLINE || peek().is(";")) {
            next();
        }
    }

    /** What comes next has no place here. */
    Mistake wrong() {
        return new Mistake("syntax error at or near " + peek().text());
    }
}
