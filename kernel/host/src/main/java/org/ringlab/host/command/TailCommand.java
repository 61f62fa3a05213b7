package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code tail} of coreutils; nothing is ever followed. */
final class TailCommand extends NamedCommand {
    TailCommand() {
        super("tail", "tail [-n N] [FILE]...: print the last lines", "-n");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        return Ends.run("tail", session, args, io, false);
    }
}
