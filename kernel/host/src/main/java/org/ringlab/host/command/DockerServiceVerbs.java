package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.host.container.Ages;
import org.ringlab.host.container.PortMapping;
import org.ringlab.host.container.Swarm;
import org.ringlab.host.container.SwarmNode;
import org.ringlab.host.container.SwarmService;
import org.ringlab.host.container.SwarmTask;
import org.ringlab.host.container.TextTable;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code docker service}: wishes of a swarm. */
final class DockerServiceVerbs {
    private static final long PATIENCE = 60 * SimClock.SECOND;
    private static final long STABLE = 5 * SimClock.SECOND;
    private static final int FIRST_PORT = 30_000;
    private static final int MOST_REPLICAS = 1000;

    private final Session session;
    private final Swarm swarm;
    private final Streams io;

    DockerServiceVerbs(Session session, Swarm swarm, Streams io) {
        this.session = session;
        this.swarm = swarm;
        this.io = io;
    }

    int run(String verb, List<String> words) {
        return switch (verb) {
            case "create" -> create(words);
            case "ls", "list" -> list(words);
            case "ps" -> tasks(words);
            case "scale" -> scale(words);
            case "rm", "remove" -> remove(words);
            case "update" -> update(words);
            default -> {
                io.err().line("docker: not simulated: docker service " + verb);
                yield 1;
            }
        };
    }

    private int refuse(String why) {
        io.err().line("Error response from daemon: " + why);
        return 1;
    }

    private static Optional<Integer> replicas(String text) {
        return Texts.number(text).filter(n -> n >= 0 && n <= MOST_REPLICAS);
    }

    private int create(List<String> words) {
        DockerOptions options = DockerOptions.parse(
                words,
                false,
                "name:",
                "replicas:",
                "p,publish:",
                "e,env:",
                "d,detach",
                "q,quiet",
                "mode:",
                "network:",
                "constraint:",
                "mount:",
                "limit-memory:",
                "limit-cpu:");
        if (options.complaint().isPresent()) {
            return DockerCommand.misuse(
                    io, "service create", options.complaint().get(), 125);
        }
        for (String other : List.of("mode", "network", "constraint", "mount", "limit-memory", "limit-cpu")) {
            if (options.has(other)) {
                io.err().line("docker: not simulated: docker service create --" + other);
                return 1;
            }
        }
        if (options.operands().isEmpty()) {
            return DockerCommand.tooFew(io, "service create", "at least 1 argument");
        }
        Optional<Integer> replicas = replicas(options.value("replicas", "1"));
        if (replicas.isEmpty()) {
            return DockerCommand.misuse(
                    io,
                    "service create",
                    "invalid argument \"" + options.value("replicas", "") + "\" for \"--replicas\" flag: invalid"
                            + " syntax",
                    125);
        }
        List<PortMapping> ports = new ArrayList<>();
        for (String text : options.all("publish")) {
            Optional<PortMapping> port = PortMapping.parse(published(text));
            if (port.isEmpty()) {
                return DockerCommand.misuse(
                        io,
                        "service create",
                        "invalid argument \"" + text + "\" for \"-p, --publish\" flag: Invalid containerPort: " + text,
                        125);
            }
            ports.add(port.get().hostPort() == 0 ? port.get().at(freePort(ports.size())) : port.get());
        }
        for (PortMapping port : ports) {
            Optional<SwarmService> other = swarm.services().values().stream()
                    .filter(s -> s.ports().stream().anyMatch(p -> p.hostPort() == port.hostPort()))
                    .findFirst();
            if (other.isPresent()) {
                return refuse("rpc error: code = InvalidArgument desc = port '" + port.hostPort()
                        + "' is already in use by service '" + other.get().name() + "' ("
                        + other.get().id()
                        + ") as an ingress port");
            }
        }
        String name = options.value("name", "");
        if (swarm.services().containsKey(name)) {
            return refuse("rpc error: code = AlreadyExists desc = name conflicts with an existing object: service "
                    + name + " already exists");
        }
        if (!name.matches("([a-zA-Z0-9][a-zA-Z0-9_-]*)?")) {
            return refuse("rpc error: code = InvalidArgument desc = name must be valid as a DNS name component");
        }
        SwarmService service = swarm.create(
                name,
                options.operands().getFirst(),
                replicas.get(),
                List.copyOf(options.operands().subList(1, options.operands().size())),
                DockerRun.environment(options.all("env")),
                ports);
        io.out().line(service.id());
        return options.has("detach") ? 0 : converge(service, options.has("quiet"));
    }

