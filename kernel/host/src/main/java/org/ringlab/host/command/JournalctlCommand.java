package org.ringlab.host.command;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.common.SimClock;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Journal;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code journalctl} of systemd 219: the entries since the host booted, as nothing older is kept. */
final class JournalctlCommand extends NamedCommand {
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx", Locale.ROOT);
    private static final List<String> LEVELS =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");
    private static final Pattern AGO = Pattern.compile("-?(\\d{1,9}) ?(s|sec|second|m|min|minute|h|hour|day)s?( ago)?");
    private static final int TAIL = 10;
    private static final long MOST_SECONDS = 4_000_000_000L;

    JournalctlCommand() {
        super(
                "journalctl",
                "journalctl [-u UNIT] [-b] [-k] [-n LINES] [-p LEVEL] [--since TIME] [-f]: the journal since boot",
                "-u",
                "-b",
                "-k",
                "-n",
                "-p",
                "-f",
                "-r",
                "-o",
                "-t",
                "-xe",
                "--since",
                "--until",
                "--no-pager");
    }

    /** What is asked for; a bad word is an exception's message, as the program prints it. */
    private static final class Query {
        private final List<Predicate<Journal.Entry>> all = new ArrayList<>();
        private final List<String> units = new ArrayList<>();
        private int lines = Integer.MAX_VALUE;
        private boolean reversed;
        private boolean follows;
        private boolean otherBoot;
        private boolean quiet;
        private String output = "short";
    }

    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        Refusal(String message) {
            super(message);
        }
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Query query;
        try {
            query = parse(session, args);
        } catch (Refusal refusal) {
            io.err().line(String.valueOf(refusal.getMessage()));
            return 1;
        }
        if (query.otherBoot) {
            io.err().line("Specifying boot ID has no effect, no persistent journal was found");
        }
        Journal journal = session.machine().journal();
        List<Journal.Entry> found = new ArrayList<>(journal.entries().stream()
                .filter(e -> query.units.isEmpty() || query.units.contains(e.unit()))
                .filter(e -> query.all.stream().allMatch(test -> test.test(e)))
                .toList());
        int first = Math.max(0, found.size() - (query.follows ? Math.min(query.lines, TAIL) : query.lines));
        found = new ArrayList<>(found.subList(first, found.size()));
        if (query.reversed) {
            found = found.reversed();
        }
        if (!query.quiet && session.machine().profile() == Profile.CENTOS7) {
            long last = journal.entries().isEmpty()
                    ? journal.booted()
                    : journal.entries().getLast().nanos();
            io.out()
                    .line("-- Logs begin at " + DateCommand.stamp(journal.booted())
                            + (query.follows ? "." : ", end at " + DateCommand.stamp(last) + ".") + " --");
        }
        String host = session.machine().hostName();
        found.forEach(entry -> io.out().line(text(entry, host, query.output)));
        if (found.isEmpty() && !query.quiet) {
            io.out().line("-- No entries --");
        }
        if (query.follows) {
            io.err().line("journalctl: not simulated: waiting for more (-f); this is what there is");
        }
        return 0;
    }

    private static Query parse(Session session, List<String> given) throws Refusal {
        Options options = Options.parse(
                bootWords(given),
                "u:bkn:p:frqxeo:t:S:U:al",
                "unit:",
                "boot",
                "dmesg",
                "lines:",
                "priority:",
                "follow",
                "reverse",
                "quiet",
                "catalog",
                "pager-end",
                "output:",
                "identifier:",
                "since:",
                "until:",
                "no-pager",
                "all",
                "full",
                "no-full",
                "system",
                "other-boot");
        Optional<String> complaint = options.complaint("journalctl");
        if (complaint.isPresent()) {
            throw new Refusal(complaint.get());
        }
        if (!options.operands().isEmpty()) {
            String word = options.operands().getFirst();
            throw new Refusal(
                    word.indexOf('=') > 0
                            ? "journalctl: not simulated: matches of fields"
                            : "Failed to add match '" + word + "': Invalid argument");
        }
        Query query = new Query();
        units(given).forEach(unit -> query.units.add(unit.endsWith(".service") ? unit : unit + ".service"));
        query.otherBoot = options.has("--other-boot");
        query.reversed = options.has("-r") || options.has("--reverse");
        query.follows = options.has("-f") || options.has("--follow");
        query.quiet = options.has("-q") || options.has("--quiet");
        if (options.has("-k") || options.has("--dmesg")) {
            query.all.add(e -> e.identifier().equals("kernel"));
        }
        value(options, "-t", "--identifier")
                .ifPresent(word -> query.all.add(e -> e.identifier().equals(word)));
        Optional<String> lines = value(options, "-n", "--lines");
        if (lines.isPresent()) {
            query.lines = lines.get().equals("all")
                    ? Integer.MAX_VALUE
                    : Texts.number(lines.get())
                            .filter(n -> n >= 0)
                            .orElseThrow(() -> new Refusal("Failed to parse lines '" + lines.get() + "'"));
        } else if (options.has("-e") || options.has("--pager-end")) {
            query.lines = 1000;
        }
        Optional<String> output = value(options, "-o", "--output");
        if (output.isPresent()) {
            query.output = output.get();
            if (!List.of("short", "cat", "short-iso").contains(query.output)) {
                boolean real = query.output.matches(
                        "short-precise|short-monotonic|verbose|export|json|json-pretty|json-sse|short-full|short-unix");
                throw new Refusal(
                        real
                                ? "journalctl: not simulated: -o " + query.output
                                : "Unknown output format '" + query.output + "'.");
            }
        }
        Optional<String> level = value(options, "-p", "--priority");
        if (level.isPresent()) {
            priorities(level.get(), query);
        }
        Optional<String> since = value(options, "-S", "--since");
        if (since.isPresent()) {
            long from = time(session, since.get());
            query.all.add(e -> e.nanos() >= from);
        }
        Optional<String> until = value(options, "-U", "--until");
        if (until.isPresent()) {
            long to = time(session, until.get());
            query.all.add(e -> e.nanos() <= to);
        }
        return query;
    }

    /** {@code -b} and {@code -n} may have a value in the next word: {@code -b -1}, {@code -n}. */
    private static List<String> bootWords(List<String> given) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String word = given.get(i);
            String next = i + 1 < given.size() ? given.get(i + 1) : "";
            String boot = word.startsWith("--boot=") ? word.substring("--boot=".length()) : next;
            if (word.matches("-b|--boot|--boot=.*") && boot.matches("[+-]?\\d{1,9}")) {
                words.add(Integer.parseInt(boot) == 0 ? "-b" : "--other-boot");
                i += word.startsWith("--boot=") ? 0 : 1;
            } else if (word.matches("-n|--lines")
                    && !next.matches("\\d+|all")
                    && (next.isEmpty() || next.startsWith("-"))) {
                words.add("--lines=" + TAIL);
            } else {
                words.add(word);
            }
        }
        return words;
    }

    private static List<String> units(List<String> given) {
        List<String> units = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String word = given.get(i);
            if (word.matches("-[a-tv-z]*u|--unit") && i + 1 < given.size()) {
                units.add(given.get(++i));
            } else if (word.startsWith("--unit=")) {
                units.add(word.substring("--unit=".length()));
            } else if (word.matches("-u.+")) {
                units.add(word.substring(2));
            }
        }
        return units;
    }

    private static Optional<String> value(Options options, String letter, String word) {
        return options.has(letter)
                ? Optional.of(options.value(letter, ""))
                : options.has(word) ? Optional.of(options.value(word, "")) : Optional.empty();
    }

    private static void priorities(String text, Query query) throws Refusal {
        int dots = text.indexOf("..");
        int low = dots < 0 ? 0 : level(text.substring(0, dots), text);
        int high = level(dots < 0 ? text : text.substring(dots + 2), text);
        query.all.add(e -> e.priority() >= Math.min(low, high) && e.priority() <= Math.max(low, high));
    }

    private static int level(String word, String all) throws Refusal {
        Map<String, Integer> levels = new HashMap<>(Map.of("error", 3, "warn", 4));
        for (int i = 0; i < LEVELS.size(); i++) {
            levels.put(LEVELS.get(i), i);
            levels.put(String.valueOf(i), i);
        }
        Integer level = levels.get(word);
        if (level == null) {
            throw new Refusal("Unknown log level " + all);
        }
        return level;
    }

    /** A time as systemd.time(7) writes it, in nanoseconds since the lab's boot. */
    private static long time(Session session, String text) throws Refusal {
        long now = session.machine().stack().network().clock().nanos();
        LocalDateTime today =
                LocalDateTime.ofEpochSecond(SimClock.BOOT_EPOCH_SECONDS + now / SimClock.SECOND, 0, ZoneOffset.UTC);
        LocalDateTime midnight = today.toLocalDate().atStartOfDay();
        Matcher ago = AGO.matcher(text);
        if (ago.matches() && (text.startsWith("-") || ago.group(3) != null)) {
            long unit = switch (ago.group(2).charAt(0)) {
                case 's' -> 1;
                case 'm' -> 60;
                case 'h' -> 3600;
                default -> 86_400;
            };
            return now - Long.parseLong(ago.group(1)) * unit * SimClock.SECOND;
        }
        try {
            return switch (text) {
                case "now" -> now;
                case "today" -> nanos(midnight);
                case "yesterday" -> nanos(midnight.minusDays(1));
                case "tomorrow" -> nanos(midnight.plusDays(1));
                default ->
                    text.indexOf('-') < 0
                            ? nanos(today.toLocalDate().atTime(LocalTime.parse(text)))
                            : nanos(LocalDateTime.parse((text.length() == 10
                                            ? text + " 00:00:00"
                                            : text.length() == 16 ? text + ":00" : text)
                                    .replace(' ', 'T')));
            };
        } catch (DateTimeParseException bad) {
            throw new Refusal("Failed to parse timestamp: " + text);
        }
    }

    private static long nanos(LocalDateTime time) {
        return Math.clamp(time.toEpochSecond(ZoneOffset.UTC) - SimClock.BOOT_EPOCH_SECONDS, -MOST_SECONDS, MOST_SECONDS)
                * SimClock.SECOND;
    }

    /** An entry in one of the program's forms. */
    static String text(Journal.Entry entry, String host, String form) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                SimClock.BOOT_EPOCH_SECONDS + entry.nanos() / SimClock.SECOND, 0, ZoneOffset.UTC);
        String when = form.equals("short-iso") ? time.atOffset(ZoneOffset.UTC).format(ISO) : time.format(SHORT);
        String who = entry.pid() == 0 ? entry.identifier() : entry.identifier() + "[" + entry.pid() + "]";
        return form.equals("cat") ? entry.message() : when + " " + host + " " + who + ": " + entry.message();
    }
}
