package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code read}, bash's builtin. */
final class ReadCommand extends NamedCommand {
    ReadCommand() {
        super("read", "read [-r] NAME...: read a line of standard input into variables", "-r");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> names = args.stream().filter(a -> !a.startsWith("-")).toList();
        String line = io.in().line();
        if (line == null) {
            names.forEach(n -> session.variables().put(n, ""));
            return 1;
        }
        String[] words = line.strip().split("[ \t]+", Math.max(1, names.size()));
        for (int i = 0; i < names.size(); i++) {
            session.variables().put(names.get(i), i < words.length ? words[i] : "");
        }
        if (names.isEmpty()) {
            session.variables().put("REPLY", line);
        }
        return 0;
    }
}
