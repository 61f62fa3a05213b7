package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.Profile;
import org.ringlab.host.hardware.KernelModule;
import org.ringlab.host.hardware.KernelModules;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code lsmod} of kmod: the loaded modules, the latest first, with their users. */
final class LsmodCommand extends NamedCommand {
    LsmodCommand() {
        super("lsmod", "lsmod: list the loaded kernel modules");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (!args.isEmpty()) {
            io.err().line("Usage: lsmod");
            return 1;
        }
        KernelModules modules = session.machine().modules();
        // kmod 20 leaves a blank where users would be named
        String end = session.machine().profile() == Profile.CENTOS7 ? " " : "";
        io.out().line("Module                  Size  Used by");
        for (KernelModule module : modules.all()) {
            List<String> users = modules.users(module.name());
            io.out()
                    .line(Texts.left(module.name(), 19) + " " + Texts.right(String.valueOf(module.size()), 8) + "  "
                            + modules.useCount(module.name())
                            + (users.isEmpty() ? end : " " + String.join(",", users)));
        }
        return 0;
    }
}
