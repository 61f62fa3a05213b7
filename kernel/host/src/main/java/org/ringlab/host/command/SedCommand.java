package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code sed} with one command: {@code [address]s/…/…/[gpI]}, {@code [address]d}, {@code [address]p}; {@code -i -n -e -E}. */
final class SedCommand extends NamedCommand {
    SedCommand() {
        super("sed", "sed [-n] [-i] [-E] SCRIPT [FILE]...: edit lines (s///, d, p)", "-n", "-i", "-e", "-E");
    }

    /** One command of the script: which lines, and what to do with them. */
    private record Edit(
            @Nullable Pattern lines, int line, char action, Pattern search, String replacement, String flags) {
        boolean concerns(String text, int number, int last) {
            return line == 0 ? lines == null || lines.matcher(text).find() : number == (line < 0 ? last : line);
        }
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "nie:Er");
        if (options.complaint("sed").isPresent()) {
            io.err().line(options.complaint("sed").get());
            io.err().line("Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...");
            return 1;
        }
        List<String> operands = options.operands();
        if (operands.isEmpty() && !options.has("-e")) {
            io.err().line("Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...");
            return 1;
        }
        String script = options.has("-e") ? options.value("-e", "") : operands.get(0);
        List<String> names = options.has("-e") ? operands : operands.subList(1, operands.size());
        Optional<Edit> edit = parse(script, options.has("-E") || options.has("-r"));
        if (edit.isEmpty()) {
            io.err().line("sed: -e expression #1: not simulated: `" + script + "' (only s///, d and p are)");
            return 1;
        }
        int status = 0;
        List<Texts.Named> files = Texts.read("sed", names, session, io);
        for (Texts.Named file : files) {
            String edited = apply(edit.get(), file.content(), options.has("-n"));
            if (!options.has("-i")) {
                io.out().print(edited);
                continue;
            }
            try {
                session.files().write(session.resolve(file.name()), edited);
            } catch (FileException e) {
                io.err().line("sed: couldn't edit " + file.name() + ": " + e.getMessage());
                status = 4;
            }
        }
        return files.size() < names.size() ? 2 : status;
    }

    private static String apply(Edit edit, String content, boolean quiet) {
        StringBuilder out = new StringBuilder();
        List<String> lines = Texts.lines(content);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean printed = edit.action == 'p';
            if (edit.concerns(line, i + 1, lines.size())) {
                if (edit.action == 'd') {
                    continue;
                }
                if (edit.action == 's') {
                    Matcher m = edit.search.matcher(line);
                    printed = m.find() && edit.flags.contains("p");
                    line = edit.flags.contains("g") ? m.replaceAll(edit.replacement) : m.replaceFirst(edit.replacement);
                }
                if (printed) {
                    out.append(line).append('\n');
                }
            }
            if (!quiet) {
                out.append(line).append('\n');
            }
        }
        return out.toString();
    }

    private static Optional<Edit> parse(String script, boolean extended) {
        String rest = script.strip();
        int line = 0;
        @Nullable Pattern lines = null;
        try {
            Matcher number = Pattern.compile("^(\\d{1,6}|\\$)").matcher(rest);
            if (number.find()) {
                line = number.group().equals("$") ? -1 : Integer.parseInt(number.group());
                rest = rest.substring(number.end());
            } else if (rest.startsWith("/")) {
                List<String> parts = parts(rest.substring(1), '/', 1);
                if (parts.size() < 2) {
                    return Optional.empty();
                }
                lines = regex(parts.get(0), extended, "");
                rest = parts.get(1).strip();
            }
            if (rest.equals("d") || rest.equals("p")) {
                return Optional.of(new Edit(lines, line, rest.charAt(0), Pattern.compile(""), "", ""));
            }
            if (rest.length() < 4 || rest.charAt(0) != 's') {
                return Optional.empty();
            }
            List<String> parts = parts(rest.substring(2), rest.charAt(1), 2);
            if (parts.size() < 3 || !parts.get(2).matches("[gpIi]*")) {
                return Optional.empty();
            }
            Pattern search = regex(parts.get(0), extended, parts.get(2));
            return Optional.of(new Edit(lines, line, 's', search, replacement(parts.get(1)), parts.get(2)));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    /** Splits at the delimiter, {@code count} times, an escaped one standing for itself. */
    private static List<String> parts(String text, char delimiter, int count) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                part.append(next == delimiter ? "" : "\\").append(next);
            } else if (c == delimiter && parts.size() < count) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static Pattern regex(String text, boolean extended, String flags) {
        boolean ignoreCase = flags.contains("I") || flags.contains("i");
        return Pattern.compile(extended ? text : BasicRegex.toJava(text), ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
    }

    /** {@code &} and {@code \1} in Java's notation. */
    private static String replacement(String sed) {
        StringBuilder java = new StringBuilder();
        for (int i = 0; i < sed.length(); i++) {
            char c = sed.charAt(i);
            if (c == '\\' && i + 1 < sed.length()) {
                char next = sed.charAt(++i);
                java.append(Character.isDigit(next) ? "$" + next : next == 'n' ? "\n" : "\\" + next);
            } else if (c == '&') {
                java.append("$0");
            } else {
                java.append(c == '$' ? "\\$" : String.valueOf(c));
            }
        }
        return java.toString();
    }
}
