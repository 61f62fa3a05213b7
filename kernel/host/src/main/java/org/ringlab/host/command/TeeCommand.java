package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code tee} of coreutils. */
final class TeeCommand extends NamedCommand {
    TeeCommand() {
        super("tee", "tee [-a] FILE...: copy standard input to files and on", "-a");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "ai");
        if (options.complaint("tee").isPresent()) {
            return Texts.misuse(io, "tee", options.complaint("tee").get(), 1);
        }
        String text = io.in().rest();
        io.out().print(text);
        int status = 0;
        for (String name : options.operands()) {
            String path = session.resolve(name);
            try {
                session.files().open(path, options.has("-a"));
                if (!text.isEmpty()) {
                    session.files().append(path, text);
                }
            } catch (FileException e) {
                io.err().line("tee: " + name + ": " + e.getMessage());
                status = 1;
            }
        }
        return status;
    }
}
