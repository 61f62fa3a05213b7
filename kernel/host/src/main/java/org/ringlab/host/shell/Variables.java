package org.ringlab.host.shell;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ringlab.host.machine.Session;

/** A shell's variables: their values, their attributes (bash's {@code declare}), and which of them are a function's own. */
public final class Variables {
    /** What {@code declare} makes of a variable, in the order in which {@code declare -p} shows it. */
    public enum Attribute {
        /** An array whose indices are numbers. */
        INDEXED('a'),
        /** An array whose indices are texts. */
        ASSOCIATIVE('A'),
        /** What is assigned is calculated first. */
        INTEGER('i'),
        /** It can't be changed or unset. */
        READONLY('r'),
        /** Programs get it in their environment. */
        EXPORTED('x'),
        /** What is assigned is put into lower case. */
        LOWER('l'),
        /** What is assigned is put into upper case. */
        UPPER('u');

        private final char letter;

        Attribute(char letter) {
            this.letter = letter;
        }

        /** Its letter as an option of {@code declare}. */
        public char letter() {
            return letter;
        }
    }

    /** A variable as it was before a function made it its own. */
    private record Saved(Map<String, String> values, Set<Attribute> attributes) {}

    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, Set<Attribute>> attributes = new TreeMap<>();
    private final Deque<Map<String, Saved>> locals = new ArrayDeque<>();

    /** The values by name; elements of arrays as {@link ArrayVariables} names them. Changes count. */
    public Map<String, String> values() {
        return values;
    }

    /** Whether a variable has an attribute. */
    public boolean is(String name, Attribute attribute) {
        return attributes.getOrDefault(name, Set.of()).contains(attribute);
    }

    /** A variable's attributes. */
    public Set<Attribute> attributes(String name) {
        return Collections.unmodifiableSet(attributes.getOrDefault(name, Set.of()));
    }

    /** Gives a variable an attribute. */
    public void mark(String name, Attribute attribute) {
        attributes.computeIfAbsent(name, n -> EnumSet.noneOf(Attribute.class)).add(attribute);
    }

    /** Takes an attribute away. */
    public void unmark(String name, Attribute attribute) {
        attributes.getOrDefault(name, EnumSet.noneOf(Attribute.class)).remove(attribute);
    }

    /** Names that have a value or an attribute, sorted; elements of arrays aren't among them. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(attributes.keySet());
        names.removeIf(name -> attributes.getOrDefault(name, Set.of()).isEmpty() && !isSet(name));
        values.keySet().stream()
                .map(key -> ArrayVariables.isElement(key) ? ArrayVariables.nameOf(key) : key)
                .forEach(names::add);
        return names;
    }

    /** Whether a variable or one of its elements has a value. */
    public boolean isSet(String name) {
        return values.containsKey(name)
                || values.keySet().stream()
                        .anyMatch(key -> key.startsWith(name + "[") && ArrayVariables.isElement(key));
    }

    /** Sets and exports a variable. */
    public void export(String name, String value) {
        values.put(name, value);
        mark(name, Attribute.EXPORTED);
    }

    /** What a program started from here gets: the exported variables. */
    public Map<String, String> environment() {
        Map<String, String> exported = new TreeMap<>(values);
        exported.keySet().removeIf(key -> !is(key, Attribute.EXPORTED));
        return exported;
    }

    /** Forgets a variable with its elements and attributes. */
    public void unset(String name) {
        ArrayVariables.clear(values, name);
        attributes.remove(name);
    }

    /** Forgets everything. */
    public void clear() {
        values.clear();
        attributes.clear();
    }

    /**
     * Assigns as the variable's attributes want it.
     *
     * @param key a name, or an element of an array
     * @throws ExpansionException where it can't be changed, or has to be calculated and can't be
     */
    public static void assign(Session session, String key, String value) throws ExpansionException {
        Variables scope = session.scope();
        String name = ArrayVariables.nameOf(key);
        if (scope.is(name, Attribute.READONLY)) {
            throw new ExpansionException(name + ": readonly variable", false);
        }
        String made = value;
        if (scope.is(name, Attribute.INTEGER)) {
            made = String.valueOf(Arithmetic.evaluate(value, session));
        } else if (scope.is(name, Attribute.LOWER)) {
            made = value.toLowerCase(Locale.ROOT);
        } else if (scope.is(name, Attribute.UPPER)) {
            made = value.toUpperCase(Locale.ROOT);
        }
        if (session.options().contains("allexport")) {
            scope.mark(name, Attribute.EXPORTED);
        }
        if (!ShellVariables.assigned(session, name, made)) {
            boolean whole = key.equals(name) && scope.is(name, Attribute.ASSOCIATIVE);
            scope.values.put(whole ? name + "[0]" : key, made);
        }
    }

    /** Assigns; false, with bash's complaint, where that can't be. */
    public static boolean assign(Session session, String key, String value, Output complaints) {
        try {
            assign(session, key, value);
            return true;
        } catch (ExpansionException e) {
            complaints.line(session.where() + e.getMessage());
            return false;
        }
    }

    /** A function begins: from now on variables may be its own. */
    public void beginFunction() {
        locals.push(new HashMap<>());
    }

    /** A function ends: what was its own is as before. */
    public void endFunction() {
        locals.pop().forEach((name, saved) -> {
            ArrayVariables.clear(values, name);
            values.putAll(saved.values());
            attributes.remove(name);
            if (!saved.attributes().isEmpty()) {
                attributes.put(name, EnumSet.copyOf(saved.attributes()));
            }
        });
    }

    /** Makes a variable the running function's own, without a value; nothing outside of functions. */
    public void makeLocal(String name) {
        if (locals.isEmpty() || locals.peek().containsKey(name)) {
            return;
        }
        Map<String, String> old = new TreeMap<>(values);
        old.keySet().removeIf(key -> !ArrayVariables.nameOf(key).equals(name));
        locals.peek().put(name, new Saved(old, Set.copyOf(attributes(name))));
        ArrayVariables.clear(values, name);
        attributes.remove(name);
    }

    /** Whether the running function made a variable its own. */
    boolean isLocal(String name) {
        return !locals.isEmpty() && locals.peek().containsKey(name);
    }

    /** The names of the running function's own variables, sorted. */
    Set<String> localNames() {
        return locals.isEmpty() ? Set.of() : new TreeSet<>(locals.peek().keySet());
    }

    /** Whether a function runs. */
    public boolean inFunction() {
        return !locals.isEmpty();
    }

    /** Makes one variable what it is among others. */
    void takeFrom(Variables others, String name) {
        unset(name);
        others.values.forEach((key, value) -> {
            if (ArrayVariables.nameOf(key).equals(name)) {
                values.put(key, value);
            }
        });
        others.attributes(name).forEach(attribute -> mark(name, attribute));
    }

    /** The same variables, for a shell that goes on by itself. */
    public Variables copy() {
        Variables copy = new Variables();
        copy.restore(this);
        return copy;
    }

    /** Makes these variables what those are. */
    public void restore(Variables kept) {
        clear();
        values.putAll(kept.values);
        kept.attributes.forEach((name, set) -> {
            if (!set.isEmpty()) {
                attributes.put(name, EnumSet.copyOf(set));
            }
        });
        locals.clear();
        kept.locals.forEach(frame -> locals.addLast(new HashMap<>(frame)));
    }
}
