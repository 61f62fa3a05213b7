package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Options as Go's pflag reads them: {@code -it}, {@code -p 80}, {@code -p80}, {@code --name=x}, {@code --name x}; options
 * may repeat. Used by the programs of the container world.
 */
final class DockerOptions {
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<String> operands = new ArrayList<>();
    private Optional<String> complaint = Optional.empty();

    private DockerOptions() {}

    /**
     * Reads words.
     *
     * @param known long names, a letter and a comma in front where there is one, a colon behind those with a value:
     *     {@code p,publish:}
     * @param interspersed whether options may follow operands; {@code docker run} stops at the image
     */
    static DockerOptions parse(List<String> words, boolean interspersed, String... known) {
        DockerOptions options = new DockerOptions();
        Map<String, String> names = new LinkedHashMap<>();
        for (String each : known) {
            String[] both = each.split(",");
            names.put("--" + both[both.length - 1].replace(":", ""), both[both.length - 1]);
            if (both.length > 1) {
                names.put("-" + both[0], both[1]);
            }
        }
        for (int i = 0; i < words.size() && options.complaint.isEmpty(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                options.operands.addAll(words.subList(i + 1, words.size()));
                break;
            } else if (word.startsWith("--")) {
                i = options.takeLong(words, i, names);
            } else if (word.startsWith("-") && word.length() > 1) {
                i = options.takeShort(words, i, names);
            } else if (interspersed) {
                options.operands.add(word);
            } else {
                options.operands.addAll(words.subList(i, words.size()));
                break;
            }
        }
        return options;
    }

    private int takeLong(List<String> words, int index, Map<String, String> names) {
        String word = words.get(index);
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String known = names.get(name);
        if (known == null) {
            complaint = Optional.of("unknown flag: " + name);
            return index;
        }
        if (!known.endsWith(":")) {
            add(known, equals < 0 ? "true" : word.substring(equals + 1));
            return index;
        }
        if (equals >= 0) {
            add(known, word.substring(equals + 1));
            return index;
        }
        if (index + 1 == words.size()) {
            complaint = Optional.of("flag needs an argument: " + name);
            return index;
        }
        add(known, words.get(index + 1));
        return index + 1;
    }

    private int takeShort(List<String> words, int index, Map<String, String> names) {
        String word = words.get(index);
        for (int i = 1; i < word.length(); i++) {
            String known = names.get("-" + word.charAt(i));
            if (known == null) {
                complaint = Optional.of("unknown shorthand flag: '" + word.charAt(i) + "' in " + word);
                return index;
            }
            if (known.endsWith(":")) {
                String rest = word.substring(i + 1).replaceFirst("^=", "");
                if (!rest.isEmpty()) {
                    add(known, rest);
                    return index;
                }
                if (index + 1 == words.size()) {
                    complaint = Optional.of("flag needs an argument: '" + word.charAt(i) + "' in " + word);
                    return index;
                }
                add(known, words.get(index + 1));
                return index + 1;
            }
            add(known, "true");
        }
        return index;
    }

    private void add(String known, String value) {
        values.computeIfAbsent(known.replace(":", ""), k -> new ArrayList<>()).add(value);
    }

    boolean has(String name) {
        return values.containsKey(name) && !values.get(name).getLast().equals("false");
    }

    /** The last value given. */
    String value(String name, String otherwise) {
        List<String> all = values.get(name);
        return all == null ? otherwise : all.getLast();
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    List<String> operands() {
        return operands;
    }

    /** What is wrong with the words; empty where nothing is. */
    Optional<String> complaint() {
        return complaint;
    }
}
