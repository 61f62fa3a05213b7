package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code continue}, bash's builtin; one loop at a time. */
final class ContinueCommand extends NamedCommand {
    ContinueCommand() {
        super("continue", "continue: begin the loop's next round");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        session.setFlow(Session.Flow.CONTINUE);
        return 0;
    }
}
