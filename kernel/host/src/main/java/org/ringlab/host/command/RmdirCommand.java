package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code rmdir} of coreutils. */
final class RmdirCommand extends NamedCommand {
    RmdirCommand() {
        super("rmdir", "rmdir DIRECTORY...: remove empty directories");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "");
        if (options.complaint("rmdir").isPresent()) {
            return Texts.misuse(io, "rmdir", options.complaint("rmdir").get(), 1);
        }
        if (options.operands().isEmpty()) {
            return Texts.misuse(io, "rmdir", "rmdir: missing operand", 1);
        }
        int status = 0;
        for (String name : options.operands()) {
            String path = session.resolve(name);
            try {
                if (!session.files().isDirectory(path)) {
                    throw new FileException(
                            session.files().exists(path) ? "Not a directory" : FileException.NO_SUCH_FILE);
                }
                if (!session.files().list(path).isEmpty()) {
                    throw new FileException("Directory not empty");
                }
                session.files().remove(path);
            } catch (FileException e) {
                io.err().line("rmdir: failed to remove '" + name + "': " + e.getMessage());
                status = 1;
            }
        }
        return status;
    }
}
