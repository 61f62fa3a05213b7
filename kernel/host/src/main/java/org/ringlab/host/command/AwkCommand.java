package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.AnsiEscapes;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;

/**
 * {@code awk}: patterns, {@code BEGIN} and {@code END}, fields, {@code print} and {@code printf}, calculations, {@code if};
 * no loops, arrays or functions of one's own.
 */
final class AwkCommand extends NamedCommand {
    AwkCommand(String name) {
        super(
                name,
                name + " [-F SEPARATOR] [-v NAME=VALUE] 'PATTERN {print $1}' [FILE]...: work on the fields of lines",
                "-F",
                "-v");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Map<String, String> variables = new TreeMap<>();
        String separator = " ";
        int at = 0;
        while (at < args.size() && args.get(at).startsWith("-") && args.get(at).length() > 1) {
            String option = args.get(at++);
            if (option.equals("--")) {
                break;
            }
            boolean known = option.startsWith("-F") || option.startsWith("-v");
            if (!known) {
                io.err().line(name() + ": not simulated: " + option);
                return 2;
            }
            String value = option.length() > 2 ? option.substring(2) : at < args.size() ? args.get(at++) : "";
            if (option.startsWith("-F")) {
                separator = value.equals("t") ? "\t" : AnsiEscapes.decode(value);
            } else if (value.matches("[A-Za-z_][A-Za-z0-9_]*=.*")) {
                variables.put(
                        value.substring(0, value.indexOf('=')),
                        AnsiEscapes.decode(value.substring(value.indexOf('=') + 1)));
            } else {
                io.err().line(name() + ": `" + value + "' argument to `-v' not in `var=value' form");
                return 2;
            }
        }
        if (at >= args.size()) {
            io.err().line("Usage: " + name() + " [POSIX or GNU style options] -f progfile [--] file ...");
            io.err().line("Usage: " + name() + " [POSIX or GNU style options] [--] 'program' file ...");
            return 2;
        }
        AwkProgram program;
        try {
            program = AwkProgram.parse(args.get(at));
        } catch (AwkLexer.Mistake e) {
            io.err().line(name() + ": " + e.getMessage());
            return 2;
        }
        List<String> names = args.subList(at + 1, args.size());
        AwkRun run = new AwkRun(program, separator, variables, session, io);
        try {
            run.begin();
            boolean all = true;
            if (program.readsInput() && !run.hasExited()) {
                List<String> files = new ArrayList<>();
                for (String name : names) {
                    if (name.matches("[A-Za-z_][A-Za-z0-9_]*=.*")) {
                        io.err().line(name() + ": not simulated: assignments among files");
                        return 2;
                    }
                    files.add(name);
                }
                List<Texts.Named> read = new ArrayList<>();
                for (String file : files.isEmpty() ? List.of("-") : files) {
                    all &= Texts.each(
                            name(),
                            List.of(file),
                            session,
                            new Streams(io.in(), io.out(), complaints(io, file)),
                            read::add);
                }
                for (Texts.Named file : read) {
                    run.file(file.name().equals("-") ? "" : file.name(), Texts.lines(file.content()));
                }
            }
            run.end();
            return run.hasExited() ? run.status() : all ? 0 : 2;
        } catch (AwkLexer.Mistake e) {
            io.err().line(name() + ": " + e.getMessage());
            return 2;
        }
    }

    /** awk's own words about a file that can't be read. */
    private Output complaints(Streams io, String file) {
        return new Output(text -> io.err()
                .print(
                        text.endsWith("No such file or directory\n")
                                ? name() + ": cannot open \"" + file + "\" (No such file or directory)\n"
                                : text));
    }
}
