package org.ringlab.host.command;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code grep} with basic and extended expressions. */
final class GrepCommand extends NamedCommand {
    GrepCommand() {
        super(
                "grep",
                "grep [-iEvncqw] PATTERN [FILE]...: print the lines that match",
                "-i",
                "-E",
                "-v",
                "-n",
                "-c",
                "-q",
                "-w",
                "-F");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "iEvncqwFe:hHoxGs");
        if (options.complaint("grep").isPresent()) {
            io.err().line(options.complaint("grep").get());
            io.err().line("Usage: grep [OPTION]... PATTERNS [FILE]...");
            io.err().line("Try 'grep --help' for more information.");
            return 2;
        }
        List<String> operands = options.operands();
        if (operands.isEmpty() && !options.has("-e")) {
            io.err().line("Usage: grep [OPTION]... PATTERNS [FILE]...");
            io.err().line("Try 'grep --help' for more information.");
            return 2;
        }
        String regex = options.has("-e") ? options.value("-e", "") : operands.get(0);
        List<String> names = options.has("-e") ? operands : operands.subList(1, operands.size());
        Pattern pattern;
        try {
            pattern = pattern(regex, options);
        } catch (PatternSyntaxException e) {
            io.err().line("grep: Invalid regular expression");
            return 2;
        }
        int[] found = {0};
        boolean all = Texts.each("grep", names, session, io, file -> {
            String prefix = names.size() > 1 || options.has("-H") ? file.name() + ":" : "";
            found[0] += matches(file, prefix, pattern, options, io);
        });
        return !all ? 2 : found[0] > 0 ? 0 : 1;
    }

    /** Prints a file's lines that match; how many there are. */
    private static int matches(Texts.Named file, String prefix, Pattern pattern, Options options, Streams io) {
        int number = 0;
        int count = 0;
        for (String line : Texts.lines(file.content())) {
            number++;
            if (pattern.matcher(line).find() == options.has("-v")) {
                continue;
            }
            count++;
            if (!options.has("-q") && !options.has("-c")) {
                io.out().line(prefix + (options.has("-n") ? number + ":" : "") + line);
            }
        }
        if (options.has("-c")) {
            io.out().line(prefix + count);
        }
        return count;
    }

    private static Pattern pattern(String regex, Options options) {
        String text = options.has("-F") ? Pattern.quote(regex) : options.has("-E") ? regex : BasicRegex.toJava(regex);
        text = options.has("-w") ? "\\b(?:" + text + ")\\b" : options.has("-x") ? "^(?:" + text + ")$" : text;
        return Pattern.compile(text, options.has("-i") ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
    }
}
