package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code mv} of coreutils, for single files. */
final class MvCommand extends NamedCommand {
    MvCommand() {
        super("mv", "mv SOURCE TARGET: move a file");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        return Transfer.run("mv", session, args, io, true);
    }
}
