package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.ringlab.host.machine.Session;

/**
 * From words to fields, in bash's order: braces, tilde, parameters, substitutions and arithmetic, splitting at {@code IFS},
 * file names. Quoted parts are neither split nor matched.
 */
final class Expansion {
    private final Session session;
    private final Function<Syntax, String> substitute;
    private final Function<Word.ProcessSubstitution, String> processes;
    private final ParameterExpansion parameters;

    /**
     * Expansion in a terminal.
     *
     * @param substitute runs the inside of {@code $(…)} and gives what it prints
     * @param processes makes the file that {@code <(…)} stands for and gives its name
     */
    Expansion(
            Session session,
            Function<Syntax, String> substitute,
            Function<Word.ProcessSubstitution, String> processes) {
        this.session = session;
        this.processes = processes;
        this.substitute = substitute;
        parameters = new ParameterExpansion(session, this);
    }

    /** All fields of some words. */
    List<String> fields(List<Word> words) throws ExpansionException {
        List<String> fields = new ArrayList<>();
        for (Word word : words) {
            for (Word single : Braces.expand(word)) {
                fields.addAll(fields(single));
            }
        }
        return fields;
    }

    /** A word as one text: no splitting, no file names. */
    String text(Word word) throws ExpansionException {
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (Word.Part part : word.parts()) {
            text.append(first ? tilde(part) : value(part));
            first = false;
        }
        return text.toString();
    }

    /** A word as a pattern: quoted characters stand for themselves. */
    String pattern(Word word) throws ExpansionException {
        StringBuilder pattern = new StringBuilder();
        for (Word.Part part : word.parts()) {
            String value = value(part);
            pattern.append(isQuoted(part) ? Glob.quote(value) : value);
        }
        return pattern.toString();
    }

    /** A word as a regular expression: quoted characters stand for themselves. */
    String regex(Word word) throws ExpansionException {
        StringBuilder regex = new StringBuilder();
        for (Word.Part part : word.parts()) {
            String value = value(part);
            regex.append(isQuoted(part) ? value.replaceAll("[^A-Za-z0-9_ \"'/:,;@%&=~<>!#-]", "\\\\$0") : value);
        }
        return regex.toString();
    }

    private static boolean isQuoted(Word.Part part) {
        return switch (part) {
            case Word.Text text -> text.quoted();
            case Word.Variable variable -> variable.quoted();
            case Word.Substitution substitution -> substitution.quoted();
            case Word.Arithmetic arithmetic -> arithmetic.quoted();
            case Word.ProcessSubstitution substitution -> true;
            case Word.Declared declared -> true;
        };
    }

    /** What fields are separated by, and joined by the first of. */
    String separators() {
        return session.variables().getOrDefault("IFS", " \t\n");
    }

    private List<String> fields(Word word) throws ExpansionException {
        Fields fields = new Fields(separators());
        add(word, fields);
        fields.end();
        List<String> matched = new ArrayList<>();
        for (int i = 0; i < fields.texts().size(); i++) {
            String pattern = fields.pattern(i);
            List<String> names = pattern.isEmpty() || session.options().contains("noglob")
                    ? List.of()
                    : FileNames.matching(pattern, session);
            boolean wanted = !pattern.isEmpty() && !session.options().contains("noglob");
            if (names.isEmpty() && wanted && session.options().contains("failglob")) {
                throw new ExpansionException("no match: " + fields.texts().get(i), false);
            }
            if (!names.isEmpty()) {
                matched.addAll(names);
            } else if (!wanted || !session.options().contains("nullglob")) {
                matched.add(fields.texts().get(i));
            }
        }
        return matched;
    }

    private void add(Word word, Fields fields) throws ExpansionException {
        boolean first = true;
        for (Word.Part part : word.parts()) {
            if (part instanceof Word.Text text) {
                if (text.quoted()) {
                    fields.quoted(text.text());
                } else {
                    fields.literal(first ? tilde(text) : text.text());
                }
            } else if (part instanceof Word.Variable variable && ParameterExpansion.isList(meant(variable))) {
                list(meant(variable), fields);
            } else if (isQuoted(part)) {
                fields.quoted(value(part));
            } else if (parameters.replacement(part).isPresent()) {
                addSplit(parameters.replacement(part).get(), fields);
            } else {
                fields.split(value(part));
            }
            first = false;
        }
    }

    /** What <code>${!x}</code> is about, where it is a list; else the variable itself. */
    private Word.Variable meant(Word.Variable variable) throws ExpansionException {
        return variable.operation() instanceof Word.Operation.Indirect indirect
                ? parameters.target(variable, indirect)
                : variable;
    }

    /** As {@link #add}, but plain text is split too. */
    private void addSplit(Word word, Fields fields) throws ExpansionException {
        for (Word.Part part : word.parts()) {
            if (part instanceof Word.Text text && !text.quoted()) {
                fields.split(text.text());
            } else {
                add(new Word(List.of(part), word.span()), fields);
            }
        }
    }

    /** {@code "$@"}: each parameter is a field of its own; what stands around it joins the first and the last. */
    private void list(Word.Variable variable, Fields fields) throws ExpansionException {
        boolean first = true;
        for (String value : parameters.values(variable)) {
            if (!first) {
                fields.end();
            }
            first = false;
            if (variable.quoted()) {
                fields.quoted(value);
            } else {
                fields.split(value);
            }
        }
    }

    /** The variable that is an element of an array. */
    String element(String name, Word index) throws ExpansionException {
        return parameters.element(name, index);
    }

    long arithmetic(Word word) throws ExpansionException {
        return Arithmetic.evaluate(text(word), session);
    }

    private String tilde(Word.Part part) throws ExpansionException {
        if (part instanceof Word.Text text && !text.quoted()) {
            String s = text.text();
            String home = session.variables().getOrDefault("HOME", "/root");
            return s.equals("~") || s.startsWith("~/") ? home + s.substring(1) : s;
        }
        return value(part);
    }

    private String value(Word.Part part) throws ExpansionException {
        return switch (part) {
            case Word.Text text -> text.text();
            case Word.Variable variable -> parameters.value(variable);
            case Word.Substitution substitution ->
                substitute.apply(substitution.script()).replaceFirst("\n+$", "");
            case Word.Arithmetic arithmetic -> String.valueOf(arithmetic(arithmetic.expression()));
            case Word.ProcessSubstitution substitution -> processes.apply(substitution);
            case Word.Declared declared -> "";
        };
    }
}
