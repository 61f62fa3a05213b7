package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.host.shell.CountedText;
import org.ringlab.host.shell.Glob;

/** {@code grep}'s long options and colours. */
final class GrepOptions {
    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("line-number", "-n"),
            Map.entry("ignore-case", "-i"),
            Map.entry("invert-match", "-v"),
            Map.entry("count", "-c"),
            Map.entry("quiet", "-q"),
            Map.entry("silent", "-q"),
            Map.entry("no-messages", "-s"),
            Map.entry("recursive", "-r"),
            Map.entry("dereference-recursive", "-R"),
            Map.entry("word-regexp", "-w"),
            Map.entry("line-regexp", "-x"),
            Map.entry("only-matching", "-o"),
            Map.entry("files-with-matches", "-l"),
            Map.entry("files-without-match", "-L"),
            Map.entry("with-filename", "-H"),
            Map.entry("no-filename", "-h"),
            Map.entry("extended-regexp", "-E"),
            Map.entry("basic-regexp", "-G"),
            Map.entry("fixed-strings", "-F"),
            Map.entry("perl-regexp", "-P"),
            Map.entry("text", "-a"),
            Map.entry("byte-offset", "-b"),
            Map.entry("regexp", "-e"),
            Map.entry("file", "-f"),
            Map.entry("max-count", "-m"),
            Map.entry("after-context", "-A"),
            Map.entry("before-context", "-B"),
            Map.entry("context", "-C"));

    private GrepOptions() {}

    /** The arguments with letters for words; what {@code --include} and {@code --exclude} say is gathered apart. */
    static List<String> shortened(List<String> args, List<String> included, List<String> excluded) {
        List<String> made = new ArrayList<>();
        boolean ended = false;
        for (String arg : args) {
            int equals = arg.indexOf('=');
            String word = !arg.startsWith("--") ? "" : arg.substring(2, equals < 0 ? arg.length() : equals);
            String value = equals < 0 ? "" : arg.substring(equals + 1);
            ended |= arg.equals("--");
            if (ended) {
                made.add(arg);
            } else if (word.equals("include") && equals > 0) {
                included.add(value);
            } else if (word.equals("exclude") && equals > 0) {
                excluded.add(value);
            } else if (word.equals("color") || word.equals("colour")) {
                made.addAll(value.equals("always") ? List.of("--color") : List.of());
            } else if (SHORT.containsKey(word)) {
                made.add(SHORT.get(word));
                made.addAll(equals < 0 ? List.of() : List.of(value));
            } else if (arg.matches("-[0-9]+")) {
                made.add("-C" + arg.substring(1));
            } else {
                made.add(arg);
            }
        }
        return made;
    }

    static boolean isWanted(String file, List<String> included, List<String> excluded) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return (included.isEmpty() || included.stream().anyMatch(pattern -> Glob.matches(pattern, name)))
                && excluded.stream().noneMatch(pattern -> Glob.matches(pattern, name));
    }

    /** What Perl's expressions have and Java's don't. */
    static boolean isPerlOnly(String pattern) {
        return pattern.matches("(?s).*(\\\\K|\\(\\?[R|0-9(&]|\\(\\*|\\\\g|\\(\\?P).*");
    }

    /** Whether a terminal's colours were asked for, as {@code --color=always} does. */
    static boolean colours(Options options) {
        return options.has("--color");
    }

    static String in(String colour, String text) {
        return "\u001b[" + colour + "m\u001b[K" + text + "\u001b[m\u001b[K";
    }

    /** A line with what matches in red. */
    static String coloured(Pattern pattern, String line) {
        Matcher each = pattern.matcher(new CountedText(line));
        StringBuilder shown = new StringBuilder();
        int at = 0;
        while (each.find()) {
            shown.append(line, at, each.start()).append(each.group().isEmpty() ? "" : in("01;31", each.group()));
            at = each.end();
        }
        return shown.append(line.substring(at)).toString();
    }
}
