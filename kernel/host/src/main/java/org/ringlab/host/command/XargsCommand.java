package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.shell.Words;

/** {@code xargs} of findutils: words of standard input become arguments. {@code -P} runs them one after another. */
final class XargsCommand extends NamedCommand {
    private static final int ABORTED = 124;

    XargsCommand() {
        super(
                "xargs",
                "xargs [-0rt] [-d MARK] [-n N] [-L N] [-I MARK] [COMMAND [ARGUMENT]...]: run a command with words of"
                        + " standard input",
                "-0",
                "-n",
                "-I",
                "-r");
    }

    /** How the input becomes arguments. */
    private static final class Plan {
        private String delimiter = "";
        private String mark = "";
        private int most = Integer.MAX_VALUE;
        private int lines;
        private boolean needsSome;
        private boolean shows;
        private String file = "";
        private String end = "";
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Plan plan = new Plan();
        int at = 0;
        while (at < args.size() && args.get(at).startsWith("-") && args.get(at).length() > 1) {
            String option = args.get(at++);
            if (option.equals("--")) {
                break;
            }
            String word = shortened(option);
            char letter = word.charAt(1);
            boolean valued = "ndILaPEs".indexOf(letter) >= 0;
            String value = word.substring(2);
            if (valued && value.isEmpty()) {
                if (at == args.size()) {
                    return Texts.misuse(io, "xargs", "xargs: option requires an argument -- '" + letter + "'", 1);
                }
                value = args.get(at++);
            }
            Optional<Integer> status = option(plan, letter, word, value, option, io);
            if (status.isPresent()) {
                return status.get();
            }
        }
        List<String> command = at < args.size() ? args.subList(at, args.size()) : List.of("echo");
        String text;
        try {
            text = plan.file.isEmpty() ? io.in().rest() : session.files().read(session.resolve(plan.file));
        } catch (FileException e) {
            io.err().line("xargs: Cannot open input file '" + plan.file + "': " + e.getMessage());
            return 1;
        }
        Optional<List<List<String>>> groups = groups(plan, text);
        if (groups.isEmpty()) {
            io.err()
                    .line("xargs: unmatched " + (text.indexOf('\'') >= 0 ? "single" : "double")
                            + " quote; by default quotes are special to xargs unless you use the -0 option");
            return 1;
        }
        return all(session, plan, command, groups.get(), io);
    }

    private static String shortened(String option) {
        int equals = option.indexOf('=');
        String value = equals < 0 ? "" : option.substring(equals + 1);
        return switch (equals < 0 ? option : option.substring(0, equals)) {
            case "--null" -> "-0";
            case "--no-run-if-empty" -> "-r";
            case "--verbose" -> "-t";
            case "--max-args" -> "-n" + value;
            case "--max-lines" -> "-L" + (value.isEmpty() ? "1" : value);
            case "--delimiter" -> "-d" + value;
            case "--replace" -> "-I" + (value.isEmpty() ? "{}" : value);
            case "--arg-file" -> "-a" + value;
            case "--max-procs" -> "-P" + value;
            default -> option.startsWith("-i") ? "-I" + (option.length() > 2 ? option.substring(2) : "{}") : option;
        };
    }

