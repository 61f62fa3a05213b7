package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.machine.Session;

/**
 * From words to fields, in bash's order: braces, tilde, parameters, substitutions and arithmetic, splitting at {@code IFS},
 * file names. Quoted parts are neither split nor matched.
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
        };
    }

    private String separators() {
        return session.variables().getOrDefault("IFS", " \t\n");
    }

    private List<String> fields(Word word) throws ExpansionException {
        Fields fields = new Fields(separators());
        add(word, fields);
        fields.end();
        List<String> matched = new ArrayList<>();
        for (int i = 0; i < fields.texts().size(); i++) {
            String pattern = fields.pattern(i);
            List<String> names = pattern.isEmpty() || session.options().contains("noglob") ? List.of() : names(pattern);
            matched.addAll(names.isEmpty() ? List.of(fields.texts().get(i)) : names);
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
            } else if (part instanceof Word.Variable variable && isList(variable)) {
                list(variable, fields);
            } else if (isQuoted(part)) {
                fields.quoted(value(part));
            } else if (replacement(part).isPresent()) {
                addSplit(replacement(part).get(), fields);
            } else {
                fields.split(value(part));
            }
            first = false;
        }
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

    /** <code>${x:-"a b"}</code>: where the word takes the value's place, its own quotes count. */
    private Optional<Word> replacement(Word.Part part) throws ExpansionException {
        if (!(part instanceof Word.Variable variable)
                || variable.quoted()
                || !(variable.operation() instanceof Word.Operation.Default fallback)) {
            return Optional.empty();
        }
        @Nullable String set = parameter(variable);
        boolean missing = set == null || fallback.orEmpty() && set.isEmpty();
        return fallback.kind() == '-' && missing || fallback.kind() == '+' && !missing
                ? Optional.of(fallback.word())
                : Optional.empty();
    }

    private static boolean isList(Word.Variable variable) {
        boolean at = variable.all().equals("@") || variable.all().equals("*") && !variable.quoted();
        return at
                && switch (variable.operation()) {
                    case Word.Operation.Plain plain -> true;
                    case Word.Operation.Slice slice -> true;
                    case Word.Operation.Keys keys -> true;
                    case Word.Operation.Trim trim -> true;
                    case Word.Operation.Replace replace -> true;
                    case Word.Operation.Case letters -> true;
                    case Word.Operation.Length length -> false;
                    case Word.Operation.Indirect indirect -> false;
                    case Word.Operation.Default fallback -> false;
                    case Word.Operation.Bad bad -> false;
                };
    }

    /** {@code "$@"}: each parameter is a field of its own; what stands around it joins the first and the last. */
    private void list(Word.Variable variable, Fields fields) throws ExpansionException {
        boolean first = true;
        for (String value : values(variable)) {
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

    /** The parameters, or an array's elements, that are meant; each with the operation done. */
    private List<String> values(Word.Variable variable) throws ExpansionException {
        TreeMap<Long, String> all = new TreeMap<>();
        if (variable.index().isPresent()) {
            all.putAll(ArrayVariables.elements(session.variables(), variable.name()));
        } else {
            session.positional().forEach(value -> all.put((long) all.size() + 1, value));
        }
        if (variable.operation() instanceof Word.Operation.Slice slice) {
            return slice(all, variable, slice);
        }
        List<String> values = new ArrayList<>();
        for (Map.Entry<Long, String> element : all.entrySet()) {
            values.add(
                    variable.operation() instanceof Word.Operation.Keys
                            ? String.valueOf(element.getKey())
                            : changed(element.getValue(), variable.operation()));
        }
        return values;
    }

    /** From the offset's index on, so many as there are; of the parameters the shell's name is the first. */
    private List<String> slice(TreeMap<Long, String> all, Word.Variable variable, Word.Operation.Slice slice)
            throws ExpansionException {
        if (variable.index().isEmpty()) {
            all.put(0L, "bash");
        }
        long offset = arithmetic(slice.offset());
        long end = all.isEmpty() ? 0 : all.lastKey() + 1;
        long from = offset < 0 ? offset + end : offset;
        Optional<Word> length = slice.length();
        long count = length.isPresent() ? arithmetic(length.get()) : Long.MAX_VALUE;
        if (count < 0) {
            throw new ExpansionException(text(length.orElseThrow()) + ": substring expression < 0", false);
        }
        return from < 0
                ? List.of()
                : all.tailMap(from).values().stream().limit(count).toList();
    }

    long arithmetic(Word word) throws ExpansionException {
        return Arithmetic.evaluate(text(word), session.variables());
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
            case Word.Variable variable -> operated(variable);
            case Word.Substitution substitution ->
                substitute.apply(substitution.script()).replaceFirst("\n+$", "");
            case Word.Arithmetic arithmetic -> String.valueOf(arithmetic(arithmetic.expression()));
        };
    }

    private String operated(Word.Variable variable) throws ExpansionException {
        String name = variable.index().isPresent()
                ? variable.name() + "[" + text(variable.index().get()) + "]"
                : variable.name();
        @Nullable String set = parameter(variable);
        if (!(variable.operation() instanceof Word.Operation.Default) && set == null) {
            requireSet(name);
        }
        String value = set == null ? "" : set;
        return switch (variable.operation()) {
            case Word.Operation.Length length -> {
                boolean all = !variable.all().isEmpty();
                Word.Variable plain = new Word.Variable(
                        variable.name(), variable.index(), new Word.Operation.Plain(), variable.quoted());
                yield String.valueOf(all ? values(plain).size() : value.length());
            }
            case Word.Operation.Keys keys -> Parameters.joined(values(variable), separators());
            case Word.Operation.Indirect indirect -> {
                if (value.isEmpty()) {
                    throw new ExpansionException(name + ": invalid indirect expansion", false);
                }
                String other = parameter(value);
                yield other == null ? "" : other;
            }
            case Word.Operation.Default fallback -> fallback(name, set, fallback);
            case Word.Operation.Bad bad -> throw new ExpansionException(bad.text() + ": bad substitution", false);
            case Word.Operation.Slice slice
            when !variable.all().isEmpty() -> Parameters.joined(values(variable), separators());
            case Word.Operation.Plain plain -> value;
            case Word.Operation.Trim trim -> changedAll(variable, value);
            case Word.Operation.Replace replace -> changedAll(variable, value);
            case Word.Operation.Slice slice -> changed(value, slice);
            case Word.Operation.Case letters -> changedAll(variable, value);
        };
    }

    /** {@code "${x[*]%y}"}: each is changed before they are joined. */
    private String changedAll(Word.Variable variable, String value) throws ExpansionException {
        return variable.all().isEmpty()
                ? changed(value, variable.operation())
                : Parameters.joined(values(variable), separators());
    }

    /** A value with what changes it done; other operations leave it. */
    private String changed(String value, Word.Operation operation) throws ExpansionException {
        return switch (operation) {
            case Word.Operation.Plain plain -> value;
            case Word.Operation.Length length -> value;
            case Word.Operation.Keys keys -> value;
            case Word.Operation.Indirect indirect -> value;
            case Word.Operation.Default fallback -> value;
            case Word.Operation.Bad bad -> value;
            case Word.Operation.Trim trim ->
                Parameters.trimmed(value, pattern(trim.pattern()), trim.end(), trim.longest());
            case Word.Operation.Replace replace ->
                Parameters.replaced(value, pattern(replace.pattern()), text(replace.with()), replace.where());
            case Word.Operation.Slice slice -> {
                Optional<Word> length = slice.length();
                long count = length.isPresent() ? arithmetic(length.get()) : 0;
                String said = length.isPresent() ? text(length.get()) : "";
                int[] ends =
                        Parameters.slice(value.length(), arithmetic(slice.offset()), count, length.isPresent(), said);
                yield value.substring(ends[0], ends[1]);
            }
            case Word.Operation.Case letters -> Parameters.letters(value, letters.upper(), letters.all());
        };
    }

    private void requireSet(String name) throws ExpansionException {
        if (session.options().contains("nounset") && !name.equals("@") && !name.equals("*")) {
            throw new ExpansionException((name.matches("\\d+") ? "$" + name : name) + ": unbound variable", true);
        }
    }

    private String fallback(String name, @Nullable String set, Word.Operation.Default operation)
            throws ExpansionException {
        boolean missing = set == null || operation.orEmpty() && set.isEmpty();
        switch (operation.kind()) {
            case '+':
                return missing ? "" : text(operation.word());
            case '=':
                if (missing) {
                    session.variables().put(name, text(operation.word()));
                }
                return session.variables().getOrDefault(name, "");
            case '?':
                if (missing) {
                    String word = text(operation.word());
                    String said = !word.isEmpty()
                            ? word
                            : operation.orEmpty() ? "parameter null or not set" : "parameter not set";
                    throw new ExpansionException(name + ": " + said, true);
                }
                return set == null ? "" : set;
            default:
                return missing ? text(operation.word()) : set == null ? "" : set;
        }
    }

    /** A parameter's value, or an element's; null where it isn't set. */
    private @Nullable String parameter(Word.Variable variable) throws ExpansionException {
        if (variable.index().isEmpty()) {
            return parameter(variable.name());
        }
        if (!variable.all().isEmpty()) {
            TreeMap<Long, String> all = ArrayVariables.elements(session.variables(), variable.name());
            return all.isEmpty() ? null : Parameters.joined(List.copyOf(all.values()), separators());
        }
        return session.variables().get(element(variable.name(), variable.index().get()));
    }

    /** The variable that is an element of an array. */
    String element(String name, Word index) throws ExpansionException {
        long meant = ArrayVariables.index(session.variables(), name, arithmetic(index));
        if (meant < 0) {
            throw new ExpansionException(name + "[" + text(index) + "]: bad array subscript", false);
        }
        return ArrayVariables.key(name, meant);
    }

    private @Nullable String parameter(String name) {
        List<String> positional = session.positional();
        return switch (name) {
            case "?" -> String.valueOf(session.status());
            case "!" -> session.jobs().lastPid();
            case "$", "BASHPID" -> String.valueOf(session.process().pid());
            case "PPID" -> String.valueOf(session.process().parentPid());
            case "#" -> String.valueOf(positional.size());
            case "-" -> "himBH";
            case "0" ->
                session.where().equals("bash: ") ? "bash" : session.where().replaceFirst(": .*", "");
            case "@", "*" -> positional.isEmpty() ? null : Parameters.joined(positional, separators());
            default -> {
                if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
                    int number = name.length() > 6 ? 0 : Integer.parseInt(name);
                    yield number >= 1 && number <= positional.size() ? positional.get(number - 1) : null;
                }
                yield session.variables().get(name);
            }
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
}
