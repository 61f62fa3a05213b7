package org.ringlab.host.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The words behind a subcommand: operands, and options of the form {@code --name value}. What is wrong with the first bad
 * one is remembered, with the allowed range.
 */
final class Arguments {
    private final List<String> operands = new ArrayList<>();
    private final Map<String, String> options = new LinkedHashMap<>();
    private @Nullable String problem;

    /**
     * Takes words apart.
     *
     * @param valued the options with a value, without dashes
     * @param flags the options without
     */
    Arguments(List<String> words, List<String> valued, List<String> flags) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String name = word.startsWith("--") ? word.substring(2) : "";
            if (name.isEmpty()) {
                operands.add(word);
            } else if (flags.contains(name)) {
                options.put(name, "");
            } else if (valued.contains(name) && i + 1 < words.size()) {
                options.put(name, words.get(++i));
            } else if (valued.contains(name)) {
                wrong(word + ": its value is missing");
            } else {
                List<String> known = new ArrayList<>(valued);
                known.addAll(flags);
                wrong(word + ": no such option"
                        + (known.isEmpty() ? "" : " (allowed: --" + String.join(", --", known) + ")"));
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

    /** Notes a wrong number of operands. */
    void operands(int least, int most, String usage) {
        if (operands.size() < least || operands.size() > most) {
            wrong("usage: memory " + usage);
        }
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    String text(String option, String absent) {
        return options.getOrDefault(option, absent);
    }

    String word(int index) {
        return index < operands.size() ? operands.get(index) : "";
    }

    List<String> words(int from) {
        return operands.subList(Math.min(from, operands.size()), operands.size());
    }

    int count() {
        return operands.size();
    }

    /** An operand as an unsigned number. */
    long number(int index, String name) {
        return number(name, word(index));
    }

    /** An operand between two bounds. */
    int integer(int index, String name, int least, int most) {
        return integer(name, word(index), least, most);
    }

    int integer(String option, int least, int most, int absent) {
        return has(option) ? integer("--" + option, text(option, ""), least, most) : absent;
    }

    int integer(String name, String word, int least, int most) {
        boolean negative = word.startsWith("-");
        String digits = negative ? word.substring(1) : word;
        long magnitude = number(name, digits.startsWith("-") ? "" : digits);
        if (problem == null && (magnitude < 0 || magnitude > Integer.MAX_VALUE)) {
            magnitude = Integer.MAX_VALUE;
        }
        long number = negative ? -magnitude : magnitude;
        if (problem == null && (number < least || number > most)) {
            wrong(name + ": " + word + " (allowed: " + least + " to " + most + ")");
        }
        return problem == null ? (int) number : least;
    }

    /** A 64-bit number: {@code 0x1000}, {@code 4096}, {@code 4K}, {@code 2M}, {@code 1G}; negative ones are taken as two's complement. */
    long number(String name, String word) {
        String text = word.toLowerCase(Locale.ROOT).replace("_", "");
        int shift = 0;
        boolean hex = text.startsWith("0x");
        if (!hex && !text.isEmpty()) {
            shift = switch (text.charAt(text.length() - 1)) {
                case 'k' -> 10;
                case 'm' -> 20;
                case 'g' -> 30;
                default -> 0;
            };
            text = shift > 0 ? text.substring(0, text.length() - 1) : text;
        }
        String digits = hex ? text.substring(2) : text;
        try {
            if (shift == 0 && digits.startsWith("-")) {
                return Long.parseLong(digits); // the shell counts with signs, so bit 63 comes as a minus
            }
            if (!digits.isEmpty() && Character.digit(digits.charAt(0), 16) >= 0) {
                long number = Long.parseUnsignedLong(digits, hex ? 16 : 10);
                if (number << shift >>> shift == number) {
                    return number << shift;
                }
            }
        } catch (NumberFormatException e) {
            // said below
        }
        wrong(name + ": " + (word.isEmpty() ? "missing" : word)
                + " (allowed: 0x0 to 0xffffffffffffffff, or decimal, with K, M or G)");
        return 0;
    }

    /** One of some words. */
    String oneOf(String name, String word, List<String> allowed) {
        if (!allowed.contains(word)) {
            wrong(name + ": " + (word.isEmpty() ? "missing" : word) + " (allowed: " + String.join(", ", allowed) + ")");
            return allowed.get(0);
        }
        return word;
    }
}
