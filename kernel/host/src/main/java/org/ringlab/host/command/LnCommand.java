package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code ln -s} of coreutils: symbolic links. */
final class LnCommand extends NamedCommand {
    LnCommand() {
        super("ln", "ln -s [-f] TARGET [LINK]: make a symbolic link", "-s", "-f");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "sfnv", "symbolic", "force");
        if (options.complaint("ln").isPresent()) {
            return Texts.misuse(io, "ln", options.complaint("ln").get(), 1);
        }
        List<String> names = options.operands();
        if (names.isEmpty()) {
            return Texts.misuse(io, "ln", "ln: missing file operand", 1);
        }
        if (!options.has("-s") && !options.has("--symbolic")) {
            io.err().line("ln: not simulated: hard links (use -s)");
            return 1;
        }
        if (names.size() > 2) {
            io.err().line("ln: not simulated: several targets");
            return 1;
        }
        String target = names.getFirst();
        String own = target.replaceFirst("/+$", "");
        String name = names.size() > 1 ? names.get(1) : own.substring(own.lastIndexOf('/') + 1);
        String path = session.resolve(name);
        if (session.files().isDirectory(path)
                && !(options.has("-n") && session.files().linkTarget(path).isPresent())) {
            name = name.replaceFirst("/+$", "") + "/" + own.substring(own.lastIndexOf('/') + 1);
            path = session.resolve(name);
        }
        try {
            if ((options.has("-f") || options.has("--force"))
                    && session.files().linkTarget(path).isPresent()
                            | session.files().exists(path)) {
                session.files().remove(path);
            }
            session.files().link(path, target);
            if (options.has("-v")) {
                io.out().line("'" + name + "' -> '" + target + "'");
            }
            return 0;
        } catch (FileException e) {
            io.err().line("ln: failed to create symbolic link '" + name + "': " + e.getMessage());
            return 1;
        }
    }
}
