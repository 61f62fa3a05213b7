package org.ringlab.host.command;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.ringlab.common.SimClock;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code date} on the lab's clock. */
final class DateCommand extends NamedCommand {
    DateCommand() {
        super("date", "date: print the lab's time; it began at midnight of 2026-01-01");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        long seconds = session.machine().stack().network().clock().nanos() / SimClock.SECOND;
        LocalDateTime time = LocalDateTime.of(2026, 1, 1, 0, 0).plusSeconds(seconds);
        io.out().line(time.format(DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.ROOT)));
        return 0;
    }
}
