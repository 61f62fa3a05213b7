package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.unit.IptablesUnit;
import org.ringlab.host.unit.Unit;
import org.ringlab.host.unit.Units;

/** {@code service UNIT start|stop|restart|status}: the older way to say what systemctl does. */
final class ServiceCommand extends NamedCommand {
    ServiceCommand() {
        super(
                "service",
                "service UNIT start|stop|restart|status: the lab's services",
                "start",
                "stop",
                "restart",
                "status",
                "save");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return Units.names();
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.size() < 2) {
            io.err().line("Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]");
            return 2;
        }
        String name = args.get(0).replaceFirst("\\.service$", "");
        String verb = args.get(1);
        if (name.equals("iptables") && verb.equals("save")) {
            return IptablesUnit.save(session, io);
        }
        Optional<Unit> unit = Units.find(session.machine(), name);
        if (unit.filter(Unit::isInitScript).isPresent()
                && List.of("start", "stop", "restart").contains(verb)) {
            return script(session, name, verb, io);
        }
        if (unit.isPresent()) {
            io.err().line("Redirecting to /bin/systemctl " + verb + " " + name + ".service");
        }
        return Commands.run(session, "systemctl", List.of(verb, name + ".service"), io);
    }

    /** An init script hands over to systemctl and says how that went ({@code /etc/init.d/functions}). */
    private static int script(Session session, String name, String verb, Streams io) {
        String doing = switch (verb) {
            case "start" -> "Starting ";
            case "stop" -> "Stopping ";
            default -> "Restarting ";
        };
        StringBuilder said = new StringBuilder();
        Streams quiet = new Streams(Input.empty(), io.out(), new Output(said::append));
        io.out().print(doing + name + " (via systemctl):  ");
        int status = Commands.run(session, "systemctl", List.of(verb, name + ".service"), quiet);
        io.err().print(said.toString());
        io.out().line(status == 0 ? "[  OK  ]" : "[FAILED]");
        return status;
    }
}
