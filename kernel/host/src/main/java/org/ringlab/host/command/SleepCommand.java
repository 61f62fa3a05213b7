package org.ringlab.host.command;

import java.util.List;
import org.ringlab.common.SimClock;
import org.ringlab.host.machine.Jobs;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.link.EventQueue;

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
        EventQueue queue = session.machine().stack().network().queue();
        if (session.jobs().mayStay()) {
            session.jobs()
                    .stay(new Sleeping(
                            queue, session.machine().stack().network().clock(), nanos));
        } else {
            queue.runUntil(() -> false, nanos);
        }
        return 0;
    }

    /** Sleeps in the background: other commands run meanwhile. */
    private static final class Sleeping implements Jobs.Process {
        private final EventQueue queue;
        private final SimClock clock;
        private final long end;

        Sleeping(EventQueue queue, SimClock clock, long nanos) {
            this.queue = queue;
            this.clock = clock;
            end = clock.nanos() + nanos;
        }

        @Override
        public void report(Streams io) {}

        @Override
        public boolean hasEnded() {
            return clock.nanos() >= end;
        }

        @Override
        public int stop(Streams io) {
            return Jobs.TERMINATED;
        }

        @Override
        public void kill() {}

        @Override
        public void onEnd(EventQueue clockwork, Runnable then) {
            queue.later(Math.max(0, end - clock.nanos()), then);
        }

        @Override
        public int await(Streams io) {
            queue.runUntil(this::hasEnded, Math.max(0, end - clock.nanos()));
            return 0;
        }
    }
}
