package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code ls} of coreutils, one name a line as into a pipe. */
final class LsCommand extends NamedCommand {
    LsCommand() {
        super("ls", "ls [-la1] [PATH]...: list files", "-l", "-a", "-1");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "la1hAdtr");
        if (options.complaint("ls").isPresent()) {
            return Texts.misuse(io, "ls", options.complaint("ls").get(), 2);
        }
        List<String> names = options.operands().isEmpty() ? List.of(".") : options.operands();
        int status = 0;
        for (String name : names) {
            String path = session.resolve(name);
            try {
                if (!session.files().exists(path)) {
                    throw new FileException(FileException.NO_SUCH_FILE);
                }
                boolean directory = session.files().isDirectory(path) && !options.has("-d");
                if (names.size() > 1 && directory) {
                    io.out().line(name + ":");
                }
                for (String entry : directory ? session.files().list(path) : List.of(name)) {
                    if (directory && entry.startsWith(".") && !options.has("-a") && !options.has("-A")) {
                        continue;
                    }
                    String full = directory ? session.resolve(path + "/" + entry) : path;
                    io.out().line(options.has("-l") ? details(session, full) + entry : entry);
                }
            } catch (FileException e) {
                io.err().line("ls: cannot access '" + name + "': " + e.getMessage());
                status = 2;
            }
        }
        return status;
    }

    private static String details(Session session, String path) throws FileException {
        boolean directory = session.files().isDirectory(path);
        return (directory ? "drwxr-xr-x" : "-rw-r--r--") + " 1 root root "
                + Texts.right(String.valueOf(session.files().size(path)), 5) + " Jan  1 00:00 ";
    }
}
