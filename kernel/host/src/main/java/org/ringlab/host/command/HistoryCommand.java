package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code history}, bash's builtin. */
final class HistoryCommand extends NamedCommand {
    HistoryCommand() {
        super("history", "history: what was typed on this host");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        int number = 0;
        for (String line : session.history()) {
            io.out().line(Texts.right(String.valueOf(++number), 5) + "  " + line);
        }
        return 0;
    }
}
