package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.machine.SystemFiles;
import org.ringlab.host.namespaces.Namespace;
import org.ringlab.host.namespaces.NamespaceKind;
import org.ringlab.host.namespaces.NetNamespace;
import org.ringlab.host.namespaces.PidNamespace;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.shell.Streams;

/** {@code lsns} of util-linux: the namespaces of the processes that {@code /proc} shows, children below their parents. */
final class LsnsCommand extends NamedCommand {
    private static final List<String> COLUMNS = List.of(
            "NS", "TYPE", "PATH", "NPROCS", "PID", "PPID", "COMMAND", "UID", "USER", "NETNSID", "NSFS", "PNS", "ONS");
    private static final List<String> NUMBERS = List.of("NS", "NPROCS", "PID", "PPID", "UID", "NETNSID", "PNS", "ONS");

    LsnsCommand() {
        super(
                "lsns",
                "lsns [-t TYPE] [-p PID] [-l] [-o COLUMNS] [NAMESPACE]: list namespaces",
                "-t",
                "-p",
                "-l",
                "-n",
                "-o");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(
                args,
                "JlnruWVht:p:o:T:",
                "list",
                "noheadings",
                "type:",
                "task:",
                "output:",
                "raw",
                "json",
                "tree:",
                "notruncate",
                "nowrap",
                "output-all");
        if (options.complaint("lsns").isPresent()) {
            return Texts.misuse(io, "lsns", options.complaint("lsns").get(), 1);
        }
        for (String word : List.of("-J", "--json", "-T", "--tree", "-h", "--output-all")) {
            if (options.has(word)) {
                io.err().line("lsns: not simulated: " + word);
                return 1;
            }
        }
        if (options.has("-V")) {
            io.out().line("lsns from util-linux 2.38.1");
            return 0;
        }
        String type = options.value("-t", options.value("--type", ""));
        Optional<NamespaceKind> kind = NamespaceKind.ofFile(type);
        if (!type.isEmpty() && kind.isEmpty()) {
            io.err().line("lsns: unknown namespace type: " + type);
            return 1;
        }
        Optional<PidNamespace> seen = SystemFiles.shown(session);
        if (seen.isEmpty()) {
            io.err().line("lsns: can't read /proc");
            return 1;
        }
        List<String> columns = new ArrayList<>(List.of("NS", "TYPE", "NPROCS", "PID", "USER"));
        if (type.equals("net") && session.machine().profile() != Profile.CENTOS7) {
            columns.addAll(List.of("NETNSID", "NSFS"));
        }
        columns.add("COMMAND");
        String wanted = options.value("-o", options.value("--output", ""));
        if (!wanted.isEmpty()) {
            columns = List.of(wanted.toUpperCase(Locale.ROOT).split(","));
            for (String column : columns) {
                if (!COLUMNS.contains(column)) {
                    io.err().line("lsns: unknown column: " + column.toLowerCase(Locale.ROOT));
                    return 1;
                }
            }
        }
        Listing listing = new Listing(session, seen.get());
        if (!options.operands().isEmpty()) {
            return listing.members(options.operands().get(0), io);
        }
        boolean tree = !options.has("-l") && !options.has("--list") && !options.has("-r") && !options.has("--raw");
        String pid = options.value("-p", options.value("--task", ""));
        List<Row> rows = listing.rows(kind, pid, tree);
        if (rows.isEmpty()) {
            return 0;
        }
        Columns table = new Columns(
                columns.stream().map(c -> NUMBERS.contains(c) ? " " + c : c).toList());
        for (Row row : rows) {
            table.row(columns.stream().map(c -> listing.cell(row, c)).toList());
        }
        table.lines(!options.has("-n") && !options.has("--noheadings")).forEach(io.out()::line);
        return 0;
    }

    /** A namespace with the process that stands for it, and what its place in the tree puts in front of the command. */
    private record Row(Namespace namespace, Task task, String branch) {}

    private static final class Listing {
        private final Session session;
        private final Machine machine;
        private final PidNamespace seen;
        private final List<Task> tasks;

        Listing(Session session, PidNamespace seen) {
            this.session = session;
            this.seen = seen;
            machine = session.machine();
            tasks = machine.processes().seenFrom(seen);
        }

        private List<Task> membersOf(Namespace namespace) {
            return tasks.stream()
                    .filter(t -> t.memberships().of(namespace.kind()) == namespace)
                    .toList();
        }

