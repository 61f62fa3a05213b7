package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.machine.SystemFiles;
import org.ringlab.host.namespaces.PidNamespace;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.shell.Streams;

/** {@code ps} of procps-ng: the processes that {@code /proc} shows. Their memory and CPU time are nominal. */
final class PsCommand extends NamedCommand {
    private static final int UNMOUNTED = 47;

    /** Kilobytes of address space and of memory that programs have on a Debian system, the rest like {@code sleep}. */
    private static final Map<String, int[]> SIZES = Map.of(
            "bash", new int[] {4360, 3192},
            "ps", new int[] {8548, 4640},
            "systemd", new int[] {101_936, 11_480},
            "httpd", new int[] {6128, 4700},
            "named", new int[] {239_452, 33_000});

    PsCommand() {
        super("ps", "ps [aux] [-ef] [-o COLUMNS] [-p PID] [-C NAME]: list processes", "aux", "-ef", "-o", "-p", "-C");
    }

    /** What is asked for. */
    private static final class Wish {
        private boolean all;
        private boolean otherTerminals;
        private boolean withoutTerminal;
        private boolean full;
        private boolean user;
        private boolean bsd;
        private boolean noHeadings;
        private final Set<String> pids = new LinkedHashSet<>();
        private final Set<String> names = new HashSet<>();
        private final List<String> columns = new ArrayList<>();
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Wish wish = new Wish();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.startsWith("--")) {
                if (!arg.equals("--no-headers") && !arg.equals("--noheading") && !arg.equals("--forest")) {
                    return usage(io, "error: unknown gnu long option");
                }
                wish.noHeadings |= !arg.equals("--forest");
                continue;
            }
            boolean dash = arg.startsWith("-");
            if (arg.matches("\\d+(,\\d+)*")) {
                wish.pids.addAll(List.of(arg.split(",")));
                continue;
            }
            for (int j = dash ? 1 : 0; j < arg.length(); j++) {
                char letter = arg.charAt(j);
                boolean valued = letter == 'o' || letter == 'p' || dash && (letter == 'C' || letter == 'u');
                String value = "";
                if (valued) {
                    if (j + 1 < arg.length()) {
                        value = arg.substring(j + 1);
                    } else if (i + 1 < args.size()) {
                        value = args.get(++i);
                    } else {
                        return usage(
                                io,
                                letter == 'o'
                                        ? "error: format specification must follow -o"
                                        : letter == 'p'
                                                ? "error: list of process IDs must follow -p"
                                                : "error: list of " + (letter == 'C' ? "command names" : "user names")
                                                        + " must follow -" + letter);
                    }
                }
                Optional<String> mistake = take(wish, dash, letter, value);
                if (mistake.isPresent()) {
                    if (mistake.get().startsWith("ps: not simulated")) {
                        io.err().line(mistake.get());
                        return 1;
                    }
                    return usage(io, mistake.get());
                }
                if (valued) {
                    break;
                }
            }
        }
        Optional<PidNamespace> seen = SystemFiles.shown(session);
        if (seen.isEmpty()) {
            io.err().line("Error, do this: mount -t proc proc /proc");
            return UNMOUNTED;
        }
        return new Listing(session, seen.get(), wish).print(io);
    }

    private static Optional<String> take(Wish wish, boolean dash, char letter, String value) {
        wish.bsd |= !dash;
        switch (letter) {
            case 'e', 'A' -> wish.all |= dash;
            case 'a' -> wish.otherTerminals = true;
            case 'x' -> wish.withoutTerminal = true;
            case 'f' -> wish.full |= dash;
            case 'w' -> {}
            case 'u' -> {
                if (dash) {
                    wish.all |= value.equals("root") || value.equals("0");
                    wish.pids.addAll(wish.all ? List.of() : List.of("0"));
                } else {
                    wish.user = true;
                }
            }
            case 'p' -> wish.pids.addAll(List.of(value.split("[, ]+")));
            case 'C' -> wish.names.addAll(List.of(value.split(",")));
            case 'o' -> {
                for (String column : value.split("[, ]+")) {
                    String name = column.replaceFirst("=.*", "");
                    if (!Listing.HEADS.containsKey(name)) {
                        return Optional.of("error: unknown user-defined format specifier \"" + name + "\"");
                    }
                    wish.columns.add(name);
                    wish.noHeadings |= column.endsWith("=");
                }
            }
            default -> {
                return Optional.of(
                        "lTHLmZjFyNgtrsSUXnck".indexOf(letter) >= 0
                                ? "ps: not simulated: option " + (dash ? "-" : "") + letter
                                : "error: unsupported SysV option");
            }
        }
        return Optional.empty();
    }

    private static int usage(Streams io, String mistake) {
        io.err().line(mistake);
        io.err().line("");
        io.err().line("Usage:");
        io.err().line(" ps [options]");
        io.err().line("");
        io.err().line(" Try 'ps --help <simple|list|output|threads|misc|all>'");
        io.err().line("  or 'ps --help <s|l|o|t|m|a>'");
        io.err().line(" for additional help text.");
        io.err().line("");
        io.err().line("For more details see ps(1).");
        return 1;
    }

    private static final class Listing {
        /** Columns by name: the heading, and its width, negative where texts begin at the left. */
        static final Map<String, String> HEADS = Map.ofEntries(
                Map.entry("pid", "PID"),
                Map.entry("ppid", "PPID"),
                Map.entry("user", "USER"),
                Map.entry("euser", "EUSER"),
                Map.entry("uid", "UID"),
                Map.entry("tty", "TT"),
                Map.entry("tname", "TTY"),
                Map.entry("stat", "STAT"),
                Map.entry("time", "TIME"),
                Map.entry("bsdtime", "TIME"),
                Map.entry("stime", "STIME"),
                Map.entry("start_time", "START"),
                Map.entry("comm", "COMMAND"),
                Map.entry("ucmd", "CMD"),
                Map.entry("cmd", "CMD"),
                Map.entry("args", "COMMAND"),
                Map.entry("command", "COMMAND"),
                Map.entry("pcpu", "%CPU"),
                Map.entry("%cpu", "%CPU"),
                Map.entry("pmem", "%MEM"),
                Map.entry("%mem", "%MEM"),
                Map.entry("vsz", "VSZ"),
                Map.entry("rss", "RSS"),
                Map.entry("c", "C"),
                Map.entry("netns", "NETNS"),
                Map.entry("pidns", "PIDNS"),
                Map.entry("mntns", "MNTNS"),
                Map.entry("utsns", "UTSNS"),
                Map.entry("ipcns", "IPCNS"),
                Map.entry("userns", "USERNS"));

        private final Session session;
        private final PidNamespace seen;
        private final Wish wish;
        private final Set<Task> foreground = new HashSet<>();

        Listing(Session session, PidNamespace seen, Wish wish) {
            this.session = session;
            this.seen = seen;
            this.wish = wish;
            for (Optional<Task> t = Optional.of(session.process());
                    t.isPresent();
                    t = t.get().parent()) {
                foreground.add(t.get());
            }
        }

        int print(Streams io) {
            List<Task> shown = session.machine().processes().seenFrom(seen).stream()
                    .filter(this::isWanted)
                    .toList();
            List<String> columns = columns();
            if (!wish.noHeadings) {
                io.out().line(line(columns, null));
            }
            shown.forEach(t -> io.out().line(line(columns, t)));
            return shown.isEmpty() ? 1 : 0;
        }

        private boolean isWanted(Task task) {
            if (!wish.pids.isEmpty() || !wish.names.isEmpty()) {
                return wish.pids.contains(String.valueOf(task.pid(seen).orElse(0)))
                        || wish.names.contains(SystemFiles.programName(task));
            }
            boolean console = task.terminal() == Task.Terminal.CONSOLE;
            return wish.all || console || wish.withoutTerminal;
        }

        private List<String> columns() {
            if (!wish.columns.isEmpty()) {
                return wish.columns;
            }
            if (wish.user) {
                return List.of(
                        "user", "pid", "pcpu", "pmem", "vsz", "rss", "tname", "stat", "start_time", "bsdtime", "args");
            }
            if (wish.full) {
                return List.of("euid-name", "pid", "ppid", "c", "stime", "tname", "time", "cmd");
            }
            return wish.bsd
                    ? List.of("pid", "tname", "stat", "bsdtime", "args")
                    : List.of("pid", "tname", "time", "ucmd");
        }

        private String line(List<String> columns, @Nullable Task task) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns.size(); i++) {
                String column = columns.get(i);
                String text = task == null ? head(column) : cell(task, column);
                int width = width(column);
                boolean last = i == columns.size() - 1;
                line.append(width > 0 ? Texts.right(text, width) : last ? text : Texts.left(text, -width))
                        .append(last ? "" : " ");
            }
            return line.toString();
        }

        private static String head(String column) {
            return column.equals("euid-name") ? "UID" : HEADS.getOrDefault(column, column);
        }

        private int width(String column) {
            int pid = session.machine().profile() == Profile.CENTOS7 ? 5 : 7;
            return switch (column) {
                case "pid", "ppid" -> pid;
                case "user", "euser", "euid-name", "tname", "tty" -> -8;
                case "uid", "stime", "start_time", "rss" -> 5;
                case "stat" -> -4;
                case "time" -> 8;
                case "bsdtime", "vsz" -> 6;
                case "pcpu", "%cpu", "pmem", "%mem" -> 4;
                case "c" -> 2;
                case "comm", "ucmd" -> -15;
                case "netns", "pidns", "mntns", "utsns", "ipcns", "userns" -> 10;
                default -> -27;
            };
        }

        private String cell(Task task, String column) {
            int[] size = SIZES.getOrDefault(SystemFiles.programName(task), new int[] {2920, 1832});
            return switch (column) {
                case "pid" -> String.valueOf(task.pid(seen).orElse(0));
                case "ppid" ->
                    String.valueOf(task.parent().flatMap(p -> p.pid(seen)).orElse(0));
                case "user", "euser", "euid-name" ->
                    Accounts.user(session, session.process().user())
                            .orElse(String.valueOf(session.process().user()));
                case "uid" -> String.valueOf(session.process().user());
                case "tname", "tty" -> task.terminal() == Task.Terminal.CONSOLE ? "pts/0" : "?";
                case "stat" -> stat(task);
                case "time" -> "00:00:00";
                case "bsdtime" -> "0:00";
                case "stime", "start_time" -> DateCommand.clock(task.startedNanos());
                case "comm", "ucmd" -> SystemFiles.programName(task);
                case "pcpu", "%cpu", "pmem", "%mem" -> "0.0";
                case "vsz" -> String.valueOf(size[0]);
                case "rss" -> String.valueOf(size[1]);
                case "c" -> "0";
                case "netns" -> String.valueOf(task.memberships().net().inode());
                case "pidns" -> String.valueOf(task.memberships().pid().inode());
                case "mntns" -> String.valueOf(task.memberships().mnt().inode());
                case "utsns" -> String.valueOf(task.memberships().uts().inode());
                case "ipcns" -> String.valueOf(task.memberships().ipc().inode());
                case "userns" -> String.valueOf(task.memberships().user().inode());
                default -> String.join(" ", task.command());
            };
        }

        private String stat(Task task) {
            boolean leader = task.terminal() == Task.Terminal.NONE
                    || task.command().getFirst().equals("-bash");
            return leader ? "Ss" : task == session.process() ? "R+" : foreground.contains(task) ? "S+" : "S";
        }
    }
}
