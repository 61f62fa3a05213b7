package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Declarations;
import org.ringlab.host.shell.Streams;

/** {@code declare}, {@code typeset}, {@code local}, {@code export} and {@code readonly}, bash's builtins. */
final class DeclareCommand extends NamedCommand {
    DeclareCommand(String name, String purpose) {
        super(name, name + " [-aAilrux] [NAME[=VALUE]]...: " + purpose, "-p");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        return Declarations.run(session, name(), args, io);
    }
}