    /** The long form says what is what: {@code published=8080,target=80}. */
    private static String published(String text) {
        if (!text.contains("target=")) {
            return text;
        }
        String target = text.replaceFirst(".*target=(\\d+).*", "$1");
        return text.contains("published=") ? text.replaceFirst(".*published=(\\d+).*", "$1") + ":" + target : target;
    }

    private int freePort(int more) {
        int highest = swarm.services().values().stream()
                .flatMap(s -> s.ports().stream())
                .mapToInt(PortMapping::hostPort)
                .filter(p -> p >= FIRST_PORT)
                .max()
                .orElse(FIRST_PORT - 1);
        return highest + 1 + more;
    }

    /** Without {@code -d} the program waits until the wish is fulfilled. */
    private int converge(SwarmService service, boolean quiet) {
        boolean settled = session.machine()
                .stack()
                .network()
                .queue()
                .runUntil(
                        () -> swarm.isSettled(service) || swarm.stopper(service).isPresent(), PATIENCE);
        Optional<SwarmTask> stopper = swarm.stopper(service);
        if (stopper.isPresent()) {
            io.out()
                    .line("service update paused: update paused due to failure or early termination of task "
                            + stopper.get().id());
            return 0;
        }
        if (settled) {
            // Then it watches for five seconds whether the tasks are stable.
            session.machine().stack().network().queue().runUntil(() -> false, STABLE);
        }
        int wanted = service.replicas();
        if (quiet) {
            return 0;
        }
        io.out().line("overall progress: " + swarm.running(service) + " out of " + wanted + " tasks");
        for (int slot = 1; slot <= wanted; slot++) {
            int own = slot;
            String state = swarm.tasks(service).stream()
                    .filter(t -> t.slot() == own && t.isWanted())
                    .findFirst()
                    .map(t -> t.error().isEmpty()
                            ? t.state().toLowerCase(Locale.ROOT)
                            : t.error().replace("\"", ""))
                    .orElse("pending");
            io.out().line(slot + "/" + wanted + ": " + state);
        }
        // What never settles is waited for until somebody interrupts it.
        io.out()
                .line(
                        settled
                                ? "verify: Service converged"
                                : "Operation continuing in background.\nUse `docker service ps " + service.id()
                                        + "` to check progress.");
        return 0;
    }

