package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code mkdir} of coreutils. */
final class MkdirCommand extends NamedCommand {
    MkdirCommand() {
        super("mkdir", "mkdir [-p] DIRECTORY...: make directories", "-p");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "pvm:");
        if (options.complaint("mkdir").isPresent()) {
            return Texts.misuse(io, "mkdir", options.complaint("mkdir").get(), 1);
        }
        if (options.operands().isEmpty()) {
            return Texts.misuse(io, "mkdir", "mkdir: missing operand", 1);
        }
        int status = 0;
        for (String name : options.operands()) {
            try {
                if (options.has("-p")) {
                    session.files().makeDirectories(session.resolve(name));
                } else {
                    session.files().makeDirectory(session.resolve(name));
                    if (options.has("-v")) {
                        io.out().line("mkdir: created directory '" + name + "'");
                    }
                }
            } catch (FileException e) {
                io.err().line("mkdir: cannot create directory '" + name + "': " + e.getMessage());
                status = 1;
            }
        }
        return status;
    }
}
