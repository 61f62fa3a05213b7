package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code touch} of coreutils; files have no times here. */
final class TouchCommand extends NamedCommand {
    TouchCommand() {
        super("touch", "touch FILE...: make files that aren't there");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.isEmpty()) {
            return Texts.misuse(io, "touch", "touch: missing file operand", 1);
        }
        int status = 0;
        for (String name : args) {
            try {
                if (!session.files().isDirectory(session.resolve(name))) {
                    session.files().open(session.resolve(name), true);
                }
            } catch (FileException e) {
                io.err().line("touch: cannot touch '" + name + "': " + e.getMessage());
                status = 1;
            }
        }
        return status;
    }
}
