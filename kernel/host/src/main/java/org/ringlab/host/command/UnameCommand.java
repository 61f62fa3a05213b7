package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.machine.SystemFiles;
import org.ringlab.host.shell.Streams;

/** {@code uname} of coreutils. */
final class UnameCommand extends NamedCommand {
    UnameCommand() {
        super("uname", "uname [-asnrm]: print the system's name", "-a", "-s", "-n", "-r", "-m");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "asnrmvpio");
        if (options.complaint("uname").isPresent()) {
            return Texts.misuse(io, "uname", options.complaint("uname").get(), 1);
        }
        List<String> parts = new ArrayList<>();
        boolean all = options.has("-a");
        if (all || options.has("-s") || args.isEmpty()) {
            parts.add("Linux");
        }
        if (all || options.has("-n")) {
            parts.add(session.process().memberships().uts().hostname());
        }
        if (all || options.has("-r")) {
            parts.add(SystemFiles.kernelRelease(session.machine()));
        }
        if (all || options.has("-v")) {
            parts.add("#1 SMP");
        }
        if (all || options.has("-m")) {
            parts.add("x86_64");
        }
        if (all || options.has("-o")) {
            parts.add("GNU/Linux");
        }
        io.out().line(String.join(" ", parts));
        return 0;
    }
}
