package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code which}. */
final class WhichCommand extends NamedCommand {
    WhichCommand() {
        super("which", "which COMMAND...: where a program is");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        int status = 0;
        for (String name : args) {
            if (Commands.find(session.machine(), name).isPresent()) {
                io.out().line("/usr/sbin/" + name);
            } else {
                io.err()
                        .line("/usr/bin/which: no " + name + " in ("
                                + session.variables().getOrDefault("PATH", "") + ")");
                status = 1;
            }
        }
        return status;
    }
}
