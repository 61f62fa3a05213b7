package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code lsmod}: the modules somebody loaded; sizes are nominal. */
final class LsmodCommand extends NamedCommand {
    LsmodCommand() {
        super("lsmod", "lsmod: list the loaded kernel modules");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        io.out().line("Module                  Size  Used by");
        for (String module : session.machine().modules()) {
            io.out().line(Texts.left(module, 19) + " " + Texts.right("16384", 8) + "  0");
        }
        return 0;
    }
}
