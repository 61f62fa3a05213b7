package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Span;
import org.ringlab.host.machine.Session;

/**
 * Shell parameter expansion: <code>$x</code>, <code>${x:-word}</code> and all its other forms, of variables, positional
 * and special parameters and arrays. What an operation does with a value is in {@link Parameters}.
 */
final class ParameterExpansion {
    private final Session session;
    private final Expansion expansion;

    /** In a terminal; {@code expansion} expands the words in it. */
    ParameterExpansion(Session session, Expansion expansion) {
        this.session = session;
        this.expansion = expansion;
    }

    static boolean isList(Word.Variable variable) {
        if (variable.operation() instanceof Word.Operation.Names names) {
            return names.apart() || !variable.quoted();
        }
        boolean at = variable.all().equals("@") || variable.all().equals("*") && !variable.quoted();
        return at
                && switch (variable.operation()) {
                    case Word.Operation.Plain plain -> true;
                    case Word.Operation.Slice slice -> true;
                    case Word.Operation.Keys keys -> true;
                    case Word.Operation.Trim trim -> true;
                    case Word.Operation.Replace replace -> true;
                    case Word.Operation.Case letters -> true;
                    case Word.Operation.Transform transform -> true;
                    case Word.Operation.Length length -> false;
                    case Word.Operation.Names names -> false;
                    case Word.Operation.Indirect indirect -> false;
                    case Word.Operation.Default fallback -> false;
                    case Word.Operation.Bad bad -> false;
                };
    }

    /** The parameters, or an array's elements, that are meant; each with the operation done. */
    List<String> values(Word.Variable variable) throws ExpansionException {
        if (variable.operation() instanceof Word.Operation.Slice slice) {
            return slice(variable, slice);
        }
        if (variable.operation() instanceof Word.Operation.Names) {
            return names(variable.name());
        }
        List<String> values = new ArrayList<>();
        if (variable.index().isEmpty()) {
            for (String value : session.positional()) {
                values.add(changed(value, variable.operation()));
            }
            return values;
        }
        String name = variable.name();
        if (variable.operation() instanceof Word.Operation.Transform transform) {
            if (transform.how() == 'A') {
                return List.of("declare -" + Transforms.letters(session, name) + " " + name + "="
                        + Transforms.elements(session, name));
            }
            if (transform.how() == 'a') {
                return ArrayVariables.entries(session.scope(), name).keySet().stream()
                        .map(key -> Transforms.letters(session, name))
                        .toList();
            }
        }
        for (Map.Entry<String, String> element :
                ArrayVariables.entries(session.scope(), name).entrySet()) {
            values.add(
                    variable.operation() instanceof Word.Operation.Keys
                            ? element.getKey()
                            : changed(element.getValue(), variable.operation()));
        }
        return values;
    }

    /** From the offset's index on, so many as there are; of the parameters the shell's name is the first. */
    private List<String> slice(Word.Variable variable, Word.Operation.Slice slice) throws ExpansionException {
        TreeMap<Long, String> all = new TreeMap<>();
        if (variable.index().isEmpty()) {
            session.positional().forEach(value -> all.put((long) all.size() + 1, value));
            all.put(0L, String.valueOf(parameter("0")));
        } else if (session.scope().is(variable.name(), Variables.Attribute.ASSOCIATIVE)) {
            ArrayVariables.entries(session.scope(), variable.name())
                    .values()
                    .forEach(value -> all.put((long) all.size() + 1, value));
        } else {
            all.putAll(ArrayVariables.elements(session.variables(), variable.name()));
        }
        long offset = expansion.arithmetic(slice.offset());
        long end = all.isEmpty() ? 0 : all.lastKey() + 1;
        long from = offset < 0 ? offset + end : offset;
        Optional<Word> length = slice.length();
        long count = length.isPresent() ? expansion.arithmetic(length.get()) : Long.MAX_VALUE;
        if (count < 0) {
            throw new ExpansionException(expansion.text(length.orElseThrow()) + ": substring expression < 0", false);
        }
        return from < 0
                ? List.of()
                : all.tailMap(from).values().stream().limit(count).toList();
    }

