package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Parses a script of {@code sed}. */
final class SedScript {
    private final String text;
    private final boolean extended;
    private final List<Edit> edits = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private int at;

    private SedScript(String text, boolean extended) {
        this.text = text;
        this.extended = extended;
    }

    /** Which line is meant. */
    sealed interface Address {
        /** By number, from 1. */
        record Line(int number) implements Address {}

        /** {@code $}. */
        record Last() implements Address {}

        /** By what it holds. */
        record Match(Pattern pattern) implements Address {}

        /** {@code first~step}. */
        record Step(int first, int step) implements Address {}

        /** As an end: so many lines further on. */
        record More(int lines) implements Address {}
    }

    /**
     * One command.
     *
     * @param name its letter
     * @param text what {@code a}, {@code i} and {@code c} print, what {@code s} and {@code y} put in
     */
    static final class Edit {
        final @Nullable Address from;
        final @Nullable Address to;
        final boolean negated;
        final char name;
        final @Nullable Pattern search;
        final String text;
        final String flags;
        /** Of a branch: the label; of <code>{</code> nothing. */
        final String label;
        /** Where it goes on: a branch at its label, <code>{</code> behind its end where it isn't for this line. */
        int target = -1;
        /** Where a range under way ends: a line's number, or unknown (-1); 0 outside. */
        int open;

        Edit(
                @Nullable Address from,
                @Nullable Address to,
                boolean negated,
                char name,
                @Nullable Pattern search,
                String text,
                String flags,
                String label) {
            this.from = from;
            this.to = to;
            this.negated = negated;
            this.name = name;
            this.search = search;
            this.text = text;
            this.flags = flags;
            this.label = label;
        }
    }

    /** A script that is none; the message is sed's, without the place. */
    static final class Mistake extends Exception {
        private static final long serialVersionUID = 1L;
        private final int place;

        Mistake(String message, int place) {
            super(message);
            this.place = place;
        }

        /** The character, from 1, where it was noticed. */
        int place() {
            return place;
        }
    }

    static List<Edit> parse(String script, boolean extended) throws Mistake {
        SedScript parser = new SedScript(script, extended);
        parser.commands(false);
        for (Edit edit : parser.edits) {
            if ("btT".indexOf(edit.name) >= 0) {
                Integer place =
                        edit.label.isEmpty() ? Integer.valueOf(parser.edits.size()) : parser.labels.get(edit.label);
                if (place == null) {
                    throw new Mistake("can't find label for jump to `" + edit.label + "'", -1);
                }
                edit.target = place;
            }
        }
        return parser.edits;
    }

