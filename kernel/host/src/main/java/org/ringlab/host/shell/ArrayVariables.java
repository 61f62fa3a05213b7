package org.ringlab.host.shell;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.ringlab.host.machine.Session;

/**
 * Arrays among a shell's variables: element {@code i} of {@code a} is the variable {@code a[i]}, but the first of an
 * indexed one, which is {@code a} itself, as in bash. So every variable is an array of one element, and an empty array is
 * unset.
 */
public final class ArrayVariables {
    /** More elements than a lesson could want; one that keeps doubling would fill the memory of whoever simulates. */
    static final int MOST_ELEMENTS = 100_000;

    /** So many lists bash keeps the elements of an associative array in, by a hash of their names. */
    private static final int BUCKETS = 1024;

    private ArrayVariables() {}

    /** The variable that is an element of an indexed array. */
    static String key(String name, long index) {
        return index == 0 ? name : name + "[" + index + "]";
    }

    /** Whether a variable is an element of an array, and not its first: such are no variables of their own. */
    public static boolean isElement(String key) {
        return key.endsWith("]");
    }

    /** The array that an element belongs to; other names are their own. */
    static String nameOf(String key) {
        int bracket = key.indexOf('[');
        return bracket > 0 && isElement(key) ? key.substring(0, bracket) : key;
    }

    /** The elements of an indexed array by their index. */
    static TreeMap<Long, String> elements(Map<String, String> variables, String name) {
        TreeMap<Long, String> elements = new TreeMap<>();
        String first = variables.get(name);
        if (first != null) {
            elements.put(0L, first);
        }
        String head = name + "[";
        variables.forEach((key, value) -> {
            if (key.startsWith(head)) {
                elements.put(Long.parseLong(key.substring(head.length(), key.length() - 1)), value);
            }
        });
        return elements;
    }

    /** The elements of any array by their index, in bash's order. */
    static Map<String, String> entries(Variables scope, String name) {
        Map<String, String> entries = new LinkedHashMap<>();
        if (!scope.is(name, Variables.Attribute.ASSOCIATIVE)) {
            elements(scope.values(), name).forEach((index, value) -> entries.put(String.valueOf(index), value));
            return entries;
        }
        String head = name + "[";
        scope.values().entrySet().stream()
                .filter(e -> e.getKey().startsWith(head))
                .map(e ->
                        Map.entry(e.getKey().substring(head.length(), e.getKey().length() - 1), e.getValue()))
                .sorted(Comparator.comparingInt(e -> bucket(e.getKey())))
                .forEach(e -> entries.put(e.getKey(), e.getValue()));
        return entries;
    }

    /** The list of bash's hash table that a name is in (FNV-1). */
    private static int bucket(String key) {
        int hash = 0x811C9DC5;
        for (byte b : key.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            hash = hash * 16_777_619 ^ b;
        }
        return hash & BUCKETS - 1;
    }

    /** The index behind the last element. */
    static long end(Map<String, String> variables, String name) {
        TreeMap<Long, String> elements = elements(variables, name);
        return elements.isEmpty() ? 0 : elements.lastKey() + 1;
    }

    /** The index that is meant: negative ones count from the end; below zero where there is none. */
    static long index(Map<String, String> variables, String name, long typed) {
        return typed >= 0 ? typed : typed + end(variables, name);
    }

    /** {@code unset 'name[index]'}: one element, or with {@code @} and {@code *} all. */
    public static void unset(Session session, String name, String index, Output complaints) {
        Map<String, String> variables = session.variables();
        if (session.scope().is(name, Variables.Attribute.ASSOCIATIVE)) {
            variables.remove(name + "[" + index + "]");
            return;
        }
        if (index.equals("@") || index.equals("*")) {
            clear(variables, name);
            return;
        }
        Shell.arithmetic(session, index, "unset", complaints).ifPresent(typed -> {
            long meant = index(variables, name, typed);
            if (meant < 0) {
                complaints.line(session.where() + "unset: [" + index + "]: bad array subscript");
            } else {
                variables.remove(key(name, meant));
            }
        });
    }

    /** Puts values in place of an array's elements, from an index on. */
    public static void fill(Session session, String name, long from, Iterable<String> values) {
        long index = from;
        for (String value : values) {
            session.variables().put(key(name, index++), value);
        }
        session.scope().mark(name, Variables.Attribute.INDEXED);
    }

    /** Unsets all elements. */
    public static void clear(Map<String, String> variables, String name) {
        variables.keySet().removeIf(key -> key.equals(name) || key.startsWith(name + "["));
    }
}
