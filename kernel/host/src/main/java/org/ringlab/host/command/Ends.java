package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** What head and tail share. */
final class Ends {
    private Ends() {}

    static int run(String program, Session session, List<String> args, Streams io, boolean first) {
        List<String> given = new ArrayList<>(args);
        if (!given.isEmpty() && given.get(0).matches("-\\d+")) {
            given.set(0, "-n" + given.get(0).substring(1));
        }
        Options options = Options.parse(given, "n:qf");
        if (options.complaint(program).isPresent()) {
            return Texts.misuse(io, program, options.complaint(program).get(), 1);
        }
        String wanted = options.value("-n", "10");
        boolean fromStart = wanted.startsWith("+");
        Optional<Integer> count = Texts.number(wanted.replaceFirst("^[+-]", ""));
        if (count.isEmpty()) {
            return Texts.misuse(io, program, program + ": invalid number of lines: '" + wanted + "'", 1);
        }
        boolean all = Texts.each(program, options.operands(), session, io, file -> {
            if (options.operands().size() > 1) {
                io.out().line("==> " + file.name() + " <==");
            }
            List<String> lines = Texts.lines(file.content());
            int n = Math.min(count.get(), lines.size());
            List<String> kept = first
                    ? lines.subList(0, n)
                    : fromStart
                            ? lines.subList(Math.min(Math.max(0, count.get() - 1), lines.size()), lines.size())
                            : lines.subList(lines.size() - n, lines.size());
            kept.forEach(io.out()::line);
        });
        return all ? 0 : 1;
    }
}
