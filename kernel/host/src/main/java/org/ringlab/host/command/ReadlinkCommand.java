package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code readlink} of coreutils: where a link leads; the links of a lab are those under {@code /proc}. */
final class ReadlinkCommand extends NamedCommand {
    ReadlinkCommand() {
        super("readlink", "readlink [-f] FILE…: print where a link leads", "-f");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "fenqsvzm", "canonicalize");
        if (options.complaint("readlink").isPresent()) {
            return Texts.misuse(io, "readlink", options.complaint("readlink").get(), 1);
        }
        if (options.operands().isEmpty()) {
            return Texts.misuse(io, "readlink", "readlink: missing operand", 1);
        }
        int status = 0;
        for (String file : options.operands()) {
            String path = session.resolve(file);
            Optional<String> link = session.files().link(path);
            boolean whole = options.has("-f") || options.has("-e") || options.has("-m");
            if (whole) {
                String above = path.substring(0, path.lastIndexOf('/') + 1);
                io.out()
                        .line(link.map(to -> to.startsWith("/") ? to : above + to)
                                .orElse(path));
            } else if (link.isPresent()) {
                io.out().print(link.get() + (options.has("-n") ? "" : "\n"));
            } else {
                status = 1;
            }
        }
        return status;
    }
}
