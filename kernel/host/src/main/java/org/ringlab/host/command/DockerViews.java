package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.host.container.Ages;
import org.ringlab.host.container.Container;
import org.ringlab.host.container.DockerEngine;
import org.ringlab.host.container.GoTemplate;
import org.ringlab.host.container.Image;
import org.ringlab.host.container.PortMapping;
import org.ringlab.host.container.Sandbox;
import org.ringlab.host.container.TextTable;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.shell.Streams;

/** What {@code docker ps}, {@code images}, {@code port}, {@code stats} and {@code top} show. */
final class DockerViews {
    private static final int COMMAND_WIDTH = 20;
    private static final long DAY = 24 * 3600 * SimClock.SECOND;

    private final Session session;
    private final DockerEngine engine;
    private final Streams io;

    DockerViews(Session session, DockerEngine engine, Streams io) {
        this.session = session;
        this.engine = engine;
        this.io = io;
    }

    private long now() {
        return session.machine().stack().network().clock().nanos();
    }

    int ps(List<String> words) {
        DockerOptions options = DockerOptions.parse(
                words, true, "a,all", "q,quiet", "l,latest", "no-trunc", "f,filter:", "format:", "n,last:");
        if (options.complaint().isPresent()) {
            return DockerCommand.misuse(io, "ps", options.complaint().get(), 125);
        }
        if (options.has("last") || options.has("no-trunc")) {
            io.err().line("docker: not simulated: docker ps --last, --no-trunc");
            return 1;
        }
        List<Container> shown = new ArrayList<>();
        for (Container container : engine.containers().reversed()) {
            boolean wanted =
                    options.has("all") || options.has("latest") || container.isRunning() || container.isRestarting();
            boolean fits = options.all("filter").stream().allMatch(f -> fits(container, f));
            if (fits && (wanted || options.all("filter").stream().anyMatch(f -> f.startsWith("status=")))) {
                shown.add(container);
            }
        }
        List<Container> rows = options.has("latest") ? shown.stream().limit(1).toList() : shown;
        if (options.has("quiet")) {
            rows.forEach(c -> io.out().line(c.shortId()));
            return 0;
        }
        String format = options.value("format", "");
        if (!format.isEmpty()) {
            return formatted(rows, format);
        }
        TextTable table =
                TextTable.docker().row("CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES");
        rows.forEach(c -> table.row(List.copyOf(row(c).values())));
        table.lines().forEach(io.out()::line);
        return 0;
    }

    private static boolean fits(Container c, String filter) {
        int equals = filter.indexOf('=');
        String value = filter.substring(equals + 1);
        return switch (equals < 0 ? "" : filter.substring(0, equals)) {
            case "name" -> c.name().contains(value);
            case "status" -> state(c).equals(value);
            case "ancestor" -> c.image().reference().equals(Image.normal(value));
            case "id" -> c.id().startsWith(value);
            default -> true;
        };
    }

    private int formatted(List<Container> rows, String format) {
        boolean table = format.startsWith("table ");
        String template = (table ? format.substring(6) : format).replace("\\t", "\t");
        TextTable aligned = TextTable.docker();
        if (table) {
            aligned.row(template.replaceAll("\\{\\{\\s*\\.(\\w+)\\s*}}", "$1")
                    .toUpperCase(Locale.ROOT)
                    .split("\t"));
        }
        for (Container container : rows) {
            Optional<String> line = GoTemplate.fill(template, row(container));
            if (line.isEmpty()) {
                io.err().line("docker: not simulated: this --format");
                return 1;
            }
            if (table) {
                aligned.row(line.get().split("\t", -1));
            } else {
                io.out().line(line.get());
            }
        }
        aligned.lines().forEach(io.out()::line);
        return 0;
    }

