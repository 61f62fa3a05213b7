package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.command.SedScript.Address;
import org.ringlab.host.command.SedScript.Edit;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.CountedText;
import org.ringlab.host.shell.Streams;

/** {@code sed}: all commands but branches and files ({@code b t : r w}), with {@code -n -i -e -E -s}. */
final class SedCommand extends NamedCommand {
    private static final String USAGE = "Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...";

    SedCommand() {
        super("sed", "sed [-n] [-i[SUFFIX]] [-E] [-e] SCRIPT [FILE]...: edit lines", "-n", "-i", "-e", "-E");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> scripts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        boolean quiet = false;
        boolean extended = false;
        boolean separate = false;
        @Nullable String suffix = null;
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("--") || !arg.startsWith("-") || arg.equals("-")) {
                names.addAll(arg.equals("--") ? args.subList(i + 1, args.size()) : List.of(arg));
                if (arg.equals("--")) {
                    break;
                }
                continue;
            }
            String letters = switch (arg) {
                case "--quiet", "--silent" -> "-n";
                case "--in-place" -> "-i";
                case "--regexp-extended" -> "-E";
                default -> arg;
            };
            for (int j = 1; j < letters.length(); j++) {
                char letter = letters.charAt(j);
                switch (letter) {
                    case 'n' -> quiet = true;
                    case 'E', 'r' -> extended = true;
                    case 's' -> separate = true;
                    case 'i' -> {
                        suffix = letters.substring(j + 1);
                        j = letters.length();
                    }
                    case 'e' -> {
                        boolean here = j + 1 < letters.length();
                        if (!here && i + 1 == args.size()) {
                            io.err().line("sed: option requires an argument -- 'e'");
                            io.err().line(USAGE);
                            return 1;
                        }
                        scripts.add(here ? letters.substring(j + 1) : args.get(++i));
                        j = letters.length();
                    }
                    default -> {
                        boolean known = "fluz".indexOf(letter) >= 0;
                        io.err()
                                .line(
                                        known
                                                ? "sed: not simulated: -" + letter
                                                : letter == '-'
                                                        ? "sed: unrecognized option '" + arg + "'"
                                                        : "sed: invalid option -- '" + letter + "'");
                        if (!known) {
                            io.err().line(USAGE);
                        }
                        return 1;
                    }
                }
            }
        }
        if (scripts.isEmpty()) {
            if (names.isEmpty()) {
                io.err().line(USAGE);
                return 1;
            }
            scripts.add(names.removeFirst());
        }
        List<Edit> edits = new ArrayList<>();
        try {
            edits.addAll(SedScript.parse(String.join("\n", scripts), extended));
        } catch (SedScript.Mistake e) {
            io.err()
                    .line(
                            e.place() < 0
                                    ? "sed: " + e.getMessage()
                                    : "sed: -e expression #1, char " + e.place() + ": " + e.getMessage());
            return 1;
        }
        List<Texts.Named> files = Texts.read("sed", names, session, io, "can't read ");
        int status = files.size() < names.size() ? 2 : 0;
        if (suffix == null && !separate) {
            StringBuilder all = new StringBuilder();
            files.forEach(file -> all.append(file.content())
                    .append(
                            file.content().isEmpty() || file.content().endsWith("\n")
                                    ? ""
                                    : file == files.getLast() ? "" : "\n"));
            Run run = new Run(edits, all.toString(), quiet);
            run.all();
            io.out().print(run.out.toString());
            return run.status > 0 ? run.status : status;
        }
        for (Texts.Named file : files) {
            Run run = new Run(edits, file.content(), quiet);
            run.all();
            if (suffix == null) {
                io.out().print(run.out.toString());
                continue;
            }
            try {
                String path = session.resolve(file.name());
                if (!suffix.isEmpty()) {
                    session.files()
                            .write(
                                    session.resolve(
                                            suffix.contains("*")
                                                    ? suffix.replace("*", file.name())
                                                    : file.name() + suffix),
                                    file.content());
                }
                session.files().write(path, run.out.toString());
            } catch (FileException e) {
                io.err().line("sed: couldn't edit " + file.name() + ": " + e.getMessage());
                status = 4;
            }
        }
        return status;
    }

    /** One pass over a text. */
    private static final class Run {
        private static final int MAX_LINES = 200_000;

        private final List<Edit> edits;
        private final List<String> lines;
        private final boolean lastLineOpen;
        private final boolean quiet;
        private final StringBuilder out = new StringBuilder();
        private final StringBuilder appended = new StringBuilder();
        private String pattern = "";
        private String hold = "";
        private int at;
        private int status;
        private boolean quits;
        private boolean lacksNewline;
        private @Nullable Pattern last;

        /** How the cycle of a line goes on. */
        private enum Next {
            COMMAND,
            CYCLE,
            RESTART
        }

        Run(List<Edit> edits, String text, boolean quiet) {
            this.edits = edits;
            this.quiet = quiet;
            lines = Texts.lines(text);
            lastLineOpen = !text.isEmpty() && !text.endsWith("\n");
        }

        void all() {
            edits.forEach(edit -> edit.open = 0);
            boolean keeps = false;
            int cycles = 0;
            while ((at < lines.size() || keeps) && !quits && cycles++ < MAX_LINES) {
                if (!keeps) {
                    pattern = lines.get(at++);
                }
                Next next = each(edits);
                keeps = next == Next.RESTART;
                if (next == Next.COMMAND && !quiet) {
                    print(pattern);
                }
                put(appended);
                appended.setLength(0);
            }
        }

        private void print(String text) {
            put(text);
            lacksNewline = at >= lines.size() && lastLineOpen;
            out.append(lacksNewline ? "" : "\n");
        }

        /** What comes behind a last line without a newline begins with one. */
        private void put(CharSequence text) {
            out.append(lacksNewline && !text.isEmpty() ? "\n" : "").append(text);
            lacksNewline = lacksNewline && text.isEmpty();
        }

        /** An empty expression is the one used last. */
        private Pattern used(Pattern pattern) {
            last = pattern.pattern().isEmpty() && last != null ? last : pattern;
            return last;
        }

        private Next each(List<Edit> list) {
            for (Edit edit : list) {
                if (concerns(edit) != edit.negated) {
                    Next next = edit(edit);
                    if (next != Next.COMMAND) {
                        return next;
                    }
                    if (quits) {
                        return Next.COMMAND;
                    }
                }
            }
            return Next.COMMAND;
        }

        private boolean concerns(Edit edit) {
            if (edit.from == null) {
                return true;
            }
            if (edit.to == null) {
                return at(edit.from);
            }
            if (edit.open == 0) {
                if (at == 1 && edit.from instanceof Address.Line line && line.number() == 0) {
                    edit.open = at(edit.to) ? 0 : -1;
                    return true;
                }
                if (!at(edit.from)) {
                    return false;
                }
                edit.open = switch (edit.to) {
                    case Address.Line line -> line.number() <= at ? 0 : line.number();
                    case Address.More more -> more.lines() == 0 ? 0 : at + more.lines();
                    case Address.Last last -> at >= lines.size() ? 0 : lines.size();
                    default -> -1;
                };
                return true;
            }
            boolean ends = edit.open > 0 ? at >= edit.open : at(edit.to);
            boolean past = edit.open > 0 && at > edit.open;
            edit.open = ends ? 0 : edit.open;
            return !past;
        }

        private boolean at(Address address) {
            return switch (address) {
                case Address.Line line -> line.number() == at;
                case Address.Last last -> at >= lines.size();
                case Address.Match match ->
                    used(match.pattern()).matcher(new CountedText(pattern)).find();
                case Address.Step step ->
                    step.step() <= 0
                            ? at == step.first()
                            : at >= step.first() && (at - step.first()) % step.step() == 0;
                case Address.More more -> false;
            };
        }

        private Next edit(Edit edit) {
            switch (edit.name) {
                case '{' -> {
                    return each(edit.inner);
                }
                case 's' -> substitute(edit);
                case 'y' -> {
                    StringBuilder changed = new StringBuilder();
                    pattern.chars()
                            .forEach(c -> changed.append(
                                    edit.text.indexOf(c) < 0 ? (char) c : edit.flags.charAt(edit.text.indexOf(c))));
                    pattern = changed.toString();
                }
                case 'd' -> {
                    return Next.CYCLE;
                }
                case 'D' -> {
                    int end = pattern.indexOf('\n');
                    if (end >= 0) {
                        pattern = pattern.substring(end + 1);
                        return Next.RESTART;
                    }
                    return Next.CYCLE;
                }
                case 'p' -> print(pattern);
                case 'P' -> put(pattern.split("\n", 2)[0] + "\n");
                case '=' -> put(at + "\n");
                case 'a' -> appended.append(edit.text);
                case 'i' -> put(edit.text);
                case 'c' -> {
                    if (edit.to == null || edit.negated || edit.open == 0) {
                        put(edit.text);
                    }
                    return Next.CYCLE;
                }
                case 'q' -> {
                    quits = true;
                    status = edit.text.isEmpty() ? 0 : Texts.number(edit.text).orElse(0) & 255;
                }
                case 'n' -> {
                    if (at >= lines.size()) {
                        quits = true;
                        return Next.COMMAND;
                    }
                    if (!quiet) {
                        print(pattern);
                    }
                    pattern = lines.get(at++);
                }
                case 'N' -> {
                    if (at >= lines.size()) {
                        quits = true;
                        return Next.COMMAND;
                    }
                    pattern += "\n" + lines.get(at++);
                }
                case 'h' -> hold = pattern;
                case 'H' -> hold += "\n" + pattern;
                case 'g' -> pattern = hold;
                case 'G' -> pattern += "\n" + hold;
                default -> {
                    String held = hold;
                    hold = pattern;
                    pattern = held;
                }
            }
            return Next.COMMAND;
        }

        private void substitute(Edit edit) {
            if (edit.search == null) {
                return;
            }
            String digits = edit.flags.replaceAll("[^0-9]", "");
            int wanted = digits.isEmpty() ? 1 : Math.max(1, Texts.number(digits).orElse(1));
            boolean all = edit.flags.contains("g");
            Matcher match = used(edit.search).matcher(new CountedText(pattern));
            StringBuilder changed = new StringBuilder();
            int number = 0;
            int from = 0;
            boolean any = false;
            while (match.find()) {
                // an empty match right behind the one before is none
                if (match.start() == match.end() && match.start() == from && number > 0 && from > 0) {
                    continue;
                }
                number++;
                if (number < wanted) {
                    continue;
                }
                changed.append(pattern, from, match.start()).append(replacement(edit.text, match));
                from = match.end();
                any = true;
                if (!all) {
                    break;
                }
            }
            if (any) {
                pattern = changed.append(pattern.substring(from)).toString();
                if (edit.flags.contains("p")) {
                    print(pattern);
                }
            }
        }

        /** {@code &}, {@code \1}, {@code \n}; letters' case ({@code \U \L \E}). */
        private static String replacement(String text, Matcher match) {
            StringBuilder put = new StringBuilder();
            char mode = 'E';
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                String piece = String.valueOf(c);
                if (c == '&') {
                    piece = match.group();
                } else if (c == '\\' && i + 1 < text.length()) {
                    char next = text.charAt(++i);
                    if ("ULE".indexOf(next) >= 0) {
                        mode = next;
                        continue;
                    }
                    @Nullable
                    String group = Character.isDigit(next) && next - '0' <= match.groupCount()
                            ? match.group(next - '0')
                            : null;
                    piece = Character.isDigit(next)
                            ? group == null ? "" : group
                            : next == 'n' ? "\n" : next == 't' ? "\t" : String.valueOf(next);
                }
                put.append(
                        mode == 'U'
                                ? piece.toUpperCase(Locale.ROOT)
                                : mode == 'L' ? piece.toLowerCase(Locale.ROOT) : piece);
            }
            return put.toString();
        }
    }
}
