package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code reboot}, {@code shutdown -r now}, {@code init 6}: the host goes down and boots from its files. */
final class RebootCommand extends NamedCommand {
    RebootCommand(String name) {
        super(name, "reboot, shutdown -r now: start the host again; only what files hold is there afterwards");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        boolean restarts = switch (name()) {
            case "reboot" -> true;
            case "shutdown" -> args.contains("-r") && (args.contains("now") || args.contains("+0"));
            case "init" -> args.equals(List.of("6"));
            default -> false;
        };
        if (!restarts) {
            io.err()
                    .line(name() + ": not simulated: "
                            + (name().equals("shutdown") && args.contains("-r")
                                    ? "a later time (use now)"
                                    : name().equals("init") ? "runlevels but 6" : "switching a host off"));
            return 1;
        }
        session.machine().requestReboot();
        session.setFlow(Session.Flow.EXIT);
        return 0;
    }
}
