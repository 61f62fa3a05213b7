package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Glob;
import org.ringlab.host.shell.Streams;

/** {@code find} of findutils: {@code -name -iname -type -path -maxdepth -mindepth -empty !} and {@code -print}. */
final class FindCommand extends NamedCommand {
    FindCommand() {
        super(
                "find",
                "find [PATH]... [-name PATTERN] [-type f|d|l] [-maxdepth N]: list files below a path",
                "-name",
                "-type",
                "-maxdepth");
    }

    /** A walk: what has to hold, and how deep. */
    private record Search(
            FileSystem files,
            Session session,
            List<BiPredicate<String, String>> tests,
            int least,
            int most,
            Streams io) {}

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> paths = new ArrayList<>();
        int at = 0;
        while (at < args.size()
                && !args.get(at).startsWith("-")
                && !List.of("!", "(").contains(args.get(at))) {
            paths.add(args.get(at++));
        }
        List<BiPredicate<String, String>> tests = new ArrayList<>();
        FileSystem files = session.files();
        int least = 0;
        int most = Integer.MAX_VALUE;
        boolean negated = false;
        while (at < args.size()) {
            String word = args.get(at++);
            if (word.equals("!") || word.equals("-not")) {
                negated = true;
                continue;
            }
            if (word.equals("-print") || word.equals("-a")) {
                continue;
            }
            if (!List.of("-name", "-iname", "-path", "-type", "-maxdepth", "-mindepth", "-empty")
                    .contains(word)) {
                boolean real = word.matches(
                        "-(exec|execdir|ok|delete|print0|printf|ls|mtime|newer|size|user|perm|regex|o|or|prune|L|H|P|follow|atime|ctime|mmin|links|inum|group|iregex|ipath|xdev|depth|quit|fprint)|[()]");
                io.err()
                        .line(
                                real
                                        ? "find: not simulated: " + word
                                        : word.startsWith("-")
                                                ? "find: unknown predicate `" + word + "'"
                                                : "find: paths must precede expression: `" + word + "'");
                return 1;
            }
            if (word.equals("-empty")) {
                tests.add(negate(negated, (path, shown) -> empty(files, path)));
                negated = false;
                continue;
            }
            if (at == args.size()) {
                io.err().line("find: missing argument to `" + word + "'");
                return 1;
            }
            String value = args.get(at++);
            switch (word) {
                case "-maxdepth", "-mindepth" -> {
                    if (!value.matches("\\d{1,6}")) {
                        io.err()
                                .line("find: Expected a positive decimal integer argument to " + word + ", but got '"
                                        + value + "'");
                        return 1;
                    }
                    most = word.equals("-maxdepth") ? Integer.parseInt(value) : most;
                    least = word.equals("-mindepth") ? Integer.parseInt(value) : least;
                }
                case "-type" -> {
                    if (!value.matches("[fdl]")) {
                        io.err()
                                .line(
                                        value.matches("[bcps]")
                                                ? "find: not simulated: -type " + value
                                                : "find: Unknown argument to -type: " + value.charAt(0));
                        return 1;
                    }
                    tests.add(negate(negated, (path, shown) -> value.equals(kind(files, path))));
                }
                default -> {
                    boolean whole = word.equals("-path");
                    boolean lower = word.equals("-iname");
                    String pattern = lower ? value.toLowerCase(Locale.ROOT) : value;
                    tests.add(negate(negated, (path, shown) -> {
                        String trimmed = shown.length() > 1 ? shown.replaceFirst("/+$", "") : shown;
                        String name = whole
                                ? shown
                                : trimmed.equals("/") ? "/" : trimmed.substring(trimmed.lastIndexOf('/') + 1);
                        return Glob.matches(pattern, lower ? name.toLowerCase(Locale.ROOT) : name);
                    }));
                }
            }
            negated = false;
        }
        Search search = new Search(files, session, tests, least, most, io);
        int status = 0;
        for (String path : paths.isEmpty() ? List.of(".") : paths) {
            status |= walk(search, session.resolve(path), path, 0);
        }
        return status;
    }

    private static BiPredicate<String, String> negate(boolean negated, BiPredicate<String, String> test) {
        return negated ? test.negate() : test;
    }

    private static String kind(FileSystem files, String path) {
        return files.linkTarget(path).isPresent() ? "l" : files.isDirectory(path) ? "d" : "f";
    }

    private static boolean empty(FileSystem files, String path) {
        try {
            return files.isDirectory(path)
                    ? files.list(path).isEmpty()
                    : files.read(path).isEmpty();
        } catch (FileException gone) {
            return false;
        }
    }

    private static int walk(Search search, String path, String shown, int depth) {
        if (!search.files.exists(path) && search.files.linkTarget(path).isEmpty()) {
            search.io.err().line("find: '" + shown + "': " + FileException.NO_SUCH_FILE);
            return 1;
        }
        if (!search.session.step()) {
            return 1;
        }
        if (depth >= search.least && search.tests.stream().allMatch(test -> test.test(path, shown))) {
            search.io.out().line(shown);
        }
        int status = 0;
        if (kind(search.files, path).equals("d") && depth < search.most) {
            try {
                for (String entry : search.files.list(path)) {
                    String below = path.equals("/") ? "/" + entry : path + "/" + entry;
                    status |= walk(search, below, shown.endsWith("/") ? shown + entry : shown + "/" + entry, depth + 1);
                }
            } catch (FileException e) {
                search.io.err().line("find: '" + shown + "': " + e.getMessage());
                return 1;
            }
        }
        return status;
    }
}