    /** Takes an option; a status where it ends the program. */
    private static Optional<Integer> option(
            Plan plan, char letter, String word, String value, String typed, Streams io) {
        switch (letter) {
            case '0' -> plan.delimiter = "\0";
            case 'r' -> plan.needsSome = true;
            case 't' -> plan.shows = true;
            case 'I' -> plan.mark = value;
            case 'a' -> plan.file = value;
            case 'E' -> plan.end = value;
            case 'd' ->
                plan.delimiter = switch (value) {
                    case "\\n" -> "\n";
                    case "\\t" -> "\t";
                    case "\\0" -> "\0";
                    default -> value;
                };
            case 'n', 'L', 'P', 's' -> {
                Optional<Integer> number = Texts.number(value);
                if (number.isEmpty() || number.get() < (letter == 'P' ? 0 : 1)) {
                    String said = number.isEmpty()
                            ? "invalid number \"" + value + "\" for -" + letter + " option"
                            : "value " + value + " for -" + letter + " option should be >= 1";
                    Texts.misuse(io, "xargs", "xargs: " + said, 1);
                    return Optional.of(1);
                }
                plan.most = letter == 'n' ? number.get() : plan.most;
                plan.lines = letter == 'L' ? number.get() : plan.lines;
            }
            default -> {
                if (letter == 'p' || letter == 'o' || letter == 'x' || word.startsWith("--")) {
                    io.err().line("xargs: not simulated: " + typed);
                    return Optional.of(1);
                }
                return Optional.of(Texts.misuse(io, "xargs", "xargs: invalid option -- '" + letter + "'", 1));
            }
        }
        // -0 and its kin may stand together with others
        for (int i = 2; i < word.length() && "0rt".indexOf(letter) >= 0; i++) {
            char next = word.charAt(i);
            if ("0rt".indexOf(next) < 0) {
                io.err().line("xargs: not simulated: " + typed);
                return Optional.of(1);
            }
            option(plan, next, "-" + next, "", typed, io);
        }
        return Optional.empty();
    }

    /** The arguments of each call; empty where a quote isn't closed. */
    private static Optional<List<List<String>>> groups(Plan plan, String text) {
        List<List<String>> groups = new ArrayList<>();
        if (!plan.mark.isEmpty()) {
            boolean lines = plan.delimiter.isEmpty();
            for (String item : text.split(lines ? "\n" : java.util.regex.Pattern.quote(plan.delimiter), 0)) {
                String word = lines ? item.stripLeading() : item;
                if (!word.isEmpty()) {
                    groups.add(List.of(word));
                }
            }
            return Optional.of(groups);
        }
        if (plan.lines > 0 && plan.delimiter.isEmpty()) {
            List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
            for (int i = 0; i < lines.size(); i += plan.lines) {
                String some = String.join(" ", lines.subList(i, Math.min(lines.size(), i + plan.lines)));
                Optional<List<String>> words = Words.split(some);
                if (words.isEmpty()) {
                    return Optional.empty();
                }
                groups.add(words.get());
            }
            return Optional.of(groups);
        }
        List<String> words = new ArrayList<>();
        if (plan.delimiter.isEmpty()) {
            Optional<List<String>> split = Words.split(text.replace('\n', ' '));
            if (split.isEmpty()) {
                return Optional.empty();
            }
            words.addAll(split.get());
        } else if (!text.isEmpty()) {
            String trimmed = text.endsWith(plan.delimiter) ? text.substring(0, text.length() - 1) : text;
            words.addAll(List.of(trimmed.split(java.util.regex.Pattern.quote(plan.delimiter), -1)));
        }
        int last = plan.end.isEmpty() ? -1 : words.indexOf(plan.end);
        List<String> used = last < 0 ? words : words.subList(0, last);
        for (int i = 0; i < used.size() || i == 0 && !plan.needsSome; ) {
            int end = (int) Math.min((long) i + plan.most, used.size());
            groups.add(used.subList(i, end));
            i = Math.max(end, i + 1);
        }
        return Optional.of(groups);
    }

    private static int all(Session session, Plan plan, List<String> command, List<List<String>> groups, Streams io) {
        int status = 0;
        for (List<String> group : groups) {
            List<String> words = new ArrayList<>();
            for (String word : command) {
                words.add(plan.mark.isEmpty() ? word : word.replace(plan.mark, group.getFirst()));
            }
            if (plan.mark.isEmpty()) {
                words.addAll(group);
            }
            if (plan.shows) {
                io.err().line(String.join(" ", words));
            }
            if (!Programs.exists(words.getFirst())) {
                io.err().line("xargs: " + words.getFirst() + ": No such file or directory");
                return 127;
            }
            String name = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
            Session child = session.child();
            int one = Commands.run(
                    child, name, words.subList(1, words.size()), new Streams(Input.empty(), io.out(), io.err()));
            session.ended(child);
            if (one == 255) {
                io.err().line("xargs: " + words.getFirst() + ": exited with status 255; aborting");
                return ABORTED;
            }
            status = one == 0 ? status : 123;
        }
        return status;
    }
}
