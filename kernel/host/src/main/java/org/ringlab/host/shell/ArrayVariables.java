package org.ringlab.host.shell;

import java.util.Map;
import java.util.TreeMap;
import org.ringlab.host.machine.Session;

/**
 * Indexed arrays among a shell's variables: element {@code i} of {@code a} is the variable {@code a[i]}, but the first,
 * which is {@code a} itself, as in bash. So every variable is an array of one element, and an empty array is unset.
 */
public final class ArrayVariables {
    /** More elements than a lesson could want; one that keeps doubling would fill the memory of whoever simulates. */
    static final int MOST_ELEMENTS = 100_000;

    private ArrayVariables() {}

    /** The variable that is an element. */
    static String key(String name, long index) {
        return index == 0 ? name : name + "[" + index + "]";
    }

    /** Whether a variable is an element of an array, and not its first: such are no variables of their own. */
    public static boolean isElement(String key) {
        return key.endsWith("]");
    }

    /** The elements by their index. */
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

    /** Unsets all elements. */
    public static void clear(Map<String, String> variables, String name) {
        variables.keySet().removeIf(key -> key.equals(name) || key.startsWith(name + "["));
    }
}
