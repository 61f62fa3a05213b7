package org.ringlab.cpu.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.ringlab.cpu.code.Token.Kind;

/** One line of assembly as words, comments left out. */
final class Lexer {
    private static final String FULL_WIDTH_PUNCTUATION = "\u3000\u3001\u3002\uFF1A\u201C\u201D\u2018\u2019\u3010\u3011";
    private static final String THEIR_ASCII = " ,.:\"\"''[]";

    private String line;
    private final int number;
    private final List<Diagnostic> diagnostics;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String line, int number, List<Diagnostic> diagnostics) {
        this.line = line;
        this.number = number;
        this.diagnostics = diagnostics;
    }

    /** The words of a line, an END last; what isn't one is told and left out. */
    static List<Token> tokens(String line, int number, List<Diagnostic> diagnostics) {
        return new Lexer(line, number, diagnostics).run();
    }

    private List<Token> run() {
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '#' || c == ';' || line.startsWith("//", at)) {
                break;
            } else if (line.startsWith("/*", at)) {
                int end = line.indexOf("*/", at + 2);
                at = end < 0 ? line.length() : end + 2;
            } else if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else if (digit(c)) {
                number();
            } else if (nameStart(c)) {
                int from = at;
                while (at < line.length() && (nameStart(line.charAt(at)) || digit(line.charAt(at)))) {
                    at++;
                }
                add(Kind.NAME, line.substring(from, at), 0, from);
            } else if (c == '"' || c == '\'') {
                string(c);
            } else if ("<>".indexOf(c) >= 0 && line.startsWith(String.valueOf(c) + c, at)
                    || line.startsWith("$$", at)) {
                at += 2;
                add(Kind.SIGN, line.substring(at - 2, at), 0, at - 2);
            } else if ("+-*/%&|^~()[],:$=!@".indexOf(c) >= 0) {
                at++;
                add(Kind.SIGN, String.valueOf(c), 0, at - 1);
            } else {
                stranger(c);
            }
        }
        add(Kind.END, "", 0, at);
        return tokens;
    }

    private void add(Kind kind, String text, long value, int from) {
        tokens.add(new Token(kind, text, value, new Span(number, from + 1, Math.max(at - from, 0))));
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean nameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '.';
    }

    private void number() {
        int from = at;
        while (at < line.length() && (digit(line.charAt(at)) || nameStart(line.charAt(at)) && line.charAt(at) != '.')) {
            at++;
        }
        String text = line.substring(from, at).replace("_", "").toLowerCase(Locale.ROOT);
        char last = text.charAt(text.length() - 1);
        String head = text.substring(0, text.length() - 1);
        if ((last == 'f' || last == 'b') && !head.isEmpty() && head.length() < 6 && decimal(head)) {
            add(Kind.LOCAL, text, Long.parseLong(head), from);
        } else if (text.startsWith("0x")) {
            value(text.substring(2), 16, from);
        } else if (last == 'h') {
            value(head, 16, from);
        } else if (text.startsWith("0b")) {
            value(text.substring(2), 2, from);
        } else if (text.length() > 1 && text.charAt(0) == '0') {
            value(text.substring(1), 8, from);
        } else {
            value(text, 10, from);
        }
    }

    private static boolean decimal(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private void value(String digits, int radix, int from) {
        long value = 0;
        boolean good = !digits.isEmpty();
        for (int i = 0; i < digits.length() && good; i++) {
            int digit = Character.digit(digits.charAt(i), radix);
            good = digit >= 0 && Long.compareUnsigned(value, Long.divideUnsigned(-1L - Math.max(digit, 0), radix)) <= 0;
            value = value * radix + digit;
        }
        add(Kind.NUMBER, line.substring(from, at), good ? value : 0, from);
        if (!good) {
            diagnostics.add(Diagnostic.error(
                    "assembly-number",
                    tokens.getLast().span(),
                    "'" + line.substring(from, at) + "' is no number of at most 64 bits",
                    "write 42, 0x2a, 2ah, 052 or 0b101010"));
        }
    }

    private void string(char quote) {
        int from = at++;
        StringBuilder text = new StringBuilder();
        boolean closed = false;
        while (at < line.length() && !closed) {
            char c = line.charAt(at++);
            if (c == quote) {
                closed = true;
            } else if (c == '\\' && at < line.length()) {
                text.append(escape());
            } else {
                text.append(c);
            }
            // A character as GNU as writes it, without a closing quote.
            if (!closed
                    && quote == '\''
                    && text.length() == 1
                    && (at >= line.length() || ", \t)]".indexOf(line.charAt(at)) >= 0)
                    && line.indexOf('\'', at) < 0) {
                closed = true;
            }
        }
        long value = 0;
        for (int i = Math.min(text.length(), 8) - 1; i >= 0; i--) {
            value = value << 8 | text.charAt(i) & 0xFF;
        }
        add(Kind.STRING, text.toString(), value, from);
        if (!closed) {
            diagnostics.add(Diagnostic.error(
                    "assembly-syntax",
                    tokens.getLast().span(),
                    "the string doesn't end on this line",
                    "close it with " + quote));
        }
    }

    private char escape() {
        char c = line.charAt(at++);
        if (c == 'x') {
            int value = 0;
            for (int i = 0; i < 2 && at < line.length() && Character.digit(line.charAt(at), 16) >= 0; i++) {
                value = value << 4 | Character.digit(line.charAt(at++), 16);
            }
            return (char) value;
        }
        if (c >= '0' && c <= '7') {
            int value = c - '0';
            for (int i = 0; i < 2 && at < line.length() && Character.digit(line.charAt(at), 8) >= 0; i++) {
                value = value << 3 | Character.digit(line.charAt(at++), 8);
            }
            return (char) (value & 0xFF);
        }
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> c;
        };
    }

    private void stranger(char c) {
        int known = FULL_WIDTH_PUNCTUATION.indexOf(c);
        boolean fullWidth = c >= '\uFF01' && c <= '\uFF5E';
        String meant = known >= 0
                ? THEIR_ASCII.substring(known, known + 1)
                : fullWidth ? String.valueOf((char) (c - 0xFEE0)) : "";
        int from = at;
        if (!meant.isEmpty()) {
            // Told, and read as what was meant, so that nothing else is told of it.
            tellStranger(c, meant, from);
            line = line.substring(0, at) + meant + line.substring(at + 1);
            return;
        }
        at++;
        if (Character.isHighSurrogate(c) && at < line.length()) {
            at++;
        }
        String text = line.substring(from, at);
        diagnostics.add(Diagnostic.error(
                "assembly-character",
                new Span(number, from + 1, at - from),
                "'" + text + "' (" + code(text) + ") means nothing in assembly",
                ""));
    }

    private void tellStranger(char c, String meant, int from) {
        diagnostics.add(Diagnostic.error(
                "assembly-character",
                new Span(number, from + 1, 1),
                "'" + c + "' is a full-width character (" + code(String.valueOf(c)) + ")",
                meant.equals(" ") ? "use an ordinary space" : "write " + meant));
    }

    private static String code(String text) {
        return String.format(Locale.ROOT, "U+%04X", text.codePointAt(0));
    }
}
