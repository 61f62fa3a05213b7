package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code mv} of coreutils, for files and directories. */
final class MvCommand extends NamedCommand {
    MvCommand() {
        super("mv", "mv SOURCE... TARGET: move files");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        return Transfer.run("mv", session, args, io, true);
    }
}
