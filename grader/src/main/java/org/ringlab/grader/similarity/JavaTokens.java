package org.ringlab.grader.similarity;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Java source as the words that make a program what it is: keywords and signs stay, every name is {@code v}, every number
 * {@code 0}, every text {@code "}; comments and layout are gone. Never fails: what is no Java gives some tokens, too.
 */
final class JavaTokens {
    private static final Set<String> KEYWORDS = Set.of(
            "abstract",
            "assert",
            "boolean",
            "break",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "continue",
            "default",
            "do",
            "double",
            "else",
            "enum",
            "extends",
            "final",
            "finally",
            "float",
            "for",
            "if",
            "implements",
            "import",
            "instanceof",
            "int",
            "interface",
            "long",
            "new",
            "null",
            "true",
            "false",
            "package",
            "private",
            "protected",
            "public",
            "record",
            "return",
            "short",
            "static",
            "super",
            "switch",
            "synchronized",
            "this",
            "throw",
            "throws",
            "try",
            "var",
            "void",
            "while",
            "yield");

    /**
     * One token.
     *
     * @param text normalised
     * @param line where it begins, from 1
     */
    record Token(String text, int line) {}

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;

    private JavaTokens(String source) {
        this.source = source;
    }

    static List<Token> of(String source) {
        JavaTokens reader = new JavaTokens(source);
        reader.read();
        return reader.tokens;
    }

    private void read() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (Character.isWhitespace(c)) {
                step(at + 1);
            } else if (source.startsWith("//", at)) {
                step(end("\n"));
            } else if (source.startsWith("/*", at)) {
                step(Math.min(source.length(), after("*/", at + 2)));
            } else if (source.startsWith("\"\"\"", at)) {
                token("\"", after("\"\"\"", at + 3));
            } else if (c == '"' || c == '\'') {
                token("\"", quoted(c));
            } else if (Character.isJavaIdentifierStart(c)) {
                int stop = run(Character::isJavaIdentifierPart);
                String word = source.substring(at, stop);
                token(KEYWORDS.contains(word) ? word : "v", stop);
            } else if (Character.isDigit(c)) {
                token("0", run(d -> Character.isLetterOrDigit(d) || d == '.' || d == '_'));
            } else {
                token(String.valueOf(c), at + 1);
            }
        }
    }

    private void token(String text, int stop) {
        tokens.add(new Token(text, line));
        step(stop);
    }

    private void step(int stop) {
        for (int i = at; i < stop; i++) {
            line += source.charAt(i) == '\n' ? 1 : 0;
        }
        at = stop;
    }

    private int end(String mark) {
        int found = source.indexOf(mark, at);
        return found < 0 ? source.length() : found;
    }

    private int after(String mark, int from) {
        int found = source.indexOf(mark, from);
        return found < 0 ? source.length() : found + mark.length();
    }

    /** Behind a text or character; an unfinished one ends with its line. */
    private int quoted(char quote) {
        for (int i = at + 1; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == quote) {
                return i + 1;
            } else if (c == '\n') {
                return i;
            }
        }
        return source.length();
    }

    private int run(IntPredicate part) {
        int i = at;
        while (i < source.length() && part.test(source.charAt(i))) {
            i++;
        }
        return i;
    }
}
