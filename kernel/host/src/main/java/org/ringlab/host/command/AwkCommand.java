package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.AnsiEscapes;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;

/** {@code awk}: the language of POSIX, with some of gawk's functions. */
final class AwkCommand extends NamedCommand {
    private static final String ASSIGNMENT = "(?s)[A-Za-z_][A-Za-z0-9_]*=.*";

    AwkCommand(String name) {
        super(
                name,
                name + " [-F SEPARATOR] [-v NAME=VALUE] 'PATTERN {print $1}' [FILE]...: work on the fields of lines",
                "-F",
                "-f",
                "-v");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Map<String, String> variables = new TreeMap<>();
        String separator = " ";
        int at = 0;
        StringBuilder source = new StringBuilder();
        boolean ofFile = false;
        while (at < args.size() && args.get(at).startsWith("-") && args.get(at).length() > 1) {
            String option = args.get(at++);
            if (option.equals("--")) {
                break;
            }
            boolean known = option.startsWith("-F") || option.startsWith("-v") || option.startsWith("-f");
            if (!known) {
                io.err().line(name() + ": not simulated: " + option);
                return 2;
            }
            String value = option.length() > 2 ? option.substring(2) : at < args.size() ? args.get(at++) : "";
            if (option.startsWith("-F")) {
                separator = value.equals("t") ? "\t" : AnsiEscapes.decode(value);
            } else if (option.startsWith("-f")) {
                try {
                    source.append(session.files().read(session.resolve(value))).append('\n');
                    ofFile = true;
                } catch (FileException e) {
                    io.err().line(name() + ": couldn't open file " + value + ": " + e.getMessage());
                    return 2;
                }
            } else if (value.matches(ASSIGNMENT)) {
                variables.put(
                        value.substring(0, value.indexOf('=')),
                        AnsiEscapes.decode(value.substring(value.indexOf('=') + 1)));
            } else {
                io.err().line(name() + ": `" + value + "' argument to `-v' not in `var=value' form");
                return 2;
            }
        }
        if (at >= args.size() && !ofFile) {
            io.err().line("Usage: " + name() + " [POSIX or GNU style options] -f progfile [--] file ...");
            io.err().line("Usage: " + name() + " [POSIX or GNU style options] [--] 'program' file ...");
            return 2;
        }
        AwkProgram program;
        try {
            program = AwkProgram.parse(ofFile ? source.toString() : args.get(at++));
        } catch (AwkLexer.Mistake e) {
            io.err().line(name() + ": " + e.getMessage());
            return 2;
        }
        List<String> names = args.subList(at, args.size());
        AwkRun run = new AwkRun(program, separator, variables, session, io);
        boolean all = true;
        int status = -1;
        try {
            List<String> arguments = new ArrayList<>(List.of(name()));
            arguments.addAll(names);
            run.surroundings(arguments, session.scope().environment());
            run.begin();
            all = !program.readsInput() || run.statements().hasExited() || files(run, names, session, io);
            run.statements().end();
        } catch (AwkLexer.Mistake e) {
            io.err().line(name() + ": " + e.getMessage());
            status = 2;
        }
        run.close();
        return status >= 0
                ? status
                : run.statements().hasExited() ? run.statements().status() : all ? 0 : 2;
    }

    /** The files one after another; among them may stand assignments. */
    private boolean files(AwkRun run, List<String> names, Session session, Streams io) throws AwkLexer.Mistake {
        boolean all = true;
        boolean any = false;
        for (String file : names) {
            if (file.matches(ASSIGNMENT)) {
                int equals = file.indexOf('=');
                AwkValue value = AwkValue.read(AnsiEscapes.decode(file.substring(equals + 1)));
                run.variables().setGlobal(file.substring(0, equals), value);
                continue;
            }
            any = true;
            List<Texts.Named> read = new ArrayList<>();
            all &= Texts.each(
                    name(), List.of(file), session, new Streams(io.in(), io.out(), complaints(io, file)), read::add);
            for (Texts.Named one : read) {
                run.file(file.equals("-") ? "" : file, one.content());
            }
        }
        if (!any) {
            run.file("", io.in().rest());
        }
        return all;
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
