package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code service UNIT start|stop|restart|status}: the older way to say what systemctl does. */
final class ServiceCommand extends NamedCommand {
    ServiceCommand() {
        super(
                "service",
                "service UNIT start|stop|restart|status: the lab's services",
                "start",
                "stop",
                "restart",
                "status");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return Units.NAMES;
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.size() < 2) {
            io.err().line("Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]");
            return 2;
        }
        boolean save = args.get(0).equals("iptables") && args.get(1).equals("save");
        if (Units.NAMES.contains(args.get(0)) && !save) {
            io.err().line("Redirecting to /bin/systemctl " + args.get(1) + " " + args.get(0) + ".service");
        }
        return Units.run(session, args.get(1), args.get(0), io, "service");
    }
}