        List<Row> rows(Optional<NamespaceKind> kind, String pid, boolean tree) {
            List<Namespace> all = machine.processes().namespaces(seen).stream()
                    .filter(n -> machine.namespaceKinds().contains(n.kind()))
                    .filter(n -> kind.isEmpty() || n.kind() == kind.get())
                    .filter(n -> pid.isEmpty()
                            || membersOf(n).stream().anyMatch(t -> number(t).equals(pid)))
                    .toList();
            // A line stands below the last line of its process's parent, where that has one.
            Map<Task, Namespace> lineOf = new HashMap<>();
            Map<Namespace, List<Namespace>> below = new HashMap<>();
            List<Namespace> roots = new ArrayList<>();
            for (Namespace namespace : all) {
                Task first = membersOf(namespace).getFirst();
                Optional<Namespace> parent = first.parent().map(lineOf::get);
                if (tree && parent.isPresent()) {
                    below.computeIfAbsent(parent.get(), n -> new ArrayList<>()).add(namespace);
                } else {
                    roots.add(namespace);
                }
                lineOf.put(first, namespace);
            }
            List<Row> rows = new ArrayList<>();
            roots.forEach(root -> add(rows, root, "", "", below));
            return rows;
        }

        private void add(
                List<Row> rows,
                Namespace namespace,
                String branch,
                String indent,
                Map<Namespace, List<Namespace>> below) {
            rows.add(new Row(namespace, membersOf(namespace).getFirst(), branch));
            List<Namespace> children = below.getOrDefault(namespace, List.of());
            for (int i = 0; i < children.size(); i++) {
                boolean last = i == children.size() - 1;
                add(rows, children.get(i), indent + (last ? "└─" : "├─"), indent + (last ? "  " : "│ "), below);
            }
        }

        private String number(Task task) {
            return String.valueOf(task.pid(seen).orElse(0));
        }

        String cell(Row row, String column) {
            Namespace namespace = row.namespace();
            Task task = row.task();
            return switch (column) {
                case "NS" -> String.valueOf(namespace.inode());
                case "TYPE" -> namespace.kind().file();
                case "PATH" ->
                    "/proc/" + number(task) + "/ns/" + namespace.kind().file();
                case "NPROCS" -> String.valueOf(membersOf(namespace).size());
                case "PID" -> number(task);
                case "PPID" ->
                    String.valueOf(task.parent().flatMap(p -> p.pid(seen)).orElse(0));
                case "COMMAND" -> row.branch() + String.join(" ", task.command());
                case "UID" -> String.valueOf(session.process().user());
                case "USER" ->
                    Accounts.user(session, session.process().user())
                            .orElse(String.valueOf(session.process().user()));
                case "NETNSID" -> "unassigned";
                case "NSFS" -> nsfs(namespace);
                case "ONS" ->
                    namespace.owner().map(o -> String.valueOf(o.inode())).orElse("0");
                default -> parent(namespace);
            };
        }

        private static String parent(Namespace namespace) {
            long inode = namespace instanceof PidNamespace pid
                    ? pid.parent().map(Namespace::inode).orElse(0L)
                    : namespace.kind() == NamespaceKind.USER
                            ? namespace.owner().map(Namespace::inode).orElse(0L)
                            : 0L;
            return String.valueOf(inode);
        }

        private String nsfs(Namespace namespace) {
            return namespace instanceof NetNamespace net
                    ? machine.namespaces().entrySet().stream()
                            .filter(e -> e.getValue().namespace() == net)
                            .map(e -> "/run/netns/" + e.getKey())
                            .findFirst()
                            .orElse("")
                    : "";
        }

        int members(String inode, Streams io) {
            Optional<Namespace> found = machine.processes().namespaces(seen).stream()
                    .filter(n -> String.valueOf(n.inode()).equals(inode))
                    .findFirst();
            if (found.isEmpty()) {
                io.err()
                        .line(
                                inode.matches("\\d+")
                                        ? "lsns: not found namespace: " + inode
                                        : "lsns: invalid namespace argument: '" + inode + "'");
                return 1;
            }
            Columns table = new Columns(List.of(" PID", " PPID", "USER", "COMMAND"));
            for (Task task : membersOf(found.get())) {
                Row row = new Row(found.get(), task, "");
                table.row(List.of(cell(row, "PID"), cell(row, "PPID"), cell(row, "USER"), cell(row, "COMMAND")));
            }
            table.lines(true).forEach(io.out()::line);
            return 0;
        }
    }
}