    private Map<String, String> row(Container c) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("ID", c.shortId());
        row.put("Image", c.spec().image());
        String command = commandText(c);
        row.put(
                "Command",
                '"'
                        + (command.length() > COMMAND_WIDTH ? command.substring(0, COMMAND_WIDTH - 1) + "…" : command)
                        + '"');
        row.put("RunningFor", Ages.docker(now() - c.createdNanos()) + " ago");
        row.put("Status", status(c));
        row.put("Ports", ports(c));
        row.put("Names", c.name());
        return row;
    }

    private static String commandText(Container c) {
        List<String> words = new ArrayList<>();
        c.commandLine().forEach(w -> words.add(w.contains(" ") ? "'" + w + "'" : w));
        return String.join(" ", words);
    }

    static String state(Container c) {
        return c.isRunning()
                ? "running"
                : c.isRestarting() ? "restarting" : c.finishedNanos() < 0 ? "created" : "exited";
    }

    private String status(Container c) {
        return switch (state(c)) {
            case "running" -> "Up " + Ages.docker(now() - c.startedNanos());
            case "created" -> "Created";
            case "restarting" -> "Restarting (" + c.exitCode() + ") " + Ages.docker(now() - c.finishedNanos()) + " ago";
            default -> "Exited (" + c.exitCode() + ") " + Ages.docker(now() - c.finishedNanos()) + " ago";
        };
    }

    private static String ports(Container c) {
        List<String> ports =
                new ArrayList<>(c.published().stream().map(PortMapping::arrow).toList());
        int own = c.image().port();
        if (c.isRunning()
                && own > 0
                && c.published().stream().noneMatch(p -> p.containerPort() == own)
                && !c.spec().network().equals("host")) {
            ports.add(own + "/tcp");
        }
        return String.join(", ", ports);
    }

    int images(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "q,quiet", "a,all");
        if (options.complaint().isPresent()) {
            return DockerCommand.misuse(io, "images", options.complaint().get(), 125);
        }
        TextTable table = TextTable.docker().row("REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE");
        for (Image image : List.copyOf(engine.images().values()).reversed()) {
            boolean wanted = options.operands().isEmpty()
                    || image.repository().equals(options.operands().getFirst())
                    || image.reference().equals(options.operands().getFirst());
            if (wanted && options.has("quiet")) {
                io.out().line(image.id().substring(0, 12));
            } else if (wanted) {
                table.row(
                        image.repository(),
                        image.tag(),
                        image.id().substring(0, 12),
                        Ages.docker(now() + image.ageDays() * DAY) + " ago",
                        image.size());
            }
        }
        if (!options.has("quiet")) {
            table.lines().forEach(io.out()::line);
        }
        return 0;
    }

    int port(List<String> words) {
        if (words.isEmpty() || words.size() > 2) {
            return DockerCommand.tooFew(io, "port", "at least 1 and at most 2 arguments");
        }
        Optional<Container> container = engine.find(words.getFirst());
        if (container.isEmpty()) {
            io.err().line("Error: No such container: " + words.getFirst());
            return 1;
        }
        String wanted = words.size() < 2 ? "" : words.get(1).contains("/") ? words.get(1) : words.get(1) + "/tcp";
        List<PortMapping> found = container.get().published().stream()
                .filter(p -> wanted.isEmpty() || p.inner().equals(wanted))
                .toList();
        if (found.isEmpty() && !wanted.isEmpty()) {
            io.err().line("Error: No public port '" + wanted + "' published for " + words.getFirst());
            return 1;
        }
        found.forEach(
                p -> io.out().line((wanted.isEmpty() ? p.inner() + " -> " : "") + p.address() + ":" + p.hostPort()));
        return 0;
    }

    /** Usage is nominal: programs here use no memory and no time; limits and the network's counters are the engine's. */
    int stats(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "no-stream", "a,all");
        if (options.complaint().isPresent()) {
            return DockerCommand.misuse(io, "stats", options.complaint().get(), 125);
        }
        TextTable table = TextTable.docker()
                .row("CONTAINER ID", "NAME", "CPU %", "MEM USAGE / LIMIT", "MEM %", "NET I/O", "BLOCK I/O", "PIDS");
        for (Container c : engine.containers().reversed()) {
            boolean named = options.operands().isEmpty() || options.operands().contains(c.name());
            Optional<Sandbox> sandbox = c.sandbox();
            if (named && sandbox.isPresent()) {
                long limit = c.spec().memory() == 0 ? 1_927_020_544L : c.spec().memory();
                double used = 1.5 * 1024 * 1024;
                long received = sandbox.get().net().stack().interfaces().stream()
                        .filter(i -> !i.isLoopback())
                        .mapToLong(i -> i.receivedBytes())
                        .sum();
                long sent = sandbox.get().net().stack().interfaces().stream()
                        .filter(i -> !i.isLoopback())
                        .mapToLong(i -> i.sentBytes())
                        .sum();
                table.row(
                        c.shortId(),
                        c.name(),
                        "0.00%",
                        "1.5MiB / " + binary(limit),
                        String.format(Locale.ROOT, "%.2f%%", used * 100 / limit),
                        decimal(received) + " / " + decimal(sent),
                        "0B / 0B",
                        String.valueOf(members(sandbox.get()).size()));
            }
        }
        table.lines().forEach(io.out()::line);
        return 0;
    }

    private static String binary(long bytes) {
        return bytes >= 1 << 30
                ? short4(bytes / (double) (1 << 30)) + "GiB"
                : bytes >= 1 << 20 ? short4(bytes / (double) (1 << 20)) + "MiB" : short4(bytes / 1024.0) + "KiB";
    }

    private static String decimal(long bytes) {
        return bytes >= 1_000_000
                ? short4(bytes / 1_000_000.0) + "MB"
                : bytes >= 1000 ? short4(bytes / 1000.0) + "kB" : bytes + "B";
    }

    /** Four significant digits at most, no zeros behind (Go's %.4g). */
    private static String short4(double number) {
        int whole = String.valueOf((long) number).length();
        String text = String.format(Locale.ROOT, "%." + Math.max(0, 4 - whole) + "f", number);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    private List<Task> members(Sandbox sandbox) {
        return session.machine()
                .processes()
                .seenFrom(sandbox.first().memberships().pid());
    }

    int top(List<String> words) {
        Optional<Sandbox> sandbox = words.isEmpty()
                ? Optional.empty()
                : engine.find(words.getFirst()).flatMap(Container::sandbox);
        if (words.size() != 1 || sandbox.isEmpty()) {
            io.err()
                    .line(
                            words.size() == 1
                                    ? "Error: No such container: " + words.getFirst()
                                    : "docker: not simulated: this docker top");
            return 1;
        }
        TextTable table = TextTable.docker().row("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD");
        for (Task task : members(sandbox.get())) {
            var outer = session.machine().processes().init().memberships().pid();
            table.row(
                    "root",
                    String.valueOf(task.pid(outer).orElse(0)),
                    String.valueOf(task.parent().flatMap(p -> p.pid(outer)).orElse(0)),
                    "0",
                    "00:00",
                    "?",
                    "00:00:00",
                    String.join(" ", task.command()));
        }
        table.lines().forEach(io.out()::line);
        return 0;
    }

    int info() {
        long up = engine.containers().stream().filter(Container::isRunning).count();
        io.out().line("Containers: " + engine.containers().size());
        io.out().line(" Running: " + up);
        io.out().line(" Paused: 0");
        io.out().line(" Stopped: " + (engine.containers().size() - up));
        io.out().line("Images: " + engine.images().size());
        io.out().line("Server Version: 18.09.9");
        io.out().line("Storage Driver: overlay2");
        io.out().line("Cgroup Driver: cgroupfs");
        io.out().line("Name: " + session.machine().hostName());
        return 0;
    }

    int version() {
        io.out().line("Client:\n Version:           18.09.9\n API version:       1.39\n");
        io.out()
                .line(
                        "Server: Docker Engine - Community\n Engine:\n  Version:          18.09.9\n  API version:      1.39 (minimum version 1.12)");
        return 0;
    }
}
