package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code cp} of coreutils, for single files. */
final class CpCommand extends NamedCommand {
    CpCommand() {
        super("cp", "cp SOURCE TARGET: copy a file");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        return Transfer.run("cp", session, args, io, false);
    }
}
