package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code exit}, bash's builtin. */
final class ExitCommand extends NamedCommand {
    ExitCommand() {
        super("exit", "exit [STATUS]: leave the script");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Optional<Long> number =
                args.isEmpty() ? Optional.of((long) session.status()) : Texts.longNumber(args.getFirst());
        if (number.isEmpty()) {
            io.err().line(session.where() + "exit: " + args.getFirst() + ": numeric argument required");
        } else if (args.size() > 1) {
            io.err().line(session.where() + "exit: too many arguments");
            return 1;
        }
        session.setFlow(Session.Flow.EXIT);
        int status = (int) (number.orElse(2L) & 255);
        session.setStatus(status);
        return status;
    }
}
