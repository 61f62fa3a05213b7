package org.ringlab.virt.virsh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From words to commands with their options (vshCommandParse). */
final class CommandLine {
    private CommandLine() {}

    /** What came of it. */
    sealed interface Parsed {
        /**
         * A command and its options.
         *
         * @param command which one
         * @param words its options' values
         */
        record Good(VirshCommand command, Map<String, List<String>> words) implements Parsed {}

        /**
         * It can't be understood.
         *
         * @param complaints why
         */
        record Bad(List<String> complaints) implements Parsed {}

        /** Nothing was typed. */
        record Nothing() implements Parsed {}
    }

    /** Splits a line at {@code ;} and newlines into words, with the quotes of a shell. */
    static Optional<List<List<String>>> split(String line) {
        List<List<String>> commands = new ArrayList<>();
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else if (c == '\\' && quote == '"' && i + 1 < line.length()) {
                    word.append(line.charAt(++i));
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (c == '\\' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
                inWord = true;
            } else if (c == ' ' || c == '\t' || c == ';' || c == '\n') {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
                if ((c == ';' || c == '\n') && !words.isEmpty()) {
                    commands.add(List.copyOf(words));
                    words.clear();
                }
            } else if (c == '#' && !inWord) {
                i = Math.max(i, line.indexOf('\n', i) < 0 ? line.length() : line.indexOf('\n', i) - 1);
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            return Optional.empty();
        }
        if (inWord) {
            words.add(word.toString());
        }
        if (!words.isEmpty()) {
            commands.add(List.copyOf(words));
        }
        return Optional.of(commands);
    }

    static Parsed parse(List<String> words) {
        if (words.isEmpty()) {
            return new Parsed.Nothing();
        }
        Optional<VirshCommand> command = VirshCommands.find(words.getFirst());
        if (command.isEmpty()) {
            return bad("unknown command: '" + words.getFirst() + "'");
        }
        return options(command.get(), words.subList(1, words.size()));
    }

    private static Parsed bad(String complaint) {
        return new Parsed.Bad(List.of(complaint));
    }

    private static Parsed options(VirshCommand command, List<String> words) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        boolean onlyData = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!onlyData && word.equals("--")) {
                onlyData = true;
                continue;
            }
            boolean named = !onlyData
                    && word.length() > 2
                    && word.startsWith("--")
                    && Character.isLetterOrDigit(word.charAt(2));
            Optional<VirshOption> option;
            Optional<String> value = Optional.of(word);
            if (named) {
                int equals = word.indexOf('=');
                String name = word.substring(2, equals < 0 ? word.length() : equals);
                option = command.options().stream()
                        .filter(o -> o.name().equals(name))
                        .findFirst();
                if (option.isEmpty()) {
                    return bad("command '" + command.name() + "' doesn't support option --" + name);
                }
                boolean many = option.get().kind() == VirshOption.Kind.ARGV;
                if (found.containsKey(name) && !many) {
                    return bad("option --" + name + " already seen");
                }
                value = equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
                if (option.get().kind() == VirshOption.Kind.BOOL) {
                    if (value.isPresent()) {
                        return bad("invalid '=' after option --" + name);
                    }
                    value = Optional.of("");
                } else if (value.isEmpty()) {
                    if (i + 1 >= words.size()) {
                        String what = option.get().kind() == VirshOption.Kind.INT ? "number" : "string";
                        return bad("expected syntax: --" + name + " <" + what + ">");
                    }
                    value = Optional.of(words.get(++i));
                }
            } else {
                option = command.options().stream()
                        .filter(o -> o.kind() != VirshOption.Kind.BOOL
                                && o.positional()
                                && (!found.containsKey(o.name()) || o.kind() == VirshOption.Kind.ARGV))
                        .findFirst();
                if (option.isEmpty()) {
                    return bad("unexpected data '" + word + "'");
                }
            }
            found.computeIfAbsent(option.get().name(), n -> new ArrayList<>()).add(value.orElse(""));
        }
        List<String> missing = command.options().stream()
                .filter(o -> o.required() && !found.containsKey(o.name()))
                .map(o -> "command '" + command.name() + "' requires "
                        + (o.kind() == VirshOption.Kind.DATA || o.kind() == VirshOption.Kind.ARGV
                                ? "<" + o.name() + ">"
                                : "--" + o.name())
                        + " option")
                .toList();
        return missing.isEmpty() ? new Parsed.Good(command, found) : new Parsed.Bad(missing);
    }
}
