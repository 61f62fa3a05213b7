package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.command.SedScript.Edit;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
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
            SedRun run = new SedRun(edits, all.toString(), quiet);
            run.all();
            io.out().print(run.printed());
            return run.status() > 0 ? run.status() : status;
        }
        for (Texts.Named file : files) {
            SedRun run = new SedRun(edits, file.content(), quiet);
            run.all();
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
}
