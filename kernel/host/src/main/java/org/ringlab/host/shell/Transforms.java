package org.ringlab.host.shell;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.ringlab.host.machine.Session;

/** Variables in the form of commands that would make them again: {@code declare -p}, {@code set}, <code>${x@A}</code>. */
public final class Transforms {
    private Transforms() {}

    /** <code>${x@…}</code> of one value. */
    static String of(String value, char how) {
        return switch (how) {
            case 'U' -> value.toUpperCase(Locale.ROOT);
            case 'u' -> Parameters.letters(value, true, false, "");
            case 'L' -> value.toLowerCase(Locale.ROOT);
            case 'E' -> AnsiEscapes.quoted(value);
            case 'P' -> value;
            default -> Quoting.reusable(value);
        };
    }

    /** The letters of a variable's attributes. */
    static String letters(Session session, String name) {
        return session.scope().attributes(name).stream()
                .map(a -> String.valueOf(a.letter()))
                .collect(Collectors.joining());
    }

    /** <code>${x@A}</code>: a command that makes it. */
    static String assignment(Session session, String name, String value) {
        String letters = letters(session, name);
        return (letters.isEmpty() ? "" : "declare -" + letters + " ") + name + "=" + Quoting.reusable(value);
    }

    /** A line of {@code declare -p}. */
    public static String declaration(Session session, String name) {
        String letters = letters(session, name);
        String head = "declare " + (letters.isEmpty() ? "--" : "-" + letters) + " " + name;
        if (isArray(session, name)) {
            return session.scope().isSet(name) ? head + "=" + elements(session, name) : head;
        }
        String value = session.variables().get(name);
        return value == null ? head : head + "=" + Quoting.declared(value);
    }

    /** A line of {@code set}. */
    public static String listed(Session session, String name) {
        return name + "="
                + (isArray(session, name)
                        ? elements(session, name)
                        : Quoting.listed(session.variables().getOrDefault(name, "")));
    }

    private static boolean isArray(Session session, String name) {
        return session.scope().is(name, Variables.Attribute.INDEXED)
                || session.scope().is(name, Variables.Attribute.ASSOCIATIVE);
    }

    /** The elements of an array in parentheses; bash writes a blank behind those of an associative one. */
    static String elements(Session session, String name) {
        boolean texts = session.scope().is(name, Variables.Attribute.ASSOCIATIVE);
        Map<String, String> entries = ArrayVariables.entries(session.scope(), name);
        List<String> pieces = entries.entrySet().stream()
                .map(e -> "[" + (texts && Quoting.needed(e.getKey()) ? Quoting.declared(e.getKey()) : e.getKey()) + "]="
                        + Quoting.declared(e.getValue()))
                .toList();
        return "(" + String.join(" ", pieces) + (texts && !pieces.isEmpty() ? " " : "") + ")";
    }
}
