package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code help}. */
final class HelpCommand extends NamedCommand {
    HelpCommand() {
        super("help", "help [COMMAND]: what can be typed here");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.isEmpty()) {
            io.out().line("A simulated host. These commands can be typed; `help NAME` says more:");
            io.out().line(String.join(" ", Commands.names()));
            return 0;
        }
        int status = 0;
        for (String name : args) {
            Optional<Command> command = Commands.find(name);
            if (command.isPresent()) {
                io.out().line(command.get().synopsis());
            } else {
                io.err().line("bash: help: no help topics match `" + name + "'.");
                status = 1;
            }
        }
        return status;
    }
}
