package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.namespaces.NamespaceKind;

/**
 * The words of {@code unshare} and {@code nsenter}: {@code getopt_long} with {@code +}, so that the first word that is no
 * option begins the command. Namespaces may have a file: {@code --net=FILE}, {@code -nFILE}.
 */
final class NamespaceOptions {
    private final Map<NamespaceKind, String> kinds = new EnumMap<>(NamespaceKind.class);
    private final Map<String, String> others = new LinkedHashMap<>();
    private List<String> command = List.of();
    private Optional<String> complaint = Optional.empty();

    private NamespaceOptions() {}

    /**
     * Takes the words apart.
     *
     * @param program who complains
     * @param letters other short options and the long ones they stand for: {@code f} → {@code fork}; a colon behind those
     *     with a value
     * @param words other long options; a colon behind those with a value, {@code ?} where it may follow {@code =}
     */
    static NamespaceOptions parse(
            String program, List<String> args, Map<Character, String> letters, List<String> words) {
        NamespaceOptions options = new NamespaceOptions();
        int i = 0;
        while (i < args.size() && options.complaint.isEmpty()) {
            String arg = args.get(i);
            if (arg.equals("--")) {
                i++;
                break;
            }
            if (arg.equals("-") || !arg.startsWith("-")) {
                break;
            }
            i = arg.startsWith("--")
                    ? options.takeLong(program, args, i, words)
                    : options.takeShort(program, args, i, letters);
        }
        options.command = List.copyOf(args.subList(Math.min(i, args.size()), args.size()));
        return options;
    }

    private int takeLong(String program, List<String> args, int at, List<String> words) {
        String arg = args.get(at).substring(2);
        int equals = arg.indexOf('=');
        String typed = equals < 0 ? arg : arg.substring(0, equals);
        String value = equals < 0 ? "" : arg.substring(equals + 1);
        List<String> known = new ArrayList<>(words);
        for (NamespaceKind kind : NamespaceKind.values()) {
            known.add(kind.option() + "?");
        }
        List<String> found = known.stream().filter(w -> bare(w).equals(typed)).toList();
        if (found.isEmpty()) {
            found = known.stream().filter(w -> w.startsWith(typed)).toList();
        }
        if (found.size() != 1) {
            complaint = Optional.of(
                    found.isEmpty()
                            ? program + ": unrecognized option '--" + typed + "'"
                            : program + ": option '--" + typed + "' is ambiguous; possibilities: "
                                    + String.join(
                                            " ",
                                            found.stream()
                                                    .map(w -> "'--" + bare(w) + "'")
                                                    .toList()));
            return at;
        }
        String word = found.getFirst();
        int next = at + 1;
        if (word.endsWith(":") && equals < 0) {
            if (next == args.size()) {
                complaint = Optional.of(program + ": option '--" + bare(word) + "' requires an argument");
                return at;
            }
            value = args.get(next++);
        } else if (!word.endsWith(":") && !word.endsWith("?") && equals >= 0) {
            complaint = Optional.of(program + ": option '--" + bare(word) + "' doesn't allow an argument");
            return at;
        }
        put(bare(word), value);
        return next;
    }

    private static String bare(String word) {
        return word.replaceFirst("[:?]$", "");
    }

    private void put(String word, String value) {
        for (NamespaceKind kind : NamespaceKind.values()) {
            if (kind.option().equals(word)) {
                kinds.put(kind, value);
                return;
            }
        }
        others.put(word, value);
    }

    private int takeShort(String program, List<String> args, int at, Map<Character, String> letters) {
        String arg = args.get(at);
        for (int j = 1; j < arg.length(); j++) {
            char letter = arg.charAt(j);
            Optional<NamespaceKind> kind = kind(letter);
            if (kind.isPresent()) {
                // The short options of unshare take no file, but those of nsenter do; only a path can be one.
                boolean file = j + 1 < arg.length() && (arg.charAt(j + 1) == '/' || arg.charAt(j + 1) == '=');
                kinds.put(kind.get(), file ? arg.substring(j + 1) : "");
                if (file) {
                    return at + 1;
                }
                continue;
            }
            String word = letters.get(letter);
            if (word == null) {
                complaint = Optional.of(program + ": invalid option -- '" + letter + "'");
                return at;
            }
            if (!word.endsWith(":")) {
                others.put(bare(word), "");
            } else if (j + 1 < arg.length()) {
                others.put(bare(word), arg.substring(j + 1));
                return at + 1;
            } else if (at + 1 < args.size()) {
                others.put(bare(word), args.get(at + 1));
                return at + 2;
            } else {
                complaint = Optional.of(program + ": option requires an argument -- '" + letter + "'");
                return at;
            }
        }
        return at + 1;
    }

    private static Optional<NamespaceKind> kind(char letter) {
        for (NamespaceKind kind : NamespaceKind.values()) {
            if (kind.letter() == letter) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The namespaces named, each with its file or nothing. */
    Map<NamespaceKind, String> kinds() {
        return kinds;
    }

    boolean has(String word) {
        return others.containsKey(word);
    }

    String value(String word) {
        return others.getOrDefault(word, "");
    }

    /** The program to run with its arguments; a shell where none is named. */
    List<String> command() {
        return command.isEmpty() ? List.of("bash") : command;
    }

    /** The first mistake, in glibc's words. */
    Optional<String> complaint() {
        return complaint;
    }
}
