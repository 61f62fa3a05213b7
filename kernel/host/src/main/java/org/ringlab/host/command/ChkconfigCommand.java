package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.unit.Unit;
import org.ringlab.host.unit.Units;

/** {@code chkconfig NAME on|off}: the older way to say {@code systemctl enable|disable}. */
final class ChkconfigCommand extends NamedCommand {
    ChkconfigCommand() {
        super("chkconfig", "chkconfig NAME on|off: start a service at boot, or not", "on", "off");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return Units.names();
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.size() != 2 || !List.of("on", "off").contains(args.get(1))) {
            io.err().line("chkconfig: not simulated: anything but NAME on|off");
            return 1;
        }
        boolean on = args.get(1).equals("on");
        Optional<Unit> script = Units.find(session.machine(), args.get(0)).filter(Unit::isInitScript);
        if (script.isPresent()) {
            if (on) {
                Units.enable(session.machine(), script.get());
            } else {
                Units.disable(session.machine(), script.get());
            }
            return 0;
        }
        String verb = on ? "enable" : "disable";
        io.err().line("Note: Forwarding request to 'systemctl " + verb + " " + args.get(0) + ".service'.");
        return Commands.run(session, "systemctl", List.of(verb, args.get(0) + ".service"), io);
    }
}
