package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of an awk program. */
final class AwkLexer {
    private static final List<String> OPERATORS = List.of(
            "&&", "||", "==", "!=", "<=", ">=", ">>", "**=", "**", "+=", "-=", "*=", "/=", "%=", "^=", "++", "--", "!~",
            "{", "}", "(", ")", "[", "]", ";", ",", "+", "-", "*", "/", "%", "^", "!", "~", "<", ">", "=", "?", ":",
            "$", "|");
    private static final Pattern EXPONENT = Pattern.compile("[eE][-+]?[0-9]+");

    /** Behind these a slash divides. */
    private static final Set<String> VALUE_ENDS = Set.of(")", "]", "$", "++", "--");

    /** A kind of word. */
    enum Kind {
        NUMBER,
        TEXT,
        REGEX,
        NAME,
        OPERATOR,
        NEWLINE,
        END
    }

    /**
     * A word.
     *
     * @param glued whether a parenthesis follows at once, as in a function's call
     */
    record Token(Kind kind, String text, boolean glued) {
        boolean is(String word) {
            return (kind == Kind.OPERATOR || kind == Kind.NAME) && text.equals(word);
        }
    }

    /** Words that make no program. */
    static final class Mistake extends Exception {
        private static final long serialVersionUID = 1L;

        Mistake(String message) {
            super(message);
        }
    }

    private AwkLexer() {}

    static List<Token> tokens(String program) throws Mistake {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < program.length()) {
            char c = program.charAt(at);
            if (c == '\n') {
                tokens.add(new Token(Kind.NEWLINE, "newline", false));
                at++;
            } else if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '#') {
                int end = program.indexOf('\n', at);
                at = end < 0 ? program.length() : end;
            } else if (c == '\\' && program.startsWith("\\\n", at)) {
                at += 2;
            } else if (Character.isDigit(c)
                    || c == '.' && at + 1 < program.length() && Character.isDigit(program.charAt(at + 1))) {
                int end = at;
                while (end < program.length()
                        && (Character.isDigit(program.charAt(end)) || program.charAt(end) == '.')) {
                    end++;
                }
                Matcher exponent = EXPONENT.matcher(program).region(end, program.length());
                end = exponent.lookingAt() ? exponent.end() : end;
                tokens.add(new Token(Kind.NUMBER, program.substring(at, end), false));
                at = end;
            } else if (Character.isLetter(c) || c == '_') {
                int end = at;
                while (end < program.length()
                        && (Character.isLetterOrDigit(program.charAt(end)) || program.charAt(end) == '_')) {
                    end++;
                }
                boolean glued = end < program.length() && program.charAt(end) == '(';
                tokens.add(new Token(Kind.NAME, program.substring(at, end), glued));
                at = end;
            } else if (c == '"') {
                int end = end(program, at, '"');
                tokens.add(new Token(Kind.TEXT, escaped(program.substring(at + 1, end)), false));
                at = end + 1;
            } else if (c == '/' && !dividesAfter(tokens)) {
                int end = end(program, at, '/');
                tokens.add(new Token(Kind.REGEX, program.substring(at + 1, end).replace("\\/", "/"), false));
                at = end + 1;
            } else {
                String rest = program.substring(at);
                String operator = OPERATORS.stream()
                        .filter(rest::startsWith)
                        .findFirst()
                        .orElseThrow(() -> new Mistake("syntax error at or near " + rest.charAt(0)));
                tokens.add(new Token(Kind.OPERATOR, operator.replace("**", "^"), false));
                at += operator.length();
            }
        }
        tokens.add(new Token(Kind.END, "end of file", false));
        return tokens;
    }

    private static boolean dividesAfter(List<Token> tokens) {
        if (tokens.isEmpty()) {
            return false;
        }
        Token last = tokens.getLast();
        return last.kind == Kind.NUMBER
                || last.kind == Kind.TEXT
                || last.kind == Kind.NAME
                        && !Set.of("print", "return", "printf", "in", "getline", "else", "do")
                                .contains(last.text)
                || last.kind == Kind.OPERATOR && VALUE_ENDS.contains(last.text);
    }

    private static int end(String program, int start, char delimiter) throws Mistake {
        for (int i = start + 1; i < program.length() && program.charAt(i) != '\n'; i++) {
            if (program.charAt(i) == '\\') {
                i++;
            } else if (program.charAt(i) == delimiter) {
                return i;
            }
        }
        throw new Mistake(delimiter == '"' ? "unterminated string" : "unterminated regexp");
    }

    private static String escaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                plain.append(
                        switch (next) {
                            case 'n' -> "\n";
                            case 't' -> "\t";
                            case 'r' -> "\r";
                            case 'a' -> "\u0007";
                            case 'b' -> "\b";
                            case 'f' -> "\f";
                            case 'v' -> "\u000b";
                            case '\n' -> "";
                            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                                int end = i;
                                while (end < text.length()
                                        && end < i + 3
                                        && "01234567".indexOf(text.charAt(end)) >= 0) {
                                    end++;
                                }
                                String octal = String.valueOf((char) Integer.parseInt(text.substring(i, end), 8));
                                i = end - 1;
                                yield octal;
                            }
                            case '\\', '"', '/' -> String.valueOf(next);
                            default -> "\\" + next;
                        });
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