    private int list(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "q,quiet");
        if (options.complaint().isPresent()) {
            return DockerCommand.misuse(io, "service ls", options.complaint().get(), 125);
        }
        TextTable table = TextTable.docker().row("ID", "NAME", "MODE", "REPLICAS", "IMAGE", "PORTS");
        for (SwarmService service : swarm.services().values()) {
            if (options.has("quiet")) {
                io.out().line(service.id().substring(0, 12));
            }
            List<String> ports = service.ports().stream()
                    .map(p -> "*:" + p.hostPort() + "->" + p.containerPort() + "/" + p.protocol())
                    .toList();
            table.row(
                    service.id().substring(0, 12),
                    service.name(),
                    "replicated",
                    swarm.running(service) + "/" + service.replicas(),
                    service.image(),
                    String.join(", ", ports));
        }
        if (!options.has("quiet")) {
            table.lines().forEach(io.out()::line);
        }
        return 0;
    }

    private int tasks(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "no-trunc", "f,filter:", "q,quiet");
        if (options.complaint().isPresent()) {
            return DockerCommand.misuse(io, "service ps", options.complaint().get(), 125);
        }
        if (options.operands().isEmpty()) {
            return DockerCommand.tooFew(io, "service ps", "at least 1 argument");
        }
        boolean runningOnly = options.all("filter").contains("desired-state=running");
        List<SwarmTask> shown = new ArrayList<>();
        for (String word : options.operands()) {
            Optional<SwarmService> service = swarm.service(word);
            if (service.isEmpty()) {
                io.err().line("no such service: " + word);
                return 1;
            }
            swarm.tasks(service.get()).stream()
                    .filter(t -> !runningOnly || t.isWanted())
                    .forEach(shown::add);
        }
        if (options.has("quiet")) {
            shown.forEach(t -> io.out().line(t.id()));
            return 0;
        }
        table(swarm, shown, io);
        return 0;
    }

    /** Tasks as {@code service ps} and {@code node ps} show them: what filled a slot before stands below it. */
    static void table(Swarm swarm, List<SwarmTask> shown, Streams io) {
        TextTable table = TextTable.docker()
                .row("ID", "NAME", "IMAGE", "NODE", "DESIRED STATE", "CURRENT STATE", "ERROR", "PORTS");
        String above = "";
        for (SwarmTask task : shown) {
            String name = task.name();
            table.row(
                    task.id().substring(0, 12),
                    name.equals(above) ? " \\_ " + name : name,
                    task.image(),
                    task.node().map(SwarmNode::name).orElse(""),
                    task.isWanted() ? "Running" : "Shutdown",
                    task.state() + " "
                            + Ages.docker(swarm.now() - task.sinceNanos()).toLowerCase(Locale.ROOT) + " ago",
                    task.error(),
                    "");
            above = name;
        }
        table.lines().forEach(io.out()::line);
    }

    private int scale(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "d,detach");
        if (options.complaint().isPresent() || options.operands().isEmpty()) {
            return DockerCommand.tooFew(io, "service scale", "at least 1 argument");
        }
        List<SwarmService> changed = new ArrayList<>();
        int status = 0;
        for (String word : options.operands()) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                io.err()
                        .line("invalid scale specifier \"" + word
                                + "\".\nSee 'docker service scale --help'.\n\nUsage:  docker service scale"
                                + " SERVICE=REPLICAS [SERVICE=REPLICAS...]");
                return 1;
            }
            Optional<SwarmService> service = swarm.service(word.substring(0, equals));
            Optional<Integer> number = replicas(word.substring(equals + 1));
            if (number.isEmpty()) {
                io.err()
                        .line(word.substring(0, equals) + ": invalid replicas value " + word.substring(equals + 1)
                                + ": strconv.ParseUint: parsing \"" + word.substring(equals + 1)
                                + "\": invalid syntax");
                status = 1;
            } else if (service.isEmpty()) {
                io.err().line(word.substring(0, equals) + ": Error: No such service: " + word.substring(0, equals));
                status = 1;
            } else {
                swarm.scale(service.get(), number.get());
                io.out().line(service.get().name() + " scaled to " + number.get());
                changed.add(service.get());
            }
        }
        if (!options.has("detach")) {
            changed.forEach(s -> converge(s, false));
        }
        return status;
    }

    private int remove(List<String> words) {
        if (words.isEmpty()) {
            return DockerCommand.tooFew(io, "service rm", "at least 1 argument");
        }
        int status = 0;
        for (String word : words) {
            Optional<SwarmService> service = swarm.service(word);
            if (service.isEmpty()) {
                io.err().line("Error: No such service: " + word);
                status = 1;
            } else {
                swarm.remove(service.get());
                io.out().line(word);
            }
        }
        return status;
    }

    private int update(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "image:", "replicas:", "d,detach", "q,quiet", "force");
        if (options.complaint().isPresent() || options.has("force")) {
            io.err().line("docker: not simulated: docker service update but --image, --replicas");
            return 1;
        }
        if (options.operands().size() != 1) {
            return DockerCommand.tooFew(io, "service update", "exactly 1 argument");
        }
        String word = options.operands().getFirst();
        Optional<SwarmService> service = swarm.service(word);
        Optional<Integer> replicas = replicas(options.value("replicas", "1"));
        if (service.isEmpty()) {
            io.err().line("Error: No such service: " + word);
            return 1;
        }
        if (replicas.isEmpty()) {
            return DockerCommand.misuse(
                    io,
                    "service update",
                    "invalid argument \"" + options.value("replicas", "") + "\" for \"--replicas\" flag: invalid"
                            + " syntax",
                    125);
        }
        if (options.has("image")) {
            swarm.update(service.get(), options.value("image", ""));
        }
        if (options.has("replicas")) {
            swarm.scale(service.get(), replicas.get());
        }
        io.out().line(word);
        return options.has("detach") ? 0 : converge(service.get(), options.has("quiet"));
    }
}
