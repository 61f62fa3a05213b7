package org.ringlab.virt.install;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Words of a command line: switches, options with a value (one word or behind {@code =}), and those nobody knows. */
final class InstallOptions {
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> operands = new ArrayList<>();

    /**
     * Reads words.
     *
     * @param aliases other names of options
     * @param valued options that take a value
     * @param switches options that take none
     * @param optional options whose value may be left out
     */
    InstallOptions(
            List<String> words,
            Map<String, String> aliases,
            Set<String> valued,
            Set<String> switches,
            Set<String> optional) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("-") || word.equals("-")) {
                operands.add(word);
                continue;
            }
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String written = equals < 0 ? word : word.substring(0, equals);
            String name = aliases.getOrDefault(written, written);
            if (switches.contains(name)) {
                add(name, "");
            } else if (valued.contains(name) || optional.contains(name)) {
                boolean next = i + 1 < words.size() && !words.get(i + 1).startsWith("--");
                if (equals >= 0) {
                    add(name, word.substring(equals + 1));
                } else if (next) {
                    add(name, words.get(++i));
                } else {
                    add(name, "");
                }
            } else {
                unknown.add(word);
            }
        }
    }

    private void add(String name, String value) {
        values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    /** Makes the paths that an option gives absolute; addresses on the web stay as they are. */
    void resolve(String name, UnaryOperator<String> absolute) {
        values.computeIfPresent(
                name,
                (n, paths) -> new ArrayList<>(paths.stream()
                        .map(p -> p.isEmpty() || p.contains("://") ? p : absolute.apply(p))
                        .toList()));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getLast);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    List<String> unknown() {
        return unknown;
    }

    List<String> operands() {
        return operands;
    }

    /** {@code path=/x,size=1} as keys and values; what has no key is {@code first}'s. */
    static Map<String, String> parts(String text, String first) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                parts.putIfAbsent(parts.isEmpty() ? first : part, part);
            } else {
                parts.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return parts;
    }
}
