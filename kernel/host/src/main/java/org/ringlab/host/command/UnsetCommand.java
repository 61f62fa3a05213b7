package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code unset}, bash's builtin. */
final class UnsetCommand extends NamedCommand {
    UnsetCommand() {
        super("unset", "unset NAME...: forget variables");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        for (String arg : args) {
            if (arg.startsWith("-")) {
                continue;
            }
            if (!args.contains("-v")) {
                session.functions().remove(session.variables().containsKey(arg) ? "" : arg);
            }
            if (!args.contains("-f")) {
                session.variables().remove(arg);
            }
        }
        return 0;
    }
}
