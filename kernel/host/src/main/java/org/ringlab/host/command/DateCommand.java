package org.ringlab.host.command;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.ringlab.common.SimClock;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code date} on the lab's clock. */
final class DateCommand extends NamedCommand {
    DateCommand() {
        super("date", "date: print the lab's time; it began at midnight of 2026-01-01");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        io.out().line(text(session.machine()).replaceFirst(" (\\d{4})$", " UTC $1"));
        return 0;
    }

    /** The machine's time, {@code 2026-01-01 00:00:00}. */
    static String stamp(Machine machine) {
        return time(machine).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT));
    }

    /** A time as systemd writes it, {@code Thu 2026-01-01 00:00:20 UTC}; in nanoseconds since the lab's boot. */
    static String stamp(long nanos) {
        return LocalDateTime.ofEpochSecond(SimClock.BOOT_EPOCH_SECONDS + nanos / SimClock.SECOND, 0, ZoneOffset.UTC)
                .format(DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT));
    }

    /** How long something is ago, as systemd writes it: {@code 43s}, {@code 1min 3s}, {@code 2h 5min}. */
    static String span(long seconds) {
        long hours = seconds / 3600;
        long minutes = seconds / 60 % 60;
        return hours > 0
                ? hours + "h " + minutes + "min"
                : minutes > 0 ? minutes + "min " + seconds % 60 + "s" : seconds + "s";
    }

    /** A time of the lab as {@code HH:MM}. */
    static String clock(long nanos) {
        return LocalDateTime.ofEpochSecond(SimClock.BOOT_EPOCH_SECONDS + nanos / SimClock.SECOND, 0, ZoneOffset.UTC)
                .format(DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT));
    }

    private static LocalDateTime time(Machine machine) {
        long seconds = machine.stack().network().clock().nanos() / SimClock.SECOND;
        return LocalDateTime.ofEpochSecond(SimClock.BOOT_EPOCH_SECONDS + seconds, 0, ZoneOffset.UTC);
    }

    /** The machine's time as {@code ctime} writes it. */
    static String text(Machine machine) {
        return time(machine).format(DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT));
    }
}
