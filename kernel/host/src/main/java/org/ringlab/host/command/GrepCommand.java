package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.CountedText;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;

/** {@code grep} with basic and extended expressions, and {@code egrep}, {@code fgrep}. */
final class GrepCommand extends NamedCommand {
    private static final String USAGE =
            "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.";

    GrepCommand(String name) {
        super(
                name,
                name
                        + " [-iEFvncqwxolhHr] [-e PATTERN]... [-A N] [-B N] [-C N] [-m N] PATTERN [FILE]...: print the lines that match",
                "-i",
                "-E",
                "-v",
                "-n",
                "-c",
                "-q",
                "-w",
                "-x",
                "-o",
                "-l",
                "-h",
                "-H",
                "-r",
                "-A",
                "-B",
                "-C",
                "-F",
                "-e");
    }

    /** What was asked for. */
    private record Search(Pattern pattern, Options options, int before, int after, int most, boolean named) {}

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> patterns = new ArrayList<>();
        List<String> rest = patterns(args, patterns);
        Options options = Options.parse(
                rest,
                "iEvncqwFhHoxGslLrRA:B:C:m:aPyz",
                "color",
                "colour",
                "line-number",
                "ignore-case",
                "invert-match",
                "count",
                "quiet");
        for (String option : List.of("-P", "-z", "-L")) {
            if (options.has(option)) {
                io.err().line("grep: not simulated: " + option);
                return 2;
            }
        }
        if (options.complaint("grep").isPresent()) {
            return Texts.wrong(io, options.complaint("grep").get(), USAGE, 2);
        }
        List<String> names = new ArrayList<>(options.operands());
        if (patterns.isEmpty()) {
            if (names.isEmpty()) {
                io.err().line(USAGE);
                return 2;
            }
            patterns.add(names.removeFirst());
        }
        Pattern pattern;
        try {
            pattern = pattern(patterns, options);
        } catch (PatternSyntaxException e) {
            boolean group = e.getDescription().contains("group");
            io.err().line("grep: " + (group ? "Unmatched ( or \\(" : "Invalid regular expression"));
            return 2;
        }
        int around = number(options, "-C").orElse(0);
        boolean recursive = options.has("-r") || options.has("-R");
        Search search = new Search(
                pattern,
                options,
                number(options, "-B").orElse(around),
                number(options, "-A").orElse(around),
                number(options, "-m").orElse(Integer.MAX_VALUE),
                (names.size() > 1 || recursive || options.has("-H")) && !options.has("-h"));
        if (recursive) {
            names = below(session, names.isEmpty() ? List.of(".") : names);
        }
        return search(session, search, names, io);
    }

    /** The values of all {@code -e}; what is left of the arguments. */
    private static List<String> patterns(List<String> args, List<String> patterns) {
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("--")) {
                rest.addAll(args.subList(i, args.size()));
                break;
            }
            if (arg.matches("-[a-zA-DF-Z]*e") && i + 1 < args.size()) {
                patterns.add(args.get(++i));
                rest.add(arg.length() > 2 ? arg.substring(0, arg.length() - 1) : "-s");
                if (arg.length() == 2) {
                    rest.removeLast();
                }
            } else {
                rest.add(arg);
            }
        }
        return rest;
    }

    private static Optional<Integer> number(Options options, String option) {
        return options.has(option) ? Texts.number(options.value(option, "0")) : Optional.empty();
    }

    private static List<String> below(Session session, List<String> names) {
        List<String> files = new ArrayList<>();
        for (String name : names) {
            String path = session.resolve(name);
            if (!session.files().isDirectory(path)) {
                files.add(name);
                continue;
            }
            try {
                for (String entry : session.files().list(path)) {
                    files.addAll(below(session, List.of((name.endsWith("/") ? name : name + "/") + entry)));
                }
            } catch (FileException gone) {
                files.add(name);
            }
        }
        return files;
    }

    private static int search(Session session, Search search, List<String> names, Streams io) {
        int[] found = {0};
        boolean[] printed = {false};
        boolean failed = false;
        for (String name : names.isEmpty() ? List.of("-") : names) {
            if (!name.equals("-") && session.files().isDirectory(session.resolve(name))) {
                io.err().line("grep: " + name + ": Is a directory");
                failed = true;
                continue;
            }
            Streams quiet = search.options.has("-s") ? new Streams(io.in(), io.out(), new Output(text -> {})) : io;
            failed |= !Texts.each(
                    "grep", List.of(name), session, quiet, file -> found[0] += matches(file, search, printed, io));
            if (found[0] > 0 && search.options.has("-q")) {
                return 0;
            }
        }
        return failed ? 2 : found[0] > 0 ? 0 : 1;
    }

    /** Prints a file's lines that match; how many there are. */
    private static int matches(Texts.Named file, Search search, boolean[] printed, Streams io) {
        Options options = search.options;
        String name = file.name().equals("-") ? "(standard input)" : file.name();
        List<String> lines = Texts.lines(file.content());
        int count = 0;
        int last = -1;
        int trailing = 0;
        boolean shows = !options.has("-q") && !options.has("-c") && !options.has("-l");
        for (int i = 0; i < lines.size() && (count < search.most || trailing > 0); i++) {
            boolean matches = count < search.most
                    && search.pattern.matcher(new CountedText(lines.get(i))).find() != options.has("-v");
            count += matches ? 1 : 0;
            if (!matches && trailing-- <= 0 || !shows) {
                continue;
            }
            if (matches) {
                trailing = search.after;
                int from = Math.max(last + 1, i - search.before);
                if (search.before + search.after > 0 && printed[0] && (from > last + 1 || last < 0)) {
                    io.out().line("--");
                }
                for (int j = from; j < i; j++) {
                    io.out().line(head(search, name, j, '-') + lines.get(j));
                }
            }
            print(search, name, i, lines.get(i), matches, io);
            printed[0] = true;
            last = i;
        }
        if (options.has("-c")) {
            io.out().line((search.named ? name + ":" : "") + count);
        } else if (options.has("-l") && count > 0) {
            io.out().line(name);
        }
        return count;
    }

    private static void print(Search search, String name, int index, String line, boolean matches, Streams io) {
        if (!search.options.has("-o")) {
            io.out().line(head(search, name, index, matches ? ':' : '-') + line);
            return;
        }
        Matcher each = search.pattern.matcher(new CountedText(line));
        while (matches && !search.options.has("-v") && each.find()) {
            if (!each.group().isEmpty()) {
                io.out().line(head(search, name, index, ':') + each.group());
            }
        }
    }

    private static String head(Search search, String name, int index, char mark) {
        return (search.named ? name + mark : "")
                + (search.options.has("-n") || search.options.has("--line-number") ? (index + 1) + "" + mark : "");
    }

    private Pattern pattern(List<String> patterns, Options options) {
        List<String> each = new ArrayList<>();
        for (String one : patterns.stream()
                .flatMap(p -> List.of(p.split("\n", -1)).stream())
                .toList()) {
            boolean extended = options.has("-E") || name().equals("egrep");
            String text =
                    options.has("-F") || name().equals("fgrep") ? Pattern.quote(one) : PosixRegex.toJava(one, extended);
            each.add(
                    options.has("-w")
                            ? "(?<!\\w)(?:" + text + ")(?!\\w)"
                            : options.has("-x") ? "^(?:" + text + ")$" : text);
        }
        String whole = each.size() == 1 ? each.getFirst() : "(?:" + String.join(")|(?:", each) + ")";
        boolean ignoreCase = options.has("-i") || options.has("-y") || options.has("--ignore-case");
        return Pattern.compile(whole, ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
    }
}
