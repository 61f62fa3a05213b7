package org.ringlab.host.command;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code date} of coreutils, on the lab's clock. */
final class DateCommand extends NamedCommand {
    DateCommand() {
        super("date", "date [-u] [-R] [+FORMAT]: print the lab's time; it began at midnight of 2026-01-01", "-u", "-R");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "uR", "utc", "universal", "rfc-email");
        Optional<String> complaint = options.complaint("date");
        if (complaint.isPresent()) {
            return failed(io, complaint.get(), !complaint.get().contains("not simulated"));
        }
        List<String> operands = options.operands();
        if (operands.size() > 1) {
            return failed(io, "date: extra operand '" + operands.get(1) + "'", true);
        }
        boolean mail = options.has("-R") || options.has("--rfc-email");
        String format = mail ? "+%a, %d %b %Y %H:%M:%S %z" : "+%a %b %e %H:%M:%S %Z %Y";
        String given = operands.isEmpty() ? format : operands.getFirst();
        if (!given.startsWith("+")) {
            return failed(io, "date: invalid date '" + given + "'", false);
        }
        if (mail && !operands.isEmpty()) {
            return failed(io, "date: multiple output formats specified", false);
        }
        io.out().line(TimeFormat.write(given.substring(1), time(session.machine())));
        return 0;
    }

    private static int failed(Streams io, String message, boolean hint) {
        io.err().line(message);
        if (hint) {
            io.err().line("Try 'date --help' for more information.");
        }
        return 1;
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
        long nanos = machine.stack().network().clock().nanos();
        return LocalDateTime.ofEpochSecond(
                SimClock.BOOT_EPOCH_SECONDS + nanos / SimClock.SECOND, (int) (nanos % SimClock.SECOND), ZoneOffset.UTC);
    }

    /** The machine's time as {@code ctime} writes it. */
    static String text(Machine machine) {
        return time(machine).format(DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT));
    }
}
