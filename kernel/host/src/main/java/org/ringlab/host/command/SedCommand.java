package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.command.SedScript.Edit;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code sed} of GNU; {@code e F R W v} aren't here. */
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
        String end = "\n";
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
            String letters = arg.startsWith("--expression=")
                    ? "-e" + arg.substring("--expression=".length())
                    : arg.startsWith("--file=")
                            ? "-f" + arg.substring("--file=".length())
                            : arg.startsWith("--in-place=")
                                    ? "-i" + arg.substring("--in-place=".length())
                                    : switch (arg) {
                                        case "--quiet", "--silent" -> "-n";
                                        case "--in-place" -> "-i";
                                        case "--regexp-extended" -> "-E";
                                        case "--expression" -> "-e";
                                        case "--file" -> "-f";
                                        case "--separate" -> "-s";
                                        case "--null-data" -> "-z";
                                        case "--unbuffered" -> "-u";
                                        default -> arg;
                                    };
            for (int j = 1; j < letters.length(); j++) {
                char letter = letters.charAt(j);
                switch (letter) {
                    case 'n' -> quiet = true;
                    case 'E', 'r' -> extended = true;
                    case 's' -> separate = true;
                    case 'z' -> end = "\0";
                    case 'u' -> {}
                    case 'i' -> {
                        suffix = letters.substring(j + 1);
                        j = letters.length();
                    }
                    case 'e', 'f' -> {
                        boolean here = j + 1 < letters.length();
                        if (!here && i + 1 == args.size()) {
                            io.err().line("sed: option requires an argument -- '" + letter + "'");
                            io.err().line(USAGE);
                            return 1;
                        }
                        String value = here ? letters.substring(j + 1) : args.get(++i);
                        try {
                            scripts.add(letter == 'e' ? value : file(session, value));
                        } catch (FileException e) {
                            io.err().line("sed: couldn't open file " + value + ": " + e.getMessage());
                            return 1;
                        }
                        j = letters.length();
                    }
                    default -> {
                        boolean known = "l".indexOf(letter) >= 0;
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
            SedRun run = new SedRun(edits, all.toString(), quiet, end, name -> content(session, name));
            run.all();
            io.out().print(run.printed());
            status = finished(session, run, status, io);
            return run.status() > 0 ? run.status() : status;
        }
        for (Texts.Named file : files) {
            SedRun run = new SedRun(edits, file.content(), quiet, end, name -> content(session, name));
            run.all();
            status = finished(session, run, status, io);
            if (suffix == null) {
                io.out().print(run.printed());
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
                session.files().write(path, run.printed());
            } catch (FileException e) {
                io.err().line("sed: couldn't edit " + file.name() + ": " + e.getMessage());
                status = 4;
            }
        }
        return status;
    }

    private static String file(Session session, String name) throws FileException {
        String text = session.files().read(session.resolve(name));
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    /** What {@code r} reads: nothing where there is no such file. */
    private static String content(Session session, String name) {
        try {
            return session.files().read(session.resolve(name));
        } catch (FileException e) {
            return "";
        }
    }

    /** Files of {@code w} are written; the status. */
    private static int finished(Session session, SedRun run, int status, Streams io) {
        int result = status;
        for (Map.Entry<String, StringBuilder> file : run.written().entrySet()) {
            try {
                if (!file.getKey().startsWith("/dev/std")) {
                    session.files()
                            .write(
                                    session.resolve(file.getKey()),
                                    file.getValue().toString());
                }
            } catch (FileException e) {
                io.err().line("sed: couldn't open file " + file.getKey() + ": " + e.getMessage());
                result = 4;
            }
        }
        if (run.isEndless()) {
            io.err().line("sed: not simulated: a script that takes so many steps");
            result = 1;
        }
        return result;
    }
}
