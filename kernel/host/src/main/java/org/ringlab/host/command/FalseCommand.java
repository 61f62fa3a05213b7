package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code false}. */
final class FalseCommand extends NamedCommand {
    FalseCommand() {
        super("false", "false: do nothing, unsuccessfully");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        return 1;
    }
}
