package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.ArrayVariables;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.shell.Variables;

/** {@code mapfile} and {@code readarray}, bash's builtins: the lines of standard input become an array's elements. */
final class MapfileCommand extends NamedCommand {
    private static final int MOST = 100_000;

    MapfileCommand(String name) {
        super(
                name,
                name + " [-t] [-d END] [-n COUNT] [-O FROM] [-s SKIPPED] [-u FD] [ARRAY]: read lines into an array",
                "-t");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "d:n:O:s:tu:C:c:");
        if (options.complaint(name()).isPresent()) {
            String letter = options.unknown().or(options::lacking).orElse("");
            io.err()
                    .line(session.where() + name() + ": -" + letter
                            + (options.unknown().isPresent() ? ": invalid option" : ": option requires an argument"));
            io.err()
                    .line(name() + ": usage: " + name()
                            + " [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C"
                            + " callback] [-c quantum] [array]");
            return 2;
        }
        if (options.has("-C") || options.has("-c")) {
            io.err().line(name() + ": not simulated: -C");
            return 1;
        }
        String array =
                options.operands().isEmpty() ? "MAPFILE" : options.operands().getFirst();
        if (!array.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            io.err().line(session.where() + name() + ": `" + array + "': not a valid identifier");
            return 1;
        }
        if (session.scope().is(array, Variables.Attribute.READONLY)) {
            io.err().line(session.where() + name() + ": " + array + ": readonly variable");
            return 1;
        }
        int count = Texts.number(options.value("-n", "0")).orElse(-1);
        int from = Texts.number(options.value("-O", "0")).orElse(-1);
        int skipped = Texts.number(options.value("-s", "0")).orElse(-1);
        if (count < 0 || from < 0 || skipped < 0) {
            String option = count < 0 ? "-n" : from < 0 ? "-O" : "-s";
            String what = option.equals("-O") ? "invalid array origin" : "invalid line count";
            io.err().line(session.where() + name() + ": " + options.value(option, "") + ": " + what);
            return 1;
        }
        Optional<Input> in = ReadCommand.input(session, name(), options, io);
        if (in.isEmpty()) {
            return 1;
        }
        String delimiter = options.value("-d", "\n");
        int end = delimiter.isEmpty() ? 0 : delimiter.charAt(0);
        List<String> lines = new ArrayList<>();
        int most = count == 0 ? MOST : count;
        for (int line = 0; !in.get().atEnd() && lines.size() < most; line++) {
            String text = line(in.get(), end, options.has("-t"));
            if (line >= skipped) {
                lines.add(text);
            }
        }
        if (!options.has("-O")) {
            ArrayVariables.clear(session.variables(), array);
        }
        ArrayVariables.fill(session, array, from, lines);
        return 0;
    }

    private static String line(Input in, int end, boolean trims) {
        StringBuilder line = new StringBuilder();
        for (int c = in.character(); c >= 0; c = in.character()) {
            if (c == end) {
                return trims || end == 0
                        ? line.toString()
                        : line.append((char) c).toString();
            }
            line.append((char) c);
        }
        return line.toString();
    }
}
