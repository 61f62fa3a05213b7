package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code cp} of coreutils, for files and directories. */
final class CpCommand extends NamedCommand {
    CpCommand() {
        super("cp", "cp [-r] SOURCE... TARGET: copy files", "-r", "-a");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        return Transfer.run("cp", session, args, io, false);
    }
}