    private void commands(boolean inside) throws Mistake {
        while (true) {
            while (at < text.length() && " \t\n;".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            if (at >= text.length()) {
                if (inside) {
                    throw new Mistake("unmatched `{'", 0);
                }
                return;
            }
            if (text.charAt(at) == '}') {
                at++;
                if (!inside) {
                    throw wrong("unexpected `}'");
                }
                return;
            }
            if (text.charAt(at) == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
                continue;
            }
            command();
        }
    }

    private void command() throws Mistake {
        @Nullable Address from = address();
        @Nullable Address to = null;
        if (from != null) {
            blanks();
            if (peek() == ',') {
                at++;
                blanks();
                to = peek() == '+' ? more() : address();
                if (to == null) {
                    at = Math.min(text.length(), at + 1);
                    throw wrong("unexpected `,'");
                }
            }
            blanks();
        }
        boolean negated = false;
        while (peek() == '!') {
            negated = true;
            at++;
            blanks();
        }
        if (at >= text.length()) {
            throw wrong("missing command");
        }
        char name = text.charAt(at++);
        @Nullable Pattern search = null;
        String argument = "";
        String flags = "";
        String label = "";
        switch (name) {
            case '{' -> {
                Edit block = new Edit(from, to, negated, name, null, "", "", "");
                edits.add(block);
                commands(true);
                block.target = edits.size();
                return;
            }
            case ':' -> {
                if (from != null) {
                    throw wrong(": doesn't want any addresses");
                }
                label = label(";");
                if (label.isEmpty()) {
                    throw wrong("\":\" lacks a label");
                }
                labels.put(label, edits.size());
                return;
            }
            case 'b', 't', 'T' -> label = label(";}");
            case 'r', 'w' -> {
                argument = fileName();
                if (argument.isEmpty()) {
                    throw wrong("missing filename in r/R/w/W commands");
                }
            }
            case 's' -> {
                char delimiter = delimiter("s");
                String regex = until(delimiter, "unterminated `s' command", true);
                argument = until(delimiter, "unterminated `s' command", false);
                flags = flags();
                if (flags.endsWith("w")) {
                    label = fileName();
                }
                search = regex(
                        regex, flags.contains("I") || flags.contains("i"), flags.contains("m") || flags.contains("M"));
            }
            case 'y' -> {
                char delimiter = delimiter("y");
                String source = until(delimiter, "unterminated `y' command", false);
                String target = until(delimiter, "unterminated `y' command", false);
                argument = unescaped(source, delimiter);
                flags = unescaped(target, delimiter);
                if (argument.length() != flags.length()) {
                    throw wrong("strings for `y' command are different lengths");
                }
                end();
            }
            case 'a', 'i', 'c' -> argument = lines();
            case 'd', 'p', '=', 'n', 'N', 'D', 'P', 'h', 'H', 'g', 'G', 'x', 'l', 'z' -> end();
            case 'q', 'Q' -> {
                blanks();
                int start = at;
                while (Character.isDigit(peek())) {
                    at++;
                }
                argument = text.substring(start, at);
                end();
            }
            case 'R', 'W', 'e', 'F', 'v' -> throw new Mistake("not simulated: `" + name + "'", -1);
            case ',' -> throw wrong("unexpected `,'");
            default -> throw wrong("unknown command: `" + name + "'");
        }
        edits.add(new Edit(from, to, negated, name, search, argument, flags, label));
    }

    /** Up to a blank or one of {@code ends}. */
    private String label(String ends) {
        blanks();
        int start = at;
        while (at < text.length() && (" \t\n" + ends).indexOf(peek()) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /** The rest of the line. */
    private String fileName() {
        blanks();
        int end = text.indexOf('\n', at);
        String name = text.substring(at, end < 0 ? text.length() : end);
        at += name.length();
        return name;
    }

    private void blanks() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    /** Nothing may follow a command in its line but another one. */
    private void end() throws Mistake {
        blanks();
        if (at < text.length() && ";}\n#".indexOf(peek()) < 0) {
            at++;
            throw wrong("extra characters after command");
        }
    }

    private @Nullable Address address() throws Mistake {
        char c = peek();
        if (Character.isDigit(c)) {
            int number = number();
            if (peek() == '~') {
                at++;
                return new Address.Step(number, number());
            }
            return new Address.Line(number);
        }
        if (c == '$') {
            at++;
            return new Address.Last();
        }
        if (c == '/' || c == '\\' && at + 1 < text.length()) {
            at++;
            char delimiter = c == '/' ? '/' : text.charAt(at++);
            String regex = until(delimiter, "unterminated address regex", true);
            boolean ignoreCase = peek() == 'I';
            at += ignoreCase ? 1 : 0;
            return new Address.Match(regex(regex, ignoreCase, false));
        }
        return null;
    }

    private Address more() {
        at++;
        return new Address.More(number());
    }

    private int number() {
        int start = at;
        while (Character.isDigit(peek()) && at - start < 9) {
            at++;
        }
        return start == at ? 0 : Integer.parseInt(text.substring(start, at));
    }

    private char delimiter(String command) throws Mistake {
        if (at >= text.length() || peek() == '\n' || peek() == '\\') {
            throw wrong("unterminated `" + command + "' command");
        }
        return text.charAt(at++);
    }

    /** Up to the delimiter, which behind a backslash stands for itself; in a set of a regular expression it is ordinary. */
    private String until(char delimiter, String missing, boolean regex) throws Mistake {
        StringBuilder part = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == delimiter) {
                return part.toString();
            }
            if (c == '\\' && at < text.length()) {
                char next = text.charAt(at++);
                part.append(next == delimiter && (delimiter != '&' || regex) ? "" : "\\")
                        .append(next);
            } else {
                part.append(c);
            }
        }
        throw wrong(missing);
    }

    private static String unescaped(String part, char delimiter) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '\\' && i + 1 < part.length()) {
                char next = part.charAt(++i);
                plain.append(
                        next == 'n' ? "\n" : next == '\\' || next == delimiter ? String.valueOf(next) : "\\" + next);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private String flags() throws Mistake {
        int start = at;
        while (at < text.length() && "gpIimM0123456789".indexOf(peek()) >= 0) {
            at++;
        }
        if (peek() == 'w') {
            at++;
            return text.substring(start, at);
        }
        String flags = text.substring(start, at);
        blanks();
        if (at < text.length() && ";}\n#".indexOf(peek()) < 0) {
            if (peek() == 'e') {
                throw new Mistake("not simulated: `s' with `" + peek() + "'", -1);
            }
            at++;
            throw wrong("unknown option to `s'");
        }
        return flags;
    }

    /** {@code a text}, or {@code a\} and lines; a backslash at a line's end goes on. */
    private String lines() throws Mistake {
        blanks();
        if (peek() == '\\') {
            int behind = ++at;
            blanks();
            at = peek() == '\n' ? at + 1 : behind;
        }
        if (at >= text.length()) {
            throw wrong("expected \\ after `a', `c' or `i'");
        }
        StringBuilder lines = new StringBuilder();
        while (at < text.length() && peek() != '\n') {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            lines.append(c);
        }
        return lines.append('\n').toString();
    }

    private Pattern regex(String posix, boolean ignoreCase, boolean lines) throws Mistake {
        try {
            int flags = (ignoreCase ? Pattern.CASE_INSENSITIVE : 0) | (lines ? Pattern.MULTILINE : 0);
            return Pattern.compile(PosixRegex.toJava(posix, extended), flags);
        } catch (PatternSyntaxException e) {
            boolean set = e.getDescription().contains("character class");
            throw wrong(
                    set
                            ? "unterminated address regex"
                            : e.getDescription().contains("group")
                                    ? "Unmatched ( or \\("
                                    : "Invalid regular expression");
        }
    }

    private Mistake wrong(String message) {
        return new Mistake(message, at);
    }
}
