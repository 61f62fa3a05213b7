package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.ArrayVariables;
import org.ringlab.host.shell.Streams;

/** {@code export}, bash's builtin. */
final class ExportCommand extends NamedCommand {
    ExportCommand() {
        super("export", "export [NAME[=VALUE]]...: set variables");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        for (String arg : args) {
            int equals = arg.indexOf('=');
            String name = equals < 0 ? arg : arg.substring(0, equals);
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                io.err().line(session.where() + "export: `" + arg + "': not a valid identifier");
                return 1;
            }
            if (equals >= 0) {
                session.variables().put(name, arg.substring(equals + 1));
            }
        }
        if (args.isEmpty()) {
            session.variables().forEach((k, v) -> {
                if (!ArrayVariables.isElement(k)) {
                    io.out().line("declare -x " + k + "=\"" + v + "\"");
                }
            });
        }
        return 0;
    }
}
