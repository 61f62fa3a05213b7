package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.machine.Session;

/**
 * From words to fields, in bash's order: braces, tilde, variables and substitutions, splitting at blanks, file names.
 * Quoted parts are neither split nor matched.
 */
final class Expansion {
    private final Session session;
    private final Function<Syntax, String> substitute;

    /**
     * Expansion in a terminal.
     *
     * @param substitute runs the inside of {@code $(…)} and gives what it prints
     */
    Expansion(Session session, Function<Syntax, String> substitute) {
        this.session = session;
        this.substitute = substitute;
    }

    /** All fields of some words. */
    List<String> fields(List<Word> words) {
        List<String> fields = new ArrayList<>();
        for (Word word : words) {
            for (Word single : Braces.expand(word)) {
                fields.addAll(fields(single));
            }
        }
        return fields;
    }

    /** A word as one text: no splitting, no file names. */
    String text(Word word) {
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (Word.Part part : word.parts()) {
            text.append(first ? tilde(part) : value(part));
            first = false;
        }
        return text.toString();
    }

    private List<String> fields(Word word) {
        Fields fields = new Fields();
        boolean first = true;
        for (Word.Part part : word.parts()) {
            switch (part) {
                case Word.Text text when text.quoted() -> fields.quoted(text.text());
                case Word.Text text -> fields.literal(first ? tilde(text) : text.text());
                case Word.Variable variable -> fields.value(value(variable), variable.quoted());
                case Word.Substitution substitution -> fields.value(value(substitution), substitution.quoted());
                case Word.Arithmetic arithmetic -> fields.value(value(arithmetic), arithmetic.quoted());
            }
            first = false;
        }
        fields.end();
        List<String> matched = new ArrayList<>();
        for (int i = 0; i < fields.texts.size(); i++) {
            List<String> names = fields.patterns.get(i).isEmpty() ? List.of() : names(fields.patterns.get(i));
            matched.addAll(names.isEmpty() ? List.of(fields.texts.get(i)) : names);
        }
        return matched;
    }

    private String tilde(Word.Part part) {
        if (part instanceof Word.Text text && !text.quoted()) {
            String s = text.text();
            return s.equals("~") || s.startsWith("~/") ? "/root" + s.substring(1) : s;
        }
        return value(part);
    }

    private String value(Word.Part part) {
        return switch (part) {
            case Word.Text text -> text.text();
            case Word.Variable variable -> {
                String value = variable(variable.name());
                if (variable.fallback().isPresent() && value.isEmpty()) {
                    value = text(variable.fallback().get());
                }
                yield variable.length() ? String.valueOf(value.length()) : value;
            }
            case Word.Substitution substitution ->
                substitute.apply(substitution.script()).replaceFirst("\n+$", "");
            case Word.Arithmetic arithmetic -> {
                String expression = text(arithmetic.expression());
                yield Arithmetic.evaluate(expression, name -> variable(name));
            }
        };
    }

    private String variable(String name) {
        return switch (name) {
            case "?" -> String.valueOf(session.status());
            case "!" -> session.jobs().lastPid();
            case "$", "BASHPID" -> String.valueOf(session.process().pid());
            case "PPID" -> String.valueOf(session.process().parentPid());
            case "#" -> "0";
            case "0" -> "bash";
            default -> session.variables().getOrDefault(name, "");
        };
    }

    /** Files whose names match a pattern, sorted; none where none does. */
    private List<String> names(String pattern) {
        boolean absolute = pattern.startsWith("/");
        List<String> found = List.of(absolute ? "/" : "");
        for (String part : pattern.split("/")) {
            if (part.isEmpty()) {
                continue;
            }
            List<String> next = new ArrayList<>();
            for (String base : found) {
                String directory = FileSystem.resolve(session.directory(), base);
                try {
                    for (String name : session.files().list(directory)) {
                        boolean hidden = name.startsWith(".") && !part.startsWith(".");
                        if (!hidden && Glob.matches(part, name)) {
                            next.add(base.isEmpty() || base.equals("/") ? base + name : base + "/" + name);
                        }
                    }
                } catch (FileException e) {
                    // what is no directory holds no match
                    continue;
                }
            }
            found = next;
        }
        return found;
    }

    /** Fields in the making: the text of each, and beside it the file name pattern where it holds one. */
    private static final class Fields {
        private final List<String> texts = new ArrayList<>();
        private final List<String> patterns = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder pattern = new StringBuilder();
        private boolean open;
        private boolean magic;

        void quoted(String s) {
            open = true;
            text.append(s);
            pattern.append(Glob.quote(s));
        }

        void literal(String s) {
            open |= !s.isEmpty();
            text.append(s);
            pattern.append(s);
            magic |= Glob.isPattern(s);
        }

        void value(String s, boolean quoted) {
            if (quoted) {
                quoted(s);
                return;
            }
            int start = 0;
            for (int i = 0; i <= s.length(); i++) {
                if (i == s.length() || " \t\n".indexOf(s.charAt(i)) >= 0) {
                    literal(s.substring(start, i));
                    start = i + 1;
                    if (i < s.length()) {
                        end();
                    }
                }
            }
        }

        void end() {
            if (open) {
                texts.add(text.toString());
                patterns.add(magic ? pattern.toString() : "");
            }
            text.setLength(0);
            pattern.setLength(0);
            open = false;
            magic = false;
        }
    }
}
