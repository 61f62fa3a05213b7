package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code systemctl start|stop|restart|status|is-active UNIT} for the lab's services. */
final class SystemctlCommand extends NamedCommand {
    SystemctlCommand() {
        super(
                "systemctl",
                "systemctl start|stop|restart|status|is-active UNIT: the lab's services",
                "start",
                "stop",
                "restart",
                "status",
                "is-active");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return Units.NAMES;
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> words = args.stream().filter(a -> !a.startsWith("-")).toList();
        if (words.size() < 2) {
            io.err().line(words.isEmpty() ? "Too few arguments." : "Too few arguments.");
            return 1;
        }
        return Units.run(session, words.get(0), words.get(1).replaceFirst("\\.service$", ""), io, "systemctl");
    }
}
