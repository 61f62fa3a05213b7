package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code head} of coreutils. */
final class HeadCommand extends NamedCommand {
    HeadCommand() {
        super("head", "head [-n N] [FILE]...: print the first lines", "-n");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        return Ends.run("head", session, args, io, true);
    }
}
