package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Arguments taken apart as {@code getopt} does: short options may stand together ({@code -la}), a value may follow its
 * letter directly or as the next word, {@code --} ends the options.
 */
final class Options {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> operands = new ArrayList<>();
    private Optional<String> unknown = Optional.empty();
    private Optional<String> lacking = Optional.empty();

    private Options() {}

    /**
     * Takes arguments apart.
     *
     * @param letters the letters known, a colon after those with a value: {@code c:i:nv}
     * @param words long options known, without dashes, a colon at the end of those with a value
     */
    static Options parse(List<String> args, String letters, String... words) {
        Options options = new Options();
        boolean ended = false;
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (ended || !arg.startsWith("-") || arg.equals("-")) {
                options.operands.add(arg);
            } else if (arg.equals("--")) {
                ended = true;
            } else if (arg.startsWith("--")) {
                i = options.takeLong(args, i, List.of(words));
            } else {
                i = options.takeShort(args, i, letters);
            }
        }
        return options;
    }

    private int takeLong(List<String> args, int index, List<String> words) {
        String arg = args.get(index).substring(2);
        int equals = arg.indexOf('=');
        String word = equals < 0 ? arg : arg.substring(0, equals);
        if (words.contains(word)) {
            values.put("--" + word, "");
            return index;
        }
        if (!words.contains(word + ":")) {
            unknown = unknown.or(() -> Optional.of("--" + word));
            return index;
        }
        if (equals >= 0) {
            values.put("--" + word, arg.substring(equals + 1));
            return index;
        }
        if (index + 1 == args.size()) {
            lacking = lacking.or(() -> Optional.of("--" + word));
            return index;
        }
        values.put("--" + word, args.get(index + 1));
        return index + 1;
    }

    private int takeShort(List<String> args, int index, String letters) {
        String arg = args.get(index);
        for (int j = 1; j < arg.length(); j++) {
            char letter = arg.charAt(j);
            int known = letter == ':' ? -1 : letters.indexOf(letter);
            if (known < 0) {
                unknown = unknown.or(() -> Optional.of(String.valueOf(letter)));
                continue;
            }
            boolean valued = known + 1 < letters.length() && letters.charAt(known + 1) == ':';
            if (!valued) {
                values.put("-" + letter, "");
            } else if (j + 1 < arg.length()) {
                values.put("-" + letter, arg.substring(j + 1));
                return index;
            } else if (index + 1 < args.size()) {
                values.put("-" + letter, args.get(index + 1));
                return index + 1;
            } else {
                lacking = lacking.or(() -> Optional.of(String.valueOf(letter)));
            }
        }
        return index;
    }

    boolean has(String option) {
        return values.containsKey(option);
    }

    /** An option's value; {@code fallback} where it wasn't given. */
    String value(String option, String fallback) {
        return values.getOrDefault(option, fallback);
    }

    /** Words that are no options, in order. */
    List<String> operands() {
        return operands;
    }

    /** The first option that isn't known: a letter, or {@code --word}. */
    Optional<String> unknown() {
        return unknown;
    }

    /** The first option that lacks its value. */
    Optional<String> lacking() {
        return lacking;
    }

    /** glibc's complaint about the first mistake, or that an option isn't simulated; empty where neither is. */
    Optional<String> complaint(String program) {
        if (unknown.isPresent()) {
            String option = unknown.get();
            if (RealOptions.has(program, option)) {
                return Optional.of(program + ": not simulated: " + (option.startsWith("--") ? "" : "-") + option);
            }
            return Optional.of(
                    option.startsWith("--")
                            ? program + ": unrecognized option '" + option + "'"
                            : program + ": invalid option -- '" + option + "'");
        }
        return lacking.map(option -> option.startsWith("--")
                ? program + ": option '" + option + "' requires an argument"
                : program + ": option requires an argument -- '" + option + "'");
    }
}