    /** <code>${x:-"a b"}</code>: where the word takes the value's place, its own quotes count. */
    Optional<Word> replacement(Word.Part part) throws ExpansionException {
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

    String value(Word.Variable variable) throws ExpansionException {
        String name = variable.index().isPresent()
                ? variable.name() + "[" + expansion.text(variable.index().get()) + "]"
                : variable.name();
        @Nullable String set = variable.operation() instanceof Word.Operation.Names ? "" : parameter(variable);
        if (set == null && isAsked(variable.operation())) {
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
            case Word.Operation.Keys keys -> Parameters.joined(values(variable), expansion.separators());
            case Word.Operation.Indirect indirect -> value(target(variable, indirect));
            case Word.Operation.Names names -> String.join(" ", names(variable.name()));
            case Word.Operation.Transform transform ->
                transform.how() == 'A' || transform.how() == 'a'
                        ? described(variable, set, transform.how())
                        : set == null ? "" : changedAll(variable, value);
            case Word.Operation.Default fallback -> fallback(variable, name, set, fallback);
            case Word.Operation.Bad bad -> throw new ExpansionException(bad.text() + ": bad substitution", false);
            case Word.Operation.Slice slice
            when !variable.all().isEmpty() -> Parameters.joined(values(variable), expansion.separators());
            case Word.Operation.Plain plain -> value;
            case Word.Operation.Trim trim -> changedAll(variable, value);
            case Word.Operation.Replace replace -> changedAll(variable, value);
            case Word.Operation.Slice slice -> changed(value, slice);
            case Word.Operation.Case letters -> changedAll(variable, value);
        };
    }

    /** What <code>${!x…}</code> is about: the variable that the value names. */
    Word.Variable target(Word.Variable variable, Word.Operation.Indirect indirect) throws ExpansionException {
        @Nullable String named = parameter(variable);
        if (named == null) {
            throw new ExpansionException(variable.name() + ": invalid indirect expansion", false);
        }
        int bracket = named.indexOf('[');
        boolean element = bracket > 0 && named.endsWith("]");
        String name = element ? named.substring(0, bracket) : named;
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?!$-]")) {
            throw new ExpansionException(named + ": invalid variable name", false);
        }
        Word.Text text = new Word.Text(element ? named.substring(bracket + 1, named.length() - 1) : "", false);
        Optional<Word> index = element ? Optional.of(new Word(List.of(text), new Span(1, 1, 0))) : Optional.empty();
        return new Word.Variable(name, index, indirect.then(), variable.quoted());
    }

    /** <code>${!x*}</code>: names that begin so. */
    private List<String> names(String head) {
        return session.scope().names().stream()
                .filter(name -> name.startsWith(head))
                .toList();
    }

    /** <code>${x@A}</code> and <code>${x@a}</code>. */
    private String described(Word.Variable variable, @Nullable String set, char how) {
        String name = variable.name();
        if (how == 'a') {
            return Transforms.letters(session, name);
        }
        return set == null ? "" : Transforms.assignment(session, name, set);
    }

    /** {@code "${x[*]%y}"}: each is changed before they are joined. */
    private String changedAll(Word.Variable variable, String value) throws ExpansionException {
        return variable.all().isEmpty()
                ? changed(value, variable.operation())
                : Parameters.joined(values(variable), expansion.separators());
    }

    /** A value with what changes it done; other operations leave it. */
    private String changed(String value, Word.Operation operation) throws ExpansionException {
        return switch (operation) {
            case Word.Operation.Plain plain -> value;
            case Word.Operation.Length length -> value;
            case Word.Operation.Keys keys -> value;
            case Word.Operation.Indirect indirect -> value;
            case Word.Operation.Names names -> value;
            case Word.Operation.Transform transform -> Transforms.of(value, transform.how());
            case Word.Operation.Default fallback -> value;
            case Word.Operation.Bad bad -> value;
            case Word.Operation.Trim trim ->
                Parameters.trimmed(value, expansion.pattern(trim.pattern()), trim.end(), trim.longest());
            case Word.Operation.Replace replace ->
                Parameters.replaced(
                        value, expansion.pattern(replace.pattern()), expansion.text(replace.with()), replace.where());
            case Word.Operation.Slice slice -> {
                Optional<Word> length = slice.length();
                long count = length.isPresent() ? expansion.arithmetic(length.get()) : 0;
                String said = length.isPresent() ? expansion.text(length.get()) : "";
                int[] ends = Parameters.slice(
                        value.length(), expansion.arithmetic(slice.offset()), count, length.isPresent(), said);
                yield value.substring(ends[0], ends[1]);
            }
            case Word.Operation.Case letters ->
                Parameters.letters(value, letters.upper(), letters.all(), expansion.pattern(letters.pattern()));
        };
    }

    /** Whether a value is needed, where {@code set -u} wants one. */
    private static boolean isAsked(Word.Operation operation) {
        return !(operation instanceof Word.Operation.Default)
                && !(operation instanceof Word.Operation.Indirect)
                && !(operation instanceof Word.Operation.Keys);
    }

    private void requireSet(String name) throws ExpansionException {
        if (session.options().contains("nounset")
                && !name.equals("@")
                && !name.equals("*")
                && !name.endsWith("[@]")
                && !name.endsWith("[*]")) {
            throw new ExpansionException((name.matches("\\d+") ? "$" + name : name) + ": unbound variable", true);
        }
    }

    private String fallback(Word.Variable variable, String name, @Nullable String set, Word.Operation.Default operation)
            throws ExpansionException {
        boolean missing = set == null || operation.orEmpty() && set.isEmpty();
        switch (operation.kind()) {
            case '+':
                return missing ? "" : expansion.text(operation.word());
            case '=':
                if (missing) {
                    if (!WordParser.isNameStart(name.charAt(0))) {
                        throw new ExpansionException("$" + name + ": cannot assign in this way", false);
                    }
                    String key = variable.index().isPresent()
                            ? element(variable.name(), variable.index().get())
                            : name;
                    Variables.assign(session, key, expansion.text(operation.word()));
                    return session.variables().getOrDefault(key, "");
                }
                return set == null ? "" : set;
            case '?':
                if (missing) {
                    String word = expansion.text(operation.word());
                    String said = !word.isEmpty()
                            ? word
                            : operation.orEmpty() ? "parameter null or not set" : "parameter not set";
                    throw new ExpansionException(name + ": " + said, true);
                }
                return set == null ? "" : set;
            default:
                return missing ? expansion.text(operation.word()) : set == null ? "" : set;
        }
    }

    /** A parameter's value, or an element's; null where it isn't set. */
    private @Nullable String parameter(Word.Variable variable) throws ExpansionException {
        if (variable.index().isEmpty()) {
            return parameter(variable.name());
        }
        if (!variable.all().isEmpty()) {
            Map<String, String> all = ArrayVariables.entries(session.scope(), variable.name());
            return all.isEmpty() ? null : Parameters.joined(List.copyOf(all.values()), expansion.separators());
        }
        return session.variables().get(element(variable.name(), variable.index().get()));
    }

    /** The variable that is an element of an array. */
    String element(String name, Word index) throws ExpansionException {
        if (session.scope().is(name, Variables.Attribute.ASSOCIATIVE)) {
            return name + "[" + expansion.text(index) + "]";
        }
        long meant = ArrayVariables.index(session.variables(), name, expansion.arithmetic(index));
        if (meant < 0) {
            throw new ExpansionException(name + "[" + expansion.text(index) + "]: bad array subscript", false);
        }
        return ArrayVariables.key(name, meant);
    }

    private @Nullable String parameter(String name) {
        List<String> positional = session.positional();
        return switch (name) {
            case "?" -> String.valueOf(session.status());
            case "!" -> session.jobs().lastPid();
            case "$" -> String.valueOf(session.process().pid());
            case "#" -> String.valueOf(positional.size());
            case "-" -> flags();
            case "0" ->
                session.where().equals("bash: ") ? "bash" : session.where().replaceFirst(": .*", "");
            case "@", "*" -> positional.isEmpty() ? null : Parameters.joined(positional, expansion.separators());
            default -> {
                if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
                    int number = name.length() > 6 ? 0 : Integer.parseInt(name);
                    yield number >= 1 && number <= positional.size() ? positional.get(number - 1) : null;
                }
                boolean first = session.scope().is(name, Variables.Attribute.ASSOCIATIVE);
                String own = session.variables().get(first ? name + "[0]" : name);
                yield own == null ? ShellVariables.value(session, name) : own;
            }
        };
    }

    /** {@code $-}: the options that are on. */
    private String flags() {
        boolean typed = session.where().equals("bash: ");
        StringBuilder flags = new StringBuilder();
        ShellOptions.LETTERS.forEach((letter, option) -> {
            if (session.options().contains(option)) {
                flags.append(letter);
            }
        });
        return flags + (typed ? "himBH" : "hB");
    }
}
