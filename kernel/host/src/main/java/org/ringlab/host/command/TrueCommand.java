package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code true}. */
final class TrueCommand extends NamedCommand {
    TrueCommand() {
        super("true", "true: do nothing, successfully");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        return 0;
    }
}
