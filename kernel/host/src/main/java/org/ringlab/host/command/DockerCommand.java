package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.ringlab.common.SimClock;
import org.ringlab.host.container.Container;
import org.ringlab.host.container.DockerEngine;
import org.ringlab.host.container.DockerException;
import org.ringlab.host.container.Image;
import org.ringlab.host.container.Sandbox;
import org.ringlab.host.container.Workload;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.TcpConnection;

/** {@code docker} of docker-ce 18.09: the verbs of a first lesson. The daemon is {@link DockerEngine}. */
final class DockerCommand extends NamedCommand {
    /** How long {@code docker stop} waits before it kills. */
    private static final long GRACE = 10 * SimClock.SECOND;

    private static final List<String> VERBS = List.of(
            "create", "exec", "images", "info", "inspect", "kill", "logs", "network", "node", "port", "ps", "pull",
            "restart", "rm", "rmi", "run", "service", "start", "stats", "stop", "swarm", "top", "version");
    private static final Set<String> NOT_SIMULATED = Set.of(
            "attach",
            "build",
            "builder",
            "checkpoint",
            "commit",
            "config",
            "cp",
            "diff",
            "events",
            "export",
            "history",
            "import",
            "load",
            "login",
            "logout",
            "pause",
            "plugin",
            "push",
            "rename",
            "save",
            "search",
            "secret",
            "stack",
            "system",
            "tag",
            "trust",
            "unpause",
            "update",
            "volume",
            "wait");

