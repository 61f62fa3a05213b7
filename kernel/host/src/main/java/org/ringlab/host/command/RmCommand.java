package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code rm} of coreutils. */
final class RmCommand extends NamedCommand {
    RmCommand() {
        super("rm", "rm [-rf] FILE...: remove files", "-r", "-f");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "rRfvd");
        if (options.complaint("rm").isPresent()) {
            return Texts.misuse(io, "rm", options.complaint("rm").get(), 1);
        }
        if (options.operands().isEmpty() && !options.has("-f")) {
            return Texts.misuse(io, "rm", "rm: missing operand", 1);
        }
        int status = 0;
        for (String name : options.operands()) {
            String path = session.resolve(name);
            boolean recursive = options.has("-r") || options.has("-R");
            try {
                boolean link = session.files().linkTarget(path).isPresent();
                if (session.files().isDirectory(path) && !link && !recursive && !options.has("-d")) {
                    throw new FileException(FileException.IS_A_DIRECTORY);
                }
                if (!session.files().exists(path) && !link && options.has("-f")) {
                    continue;
                }
                if (options.has("-d") && !recursive && session.files().isDirectory(path) && !link) {
                    session.files().remove(path);
                    say(options, io, "removed directory '" + name + "'");
                    continue;
                }
                remove(session, path, name, options, io);
            } catch (FileException e) {
                io.err().line("rm: cannot remove '" + name + "': " + e.getMessage());
                status = 1;
            }
        }
        return status;
    }

    private static void say(Options options, Streams io, String what) {
        if (options.has("-v")) {
            io.out().line(what);
        }
    }

    private static void remove(Session session, String path, String name, Options options, Streams io)
            throws FileException {
        boolean directory = session.files().isDirectory(path)
                && session.files().linkTarget(path).isEmpty();
        if (directory) {
            for (String below : session.files().list(path)) {
                remove(session, session.resolve(path + "/" + below), name + "/" + below, options, io);
            }
        }
        session.files().remove(path);
        say(options, io, (directory ? "removed directory '" : "removed '") + name + "'");
    }
}
