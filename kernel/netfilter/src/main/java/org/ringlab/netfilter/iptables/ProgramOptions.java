package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The options of {@code iptables-save} and {@code iptables-restore}, read with the texts of glibc's
 * {@code getopt_long}: words that are no options may stand between them.
 */
final class ProgramOptions {
    /**
     * An option a program knows.
     *
     * @param name its long name
     * @param letter its short name
     * @param argument whether a word follows
     */
    record Known(String name, char letter, Argument argument) {
        /** An option without an argument. */
        static Known flag(String name, char letter) {
            return new Known(name, letter, Argument.NONE);
        }

        /** An option that must have an argument. */
        static Known valued(String name, char letter) {
            return new Known(name, letter, Argument.REQUIRED);
        }

        /** An option that takes the next word where that is no option. */
        static Known loose(String name, char letter) {
            return new Known(name, letter, Argument.LOOSE);
        }
    }

    /** Whether a word follows an option. */
    enum Argument {
        NONE,
        REQUIRED,
        LOOSE
    }

    /** An option typed, with its argument or an empty text. */
    record Typed(char letter, String argument) {}

    private final String program;
    private final List<Known> known;
    private final List<String> words;
    private final List<Typed> options = new ArrayList<>();
    private final List<String> operands = new ArrayList<>();
    private Optional<String> complaint = Optional.empty();
    private int next;

    private ProgramOptions(String program, List<Known> known, List<String> words) {
        this.program = program;
        this.known = known;
        this.words = words;
    }

    /** Reads all words; stops at the first that is wrong. */
    static ProgramOptions read(String program, List<Known> known, List<String> words) {
        ProgramOptions read = new ProgramOptions(program, known, words);
        read.all();
        return read;
    }

    /** The options in order, up to a complaint. */
    List<Typed> options() {
        return options;
    }

    /** The words that are no options. */
    List<String> operands() {
        return operands;
    }

    /** What is wrong, with the program's name before it and a line's end behind. */
    Optional<String> complaint() {
        return complaint;
    }

    private void all() {
        while (next < words.size() && complaint.isEmpty()) {
            String word = words.get(next++);
            if (word.equals("--")) {
                operands.addAll(words.subList(next, words.size()));
                return;
            }
            if (word.startsWith("--")) {
                longOption(word.substring(2));
            } else if (word.startsWith("-") && word.length() > 1) {
                letters(word);
            } else {
                operands.add(word);
            }
        }
    }

    private void letters(String word) {
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            Optional<Known> option =
                    known.stream().filter(k -> k.letter == letter).findFirst();
            if (option.isEmpty()) {
                complain("invalid option -- '" + letter + "'");
                return;
            }
            if (option.get().argument == Argument.REQUIRED) {
                if (i + 1 < word.length()) {
                    options.add(new Typed(letter, word.substring(i + 1)));
                } else if (next < words.size()) {
                    options.add(new Typed(letter, words.get(next++)));
                } else {
                    complain("option requires an argument -- '" + letter + "'");
                }
                return;
            }
            boolean last = i + 1 == word.length();
            options.add(new Typed(letter, option.get().argument == Argument.LOOSE && last ? loose() : ""));
        }
    }

    private void longOption(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        List<Known> meant = known.stream().filter(k -> k.name.startsWith(name)).toList();
        Optional<Known> exact = meant.stream().filter(k -> k.name.equals(name)).findFirst();
        if (meant.isEmpty()) {
            complain("unrecognized option '--" + word + "'");
        } else if (exact.isEmpty() && meant.size() > 1) {
            complain("option '--" + word + "' is ambiguous; possibilities:"
                    + meant.stream().map(k -> " '--" + k.name + "'").collect(Collectors.joining()));
        } else {
            longOption(
                    exact.orElse(meant.getFirst()),
                    equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1)));
        }
    }

    private void longOption(Known option, Optional<String> argument) {
        if (argument.isPresent() && option.argument == Argument.NONE) {
            complain("option '--" + option.name + "' doesn't allow an argument");
        } else if (argument.isEmpty() && option.argument == Argument.REQUIRED && next == words.size()) {
            complain("option '--" + option.name + "' requires an argument");
        } else {
            options.add(new Typed(option.letter, argument.orElseGet(() -> following(option.argument))));
        }
    }

    private String following(Argument argument) {
        return switch (argument) {
            case NONE -> "";
            case REQUIRED -> words.get(next++);
            case LOOSE -> loose();
        };
    }

    /** The next word, where it can be an argument. */
    private String loose() {
        boolean fits = next < words.size()
                && !words.get(next).startsWith("-")
                && !words.get(next).startsWith("!");
        return fits ? words.get(next++) : "";
    }

    private void complain(String what) {
        complaint = Optional.of(program + ": " + what + "\n");
    }
}
