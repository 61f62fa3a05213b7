package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.CountedText;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;

/** {@code grep} with basic and extended expressions, and {@code egrep}, {@code fgrep}. */
final class GrepCommand extends NamedCommand {
    /** Stands among the options where {@code -f} gave patterns, maybe none. */
    private static final String GIVEN = "-f";

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
        List<String> included = new ArrayList<>();
        List<String> excluded = new ArrayList<>();
        List<String> rest;
        try {
            rest = patterns(session, GrepOptions.shortened(args, included, excluded), patterns, io);
        } catch (FileException e) {
            io.err().line("grep: " + e.getMessage());
            return 2;
        }
        boolean given = patterns.size() > 0 || rest.contains(GIVEN);
        rest.remove(GIVEN);
        Options options = Options.parse(rest, "iEvncqwFhHoxGslLrRA:B:C:m:aPyzbIU", "color");
        if (options.has("-z")) {
            io.err().line("grep: not simulated: -z");
            return 2;
        }
        if (options.complaint("grep").isPresent()) {
            return Texts.wrong(io, options.complaint("grep").get(), USAGE, 2);
        }
        List<String> names = new ArrayList<>(options.operands());
        if (!given) {
            if (names.isEmpty()) {
                io.err().line(USAGE);
                return 2;
            }
            patterns.add(names.removeFirst());
        }
        if (options.has("-P") && patterns.stream().anyMatch(GrepOptions::isPerlOnly)) {
            io.err().line("grep: not simulated: -P with " + patterns.getFirst());
            return 2;
        }
        Pattern pattern;
        try {
            pattern = patterns.isEmpty() ? Pattern.compile("(?!)") : pattern(patterns, options);
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
            names = below(session, names.isEmpty() ? List.of("") : names);
        }
        if (!included.isEmpty() || !excluded.isEmpty()) {
            names.removeIf(file -> !GrepOptions.isWanted(file, included, excluded));
            if (names.isEmpty()) {
                return 1;
            }
        }
        return search(session, search, names, io);
    }

    /** The values of all {@code -e} and the lines of {@code -f}; what is left of the arguments. */
    private static List<String> patterns(Session session, List<String> args, List<String> patterns, Streams io)
            throws FileException {
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("--")) {
                rest.addAll(args.subList(i, args.size()));
                break;
            }
            boolean letters = arg.matches("-[a-zA-Z]+") && !arg.matches("-[^ABCm]*[ABCm].*");
            int place = letters ? Math.max(arg.indexOf('e'), arg.indexOf('f')) : -1;
            boolean behind = place > 0 && place == arg.length() - 1;
            if (place < 0 || behind && i + 1 == args.size()) {
                rest.add(arg);
                continue;
            }
            int first = letters && arg.indexOf('e') > 0 && arg.indexOf('f') > 0
                    ? Math.min(arg.indexOf('e'), arg.indexOf('f'))
                    : place;
            String value = first == arg.length() - 1 ? args.get(++i) : arg.substring(first + 1);
            if (first > 1) {
                rest.add(arg.substring(0, first));
            }
            if (arg.charAt(first) == 'e') {
                patterns.add(value);
                continue;
            }
            rest.addFirst(GIVEN);
            try {
                patterns.addAll(Texts.lines(
                        value.equals("-") ? io.in().rest() : session.files().read(session.resolve(value))));
            } catch (FileException e) {
                throw new FileException(value + ": " + e.getMessage());
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
                    String below = name.isEmpty() || name.endsWith("/") ? name + entry : name + "/" + entry;
                    files.addAll(below(session, List.of(below)));
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
        boolean shows = !options.has("-q") && !options.has("-c") && !options.has("-l") && !options.has("-L");
        int offset = 0;
        for (int i = 0; i < lines.size() && (count < search.most || trailing > 0); i++) {
            int begin = offset;
            offset += FileSystem.bytes(lines.get(i)).length + 1;
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
                    io.out().line(head(search, name, j, '-', -1) + lines.get(j));
                }
            }
            print(search, name, i, begin, lines.get(i), matches, io);
            printed[0] = true;
            last = i;
        }
        if (options.has("-c")) {
            io.out().line((search.named ? name + ":" : "") + count);
        } else if (options.has("-l") && count > 0 || options.has("-L") && count == 0) {
            io.out().line(name);
        }
        return count;
    }

    private static void print(
            Search search, String name, int index, int begin, String line, boolean matches, Streams io) {
        if (!search.options.has("-o")) {
            boolean colours = matches && GrepOptions.colours(search.options) && !search.options.has("-v");
            io.out()
                    .line(head(search, name, index, matches ? ':' : '-', begin)
                            + (colours ? GrepOptions.coloured(search.pattern, line) : line));
            return;
        }
        Matcher each = search.pattern.matcher(new CountedText(line));
        while (matches && !search.options.has("-v") && each.find()) {
            if (!each.group().isEmpty()) {
                int place = begin + FileSystem.bytes(line.substring(0, each.start())).length;
                String shown =
                        GrepOptions.colours(search.options) ? GrepOptions.in("01;31", each.group()) : each.group();
                io.out().line(head(search, name, index, ':', place) + shown);
            }
        }
    }

    private static String head(Search search, String name, int index, char mark, int begin) {
        boolean colours = GrepOptions.colours(search.options);
        String sign = colours ? GrepOptions.in("36", String.valueOf(mark)) : String.valueOf(mark);
        StringBuilder head = new StringBuilder();
        if (search.named) {
            head.append(colours ? GrepOptions.in("35", name) : name).append(sign);
        }
        if (search.options.has("-n")) {
            String number = String.valueOf(index + 1);
            head.append(colours ? GrepOptions.in("32", number) : number).append(sign);
        }
        if (search.options.has("-b") && begin >= 0) {
            head.append(colours ? GrepOptions.in("32", String.valueOf(begin)) : begin)
                    .append(sign);
        }
        return head.toString();
    }

    private Pattern pattern(List<String> patterns, Options options) {
        List<String> each = new ArrayList<>();
        for (String one : patterns.stream()
                .flatMap(p -> List.of(p.split("\n", -1)).stream())
                .toList()) {
            boolean extended = options.has("-E") || name().equals("egrep");
            String text = options.has("-F") || name().equals("fgrep")
                    ? Pattern.quote(one)
                    : options.has("-P") ? one : PosixRegex.toJava(one, extended);
            each.add(
                    options.has("-w")
                            ? "(?<!\\w)(?:" + text + ")(?!\\w)"
                            : options.has("-x") ? "^(?:" + text + ")$" : text);
        }
        String whole = each.size() == 1 ? each.getFirst() : "(?:" + String.join(")|(?:", each) + ")";
        boolean ignoreCase = options.has("-i") || options.has("-y");
        return Pattern.compile(whole, ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
    }
}
