package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code :}. */
final class ColonCommand extends NamedCommand {
    ColonCommand() {
        super(":", ": do nothing, successfully");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        return 0;
    }
}
