package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code break}, bash's builtin; one loop at a time. */
final class BreakCommand extends NamedCommand {
    BreakCommand() {
        super("break", "break: leave the loop");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        session.setFlow(Session.Flow.BREAK);
        return 0;
    }
}
