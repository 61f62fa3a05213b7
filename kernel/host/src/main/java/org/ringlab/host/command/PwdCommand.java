package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code pwd}, bash's builtin. */
final class PwdCommand extends NamedCommand {
    PwdCommand() {
        super("pwd", "pwd: print the working directory");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        io.out().line(session.directory());
        return 0;
    }
}
