package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code break} and {@code continue}, bash's builtins. */
final class BreakCommand extends NamedCommand {
    BreakCommand(String name) {
        super(name, name + " [N]: " + (name.equals("break") ? "leave N loops" : "go on with the next round"));
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (session.loops() == 0) {
            io.err().line(session.where() + name() + ": only meaningful in a `for', `while', or `until' loop");
            return 0;
        }
        Optional<Integer> number = args.isEmpty() ? Optional.of(1) : Texts.number(args.getFirst());
        if (number.isEmpty() || number.get() < 1) {
            io.err()
                    .line(session.where() + name() + ": " + args.getFirst()
                            + (number.isEmpty() ? ": numeric argument required" : ": loop count out of range"));
            if (number.isEmpty()) {
                session.setStatus(128);
                session.setFlow(Session.Flow.EXIT);
                return 128;
            }
            session.leave(session.loops(), Session.Flow.BREAK);
            return 1;
        }
        session.leave(number.get(), name().equals("break") ? Session.Flow.BREAK : Session.Flow.CONTINUE);
        return 0;
    }
}
