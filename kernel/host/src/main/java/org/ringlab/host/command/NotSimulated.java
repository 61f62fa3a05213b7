package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** A program that real hosts have and simulated ones don't (yet): says so instead of doing something else. */
final class NotSimulated extends NamedCommand {
    NotSimulated(String name, String purpose) {
        super(name, name + ": not simulated (" + purpose + ")");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        io.err().line(name() + ": not simulated: " + name() + " (see docs/not-simulated.md)");
        return 1;
    }
}
