package org.ringlab.host.vm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The words behind a subcommand: operands and options with values; the first that is wrong is remembered. */
final class Words {
    private final List<String> operands = new ArrayList<>();
    private final Map<String, String> options = new LinkedHashMap<>();
    private @Nullable String problem;

    Words(List<String> words, List<String> valued) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                operands.add(word);
            } else if (!valued.contains(word.substring(2))) {
                wrong(word + ": no such option"
                        + (valued.isEmpty() ? "" : " (allowed: --" + String.join(", --", valued) + ")"));
            } else if (i + 1 == words.size()) {
                wrong(word + ": its value is missing");
            } else {
                options.put(word.substring(2), words.get(++i));
            }
        }
    }

    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    void wrong(String what) {
        if (problem == null) {
            problem = what;
        }
    }

    List<String> operands() {
        return operands;
    }

    String text(String option, String absent) {
        return options.getOrDefault(option, absent);
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    /** A number, decimal or hexadecimal, between bounds. */
    long number(String option, long least, long most, long absent) {
        String word = options.get(option);
        if (word == null) {
            return absent;
        }
        long value = -1;
        try {
            value = word.startsWith("0x")
                    ? Long.parseLong(word.substring(2), 16)
                    : Long.parseLong(word.replace("_", ""));
        } catch (NumberFormatException e) {
            wrong("--" + option + ": " + word + " is no number (allowed: " + least + " to " + most + ")");
            return absent;
        }
        if (value < least || value > most) {
            wrong("--" + option + ": " + word + " (allowed: " + least + " to " + most + ")");
            return absent;
        }
        return value;
    }
}