    DockerCommand() {
        super("docker", "docker run|ps|exec|stop|rm|logs|inspect|images|network|swarm|service …: containers");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return before.isEmpty()
                ? VERBS
                : session.machine().docker().containers().stream()
                        .map(Container::name)
                        .toList();
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.isEmpty()
                || args.getFirst().equals("--help")
                || args.getFirst().equals("help")) {
            io.out().line("Usage:  docker [OPTIONS] COMMAND");
            io.out().line("");
            io.out().line("Commands simulated here: " + String.join(" ", VERBS));
            return 0;
        }
        List<String> words = new ArrayList<>(args);
        if (words.getFirst().equals("--version") || words.getFirst().equals("-v")) {
            io.out().line("Docker version 18.09.9, build 039a7df9ba");
            return 0;
        }
        // docker container ls, docker image ls: the newer names of the same.
        if (words.size() > 1 && Set.of("container", "image").contains(words.getFirst())) {
            boolean image = words.removeFirst().equals("image");
            String verb = words.removeFirst();
            words.addFirst(
                    switch (verb) {
                        case "ls", "list" -> image ? "images" : "ps";
                        case "rm" -> image ? "rmi" : "rm";
                        default -> verb;
                    });
        }
        String verb = words.removeFirst();
        if (NOT_SIMULATED.contains(verb)) {
            io.err().line("docker: not simulated: docker " + verb);
            return 1;
        }
        if (!VERBS.contains(verb)) {
            io.err().line("docker: '" + verb + "' is not a docker command.\nSee 'docker --help'");
            return 1;
        }
        String elsewhere = session.variables().getOrDefault("DOCKER_HOST", "");
        if (elsewhere.startsWith("tcp://")) {
            return remote(session, elsewhere, args, io);
        }
        DockerEngine engine = session.machine().docker();
        boolean atHome = session.process().memberships().mnt()
                == session.machine().processes().init().memberships().mnt();
        if (!engine.isRunning() || !atHome) {
            String said =
                    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?";
            boolean run = verb.equals("run");
            io.err().line(run ? "docker: " + said + ".\nSee 'docker run --help'." : said);
            return run ? 125 : 1;
        }
        return dispatch(session, engine, verb, words, io);
    }

    /** {@code DOCKER_HOST}: another host's daemon, which is asked over the network. */
    private int remote(Session session, String url, List<String> args, Streams io) {
        String[] place = url.substring("tcp://".length()).split(":");
        Optional<Ipv4Address> address = Ipv4Address.parse(place[0]);
        int port = place.length > 1 && place[1].matches("\\d{1,5}") ? Integer.parseInt(place[1]) : DockerMachines.PORT;
        Optional<Machine> there = address.filter(a -> reached(session, a, port))
                .flatMap(a -> session.machine().neighbours().flatMap(l -> l.find(a.toString())));
        if (there.isEmpty()) {
            io.err().line("Cannot connect to the Docker daemon at " + url + ". Is the docker daemon running?");
            return 1;
        }
        Session terminal = new Session(there.get());
        terminal.login();
        return run(terminal, args, io);
    }

    private static boolean reached(Session session, Ipv4Address address, int port) {
        NetStack stack = session.machine().stack();
        TcpConnection c = stack.sockets().connect(Ipv4Address.ANY, 0, address, port);
        stack.network().queue().runUntil(() -> c.connected() || !c.error().isEmpty(), GRACE);
        boolean connected = c.connected();
        c.abort();
        return connected;
    }

    private int dispatch(Session session, DockerEngine engine, String verb, List<String> words, Streams io) {
        DockerViews views = new DockerViews(session, engine, io);
        return switch (verb) {
            case "run" -> new DockerRun(session, engine, io).run(words);
            case "create" -> new DockerRun(session, engine, io).create(words);
            case "ps" -> views.ps(words);
            case "images" -> views.images(words);
            case "inspect" -> new DockerInspect(engine, io).run(words);
            case "port" -> views.port(words);
            case "stats" -> views.stats(words);
            case "top" -> views.top(words);
            case "info" -> views.info();
            case "version" -> views.version();
            case "network" -> new DockerNetworkVerbs(session, engine, io).run(words);
            case "swarm", "node", "service" -> new DockerSwarmVerbs(session, io).run(verb, words);
            case "exec" -> exec(session, engine, words, io);
            case "logs" -> logs(engine, words, io);
            case "pull" -> pull(engine, words, io);
            case "rmi" -> removeImages(engine, words, io);
            default -> each(session, engine, verb, words, io);
        };
    }

    static int misuse(Streams io, String verb, String complaint, int status) {
        io.err().line(complaint + "\nSee 'docker " + verb + " --help'.");
        return status;
    }

    static int tooFew(Streams io, String verb, String needs) {
        io.err().line("\"docker " + verb + "\" requires " + needs + ".\nSee 'docker " + verb + " --help'.");
        return 1;
    }

    /** Verbs that do the same to each container they name. */
    private static int each(Session session, DockerEngine engine, String verb, List<String> words, Streams io) {
        DockerOptions options = switch (verb) {
            case "rm" -> DockerOptions.parse(words, true, "f,force", "v,volumes");
            case "kill" -> DockerOptions.parse(words, true, "s,signal:");
            case "start" -> DockerOptions.parse(words, true, "a,attach");
            default -> DockerOptions.parse(words, true, "t,time:");
        };
        if (options.complaint().isPresent()) {
            return misuse(io, verb, options.complaint().get(), 125);
        }
        if (options.operands().isEmpty()) {
            return tooFew(io, verb, "at least 1 argument");
        }
        int status = 0;
        for (String word : options.operands()) {
            try {
                Container container = engine.get(word);
                one(session, engine, verb, container, options, io);
                io.out().line(word);
            } catch (DockerException e) {
                boolean absent = e.getMessage().startsWith("No such container");
                io.err()
                        .line((verb.equals("rm") && absent ? "Error: " : "Error response from daemon: ")
                                + e.getMessage());
                status = 1;
            }
        }
        if (status != 0 && verb.equals("start")) {
            io.err().line("Error: failed to start containers: " + String.join(", ", options.operands()));
        }
        return status;
    }

    private static void one(
            Session session, DockerEngine engine, String verb, Container container, DockerOptions options, Streams io)
            throws DockerException {
        switch (verb) {
            case "start" -> start(session, engine, container, options.has("attach") ? io : DockerRun.quiet(io));
            case "stop" -> stop(session, engine, container, options);
            case "restart" -> {
                stop(session, engine, container, options);
                start(session, engine, container, DockerRun.quiet(io));
            }
            case "kill" -> {
                if (!container.isRunning()) {
                    throw new DockerException("Cannot kill container: " + container.name() + ": Container "
                            + container.id() + " is not running");
                }
                engine.end(container, 137);
            }
            default -> engine.remove(container, options.has("force"));
        }
    }

    private static void start(Session session, DockerEngine engine, Container container, Streams io)
            throws DockerException {
        if (!container.isRunning() && engine.start(container) instanceof Workload.Runs) {
            engine.work(container, session, io);
        }
    }

    /** SIGTERM, and SIGKILL ten seconds later: number 1 of a namespace ignores what it has no handler for. */
    private static void stop(Session session, DockerEngine engine, Container container, DockerOptions options) {
        Optional<Sandbox> sandbox = container.sandbox();
        if (sandbox.isEmpty()) {
            engine.end(container, 0);
            return;
        }
        boolean heeds = Workload.of(container.commandLine(), container.spec().interactive())
                .heedsTerm();
        if (!heeds) {
            long grace = Texts.number(options.value("time", "10"))
                    .map(s -> s * SimClock.SECOND)
                    .orElse(GRACE);
            session.machine().stack().network().queue().runUntil(() -> !container.isRunning(), grace);
        }
        engine.end(container, heeds ? 0 : 137);
    }

    private static int exec(Session session, DockerEngine engine, List<String> words, Streams io) {
        DockerOptions options = DockerOptions.parse(
                words, false, "i,interactive", "t,tty", "d,detach", "e,env:", "u,user:", "w,workdir:", "privileged");
        if (options.complaint().isPresent()) {
            return misuse(io, "exec", options.complaint().get(), 125);
        }
        if (options.operands().size() < 2) {
            return tooFew(io, "exec", "at least 2 arguments");
        }
        if (options.has("user") || options.has("workdir") || options.has("privileged")) {
            io.err().line("docker: not simulated: docker exec --user, --workdir, --privileged");
            return 1;
        }
        String word = options.operands().getFirst();
        List<String> command = options.operands().subList(1, options.operands().size());
        Optional<Container> container = engine.find(word);
        if (container.isEmpty()) {
            io.err().line("Error: No such container: " + word);
            return 1;
        }
        Optional<Sandbox> sandbox = container.get().sandbox();
        if (sandbox.isEmpty()) {
            io.err()
                    .line("Error response from daemon: Container "
                            + container.get().id() + " is not running");
            return 1;
        }
        String program = command.getFirst();
        if (!container.get().image().has(program)) {
            io.err()
                    .line(
                            "OCI runtime exec failed: exec failed: container_linux.go:348: starting container process caused"
                                    + " \"exec: \\\"" + program
                                    + "\\\": executable file not found in $PATH\": unknown");
            return 126;
        }
        Optional<Task> task = sandbox.get().another(command);
        if (task.isEmpty()) {
            io.err().line("OCI runtime exec failed: fork: Cannot allocate memory: unknown");
            return 126;
        }
        Map<String, String> environment =
                new LinkedHashMap<>(container.get().spec().environment());
        environment.putAll(DockerRun.environment(options.all("env")));
        Streams streams = options.has("detach") ? DockerRun.quiet(io) : io;
        int status = sandbox.get().run(session, task.get(), command, environment, streams);
        session.machine().processes().exit(task.get());
        return options.has("detach") ? 0 : status;
    }

    private static int logs(DockerEngine engine, List<String> words, Streams io) {
        DockerOptions options =
                DockerOptions.parse(words, true, "tail:", "f,follow", "t,timestamps", "since:", "until:");
        if (options.complaint().isPresent()) {
            return misuse(io, "logs", options.complaint().get(), 125);
        }
        if (options.operands().size() != 1) {
            return tooFew(io, "logs", "exactly 1 argument");
        }
        if (options.has("timestamps") || options.has("since") || options.has("until")) {
            io.err().line("docker: not simulated: docker logs --timestamps, --since, --until");
            return 1;
        }
        Optional<Container> container = engine.find(options.operands().getFirst());
        if (container.isEmpty()) {
            io.err().line("Error: No such container: " + options.operands().getFirst());
            return 1;
        }
        List<String> lines = Texts.lines(container.get().log().toString());
        int from = Texts.number(options.value("tail", "all"))
                .map(n -> Math.max(0, lines.size() - n))
                .orElse(0);
        lines.subList(from, lines.size()).forEach(io.out()::line);
        return 0;
    }

    private static int pull(DockerEngine engine, List<String> words, Streams io) {
        DockerOptions options = DockerOptions.parse(words, true, "a,all-tags", "q,quiet");
        if (options.complaint().isPresent()) {
            return misuse(io, "pull", options.complaint().get(), 125);
        }
        if (options.operands().size() != 1) {
            return tooFew(io, "pull", "exactly 1 argument");
        }
        String reference = options.operands().getFirst();
        if (reference.lastIndexOf(':') <= reference.lastIndexOf('/')) {
            io.out().line("Using default tag: latest");
        }
        try {
            boolean known = engine.images().containsKey(Image.normal(reference));
            Image image = engine.pull(reference);
            pulled(image, known, io.out()::line);
            return 0;
        } catch (DockerException e) {
            io.err().line("Error response from daemon: " + e.getMessage());
            return 1;
        }
    }

    /** What a pull says: one layer an image, as the model has them. */
    static void pulled(Image image, boolean known, Consumer<String> line) {
        String repository = image.repository().contains("/") ? image.repository() : "library/" + image.repository();
        line.accept(image.tag() + ": Pulling from " + repository);
        if (!known) {
            line.accept(Image.layer(image) + ": Pull complete");
        }
        line.accept("Digest: sha256:" + image.digest());
        line.accept(
                "Status: " + (known ? "Image is up to date for " : "Downloaded newer image for ") + image.reference());
    }

    private static int removeImages(DockerEngine engine, List<String> words, Streams io) {
        DockerOptions options = DockerOptions.parse(words, true, "f,force");
        if (options.complaint().isPresent()) {
            return misuse(io, "rmi", options.complaint().get(), 125);
        }
        if (options.operands().isEmpty()) {
            return tooFew(io, "rmi", "at least 1 argument");
        }
        int status = 0;
        for (String word : options.operands()) {
            Optional<Image> image = Optional.ofNullable(engine.images().get(Image.normal(word)))
                    .or(() -> engine.images().values().stream()
                            .filter(i -> i.id().startsWith(word))
                            .findFirst());
            if (image.isEmpty()) {
                io.err().line("Error: No such image: " + word);
                status = 1;
                continue;
            }
            Optional<Container> user = engine.containers().stream()
                    .filter(c -> c.image().equals(image.get()))
                    .findFirst();
            if (user.isPresent() && (user.get().isRunning() || !options.has("force"))) {
                io.err()
                        .line("Error response from daemon: conflict: unable to remove repository reference \"" + word
                                + "\" (must force) - container " + user.get().shortId()
                                + " is using its referenced image "
                                + image.get().id().substring(0, 12));
                status = 1;
                continue;
            }
            engine.images().remove(image.get().reference());
            io.out().line("Untagged: " + image.get().reference());
            io.out().line("Deleted: sha256:" + image.get().id());
        }
        return status;
    }
}
