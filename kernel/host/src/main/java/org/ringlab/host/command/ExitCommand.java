package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code exit}, bash's builtin. */
final class ExitCommand extends NamedCommand {
    ExitCommand() {
        super("exit", "exit [STATUS]: leave the script");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        session.setFlow(Session.Flow.EXIT);
        int status =
                args.isEmpty() ? session.status() : Texts.number(args.get(0)).orElse(2);
        session.setStatus(status & 255);
        return status & 255;
    }
}
