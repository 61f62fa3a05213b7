package org.ringlab.host.command;

import java.util.List;
import org.ringlab.common.SimClock;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code sleep} of coreutils, on the lab's clock. */
final class SleepCommand extends NamedCommand {
    SleepCommand() {
        super("sleep", "sleep SECONDS: let simulated time pass");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.isEmpty()) {
            return Texts.misuse(io, "sleep", "sleep: missing operand", 1);
        }
        double seconds = 0;
        for (String arg : args) {
            if (!arg.matches("\\d{1,7}(\\.\\d{1,9})?[smh]?")) {
                return Texts.misuse(io, "sleep", "sleep: invalid time interval '" + arg + "'", 1);
            }
            char unit = arg.charAt(arg.length() - 1);
            double factor = unit == 'm' ? 60 : unit == 'h' ? 3600 : 1;
            seconds += Double.parseDouble(Character.isLetter(unit) ? arg.substring(0, arg.length() - 1) : arg) * factor;
        }
        long nanos = (long) (seconds * SimClock.SECOND);
        session.machine().stack().network().queue().runUntil(() -> false, nanos);
        return 0;
    }
}
