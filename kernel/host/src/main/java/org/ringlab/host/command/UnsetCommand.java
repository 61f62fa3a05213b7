package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.ArrayVariables;
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
                int bracket = arg.indexOf('[');
                if (bracket > 0 && arg.endsWith("]")) {
                    String index = arg.substring(bracket + 1, arg.length() - 1);
                    ArrayVariables.unset(session, arg.substring(0, bracket), index, io.err());
                } else {
                    ArrayVariables.clear(session.variables(), arg);
                }
            }
        }
        return 0;
    }
}
