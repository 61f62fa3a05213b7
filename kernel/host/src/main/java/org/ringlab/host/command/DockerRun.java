package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.SimClock;
import org.ringlab.host.container.Container;
import org.ringlab.host.container.ContainerSpec;
import org.ringlab.host.container.DockerEngine;
import org.ringlab.host.container.DockerException;
import org.ringlab.host.container.Image;
import org.ringlab.host.container.PortMapping;
import org.ringlab.host.container.Workload;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;

/** {@code docker run} and {@code docker create}. */
final class DockerRun {
    private static final int DAEMON = 125;
    private static final int NOT_FOUND = 127;
    private static final String[] OPTIONS = {
        "d,detach",
        "i,interactive",
        "t,tty",
        "rm",
        "P,publish-all",
        "name:",
        "p,publish:",
        "e,env:",
        "h,hostname:",
        "network:",
        "net:",
        "ip:",
        "v,volume:",
        "m,memory:",
        "cpus:",
        "c,cpu-shares:",
        "restart:",
        "entrypoint:",
        // real ones that the model has no effect for
        "privileged",
        "cap-add:",
        "cap-drop:",
        "cpuset-cpus:",
        "u,user:",
        "w,workdir:",
        "link:",
        "dns:",
        "add-host:",
        "expose:",
        "pid:",
        "ipc:",
        "uts:",
        "userns:",
        "ulimit:",
        "mount:",
        "tmpfs:",
        "read-only",
        "init",
        "env-file:",
        "device:",
        "log-driver:",
        "log-opt:",
        "security-opt:",
        "health-cmd:",
        "memory-swap:",
        "cpu-quota:",
        "cpu-period:",
        "mac-address:",
        "network-alias:",
        "stop-signal:",
        "stop-timeout:",
        "sysctl:",
        "gpus:",
        "platform:",
        "l,label:",
        "oom-kill-disable"
    };
    private static final Set<String> MODELLED = Set.of(
            "detach",
            "interactive",
            "tty",
            "rm",
            "publish-all",
            "name",
            "publish",
            "env",
            "hostname",
            "network",
            "net",
            "ip",
            "volume",
            "memory",
            "cpus",
            "cpu-shares",
            "restart",
            "entrypoint");

    private final Session session;
    private final DockerEngine engine;
    private final Streams io;

    DockerRun(Session session, DockerEngine engine, Streams io) {
        this.session = session;
        this.engine = engine;
        this.io = io;
    }

    /** Streams that say nothing. */
    static Streams quiet(Streams io) {
        Output nowhere = new Output(text -> {});
        return new Streams(io.in(), nowhere, nowhere);
    }

    int create(List<String> words) {
        try {
            Container container = engine.create(read(words, "create", true));
            io.out().line(container.id());
            return 0;
        } catch (DockerException e) {
            io.err().line(e.getMessage());
            return 1;
        }
    }

    int run(List<String> words) {
        Container container;
        boolean detached = DockerOptions.parse(words, false, OPTIONS).has("detach");
        try {
            container = engine.create(read(words, "run", detached));
        } catch (DockerException e) {
            io.err().line(e.getMessage());
            return DAEMON;
        }
        Workload workload;
        try {
            workload = engine.start(container);
        } catch (DockerException e) {
            if (detached) {
                io.out().line(container.id());
            }
            io.err().line("docker: Error response from daemon: " + e.getMessage() + ".");
            return e.getMessage().contains("executable file not found") ? NOT_FOUND : DAEMON;
        }
        if (detached) {
            io.out().line(container.id());
            if (workload instanceof Workload.Runs) {
                engine.work(container, session, quiet(io));
            }
            return 0;
        }
        return switch (workload) {
            case Workload.Runs runs -> engine.work(container, session, io);
            case Workload.Sleeps sleeps -> {
                session.machine()
                        .stack()
                        .network()
                        .queue()
                        .runUntil(() -> !container.isRunning(), sleeps.seconds() * SimClock.SECOND + 1);
                yield container.exitCode();
            }
            case Workload.Serves serves -> interrupted(container);
            case Workload.Waits waits -> interrupted(container);
        };
    }

    /** Without {@code -d} it would hold the terminal for ever. */
    private int interrupted(Container container) {
        session.hint(new Diagnostic(
                "docker-foreground",
                Diagnostic.Severity.HINT,
                null,
                "`" + container.name() + "` ran in the foreground and was interrupted",
                "docker run -d leaves it running"));
        engine.end(container, 0);
        return 0;
    }

    /** The request; where the image isn't here it is fetched first. */
    private ContainerSpec read(List<String> words, String verb, boolean detached) throws DockerException {
        DockerOptions options = DockerOptions.parse(words, false, OPTIONS);
        String see = "\nSee 'docker " + verb + " --help'.";
        if (options.complaint().isPresent()) {
            throw new DockerException(options.complaint().get() + see);
        }
        for (String option : OPTIONS) {
            String name = option.replaceFirst("^.,", "").replace(":", "");
            if (!MODELLED.contains(name) && options.has(name)) {
                throw new DockerException("docker: not simulated: docker " + verb + " --" + name);
            }
        }
        if (options.operands().isEmpty()) {
            throw new DockerException("\"docker " + verb + "\" requires at least 1 argument." + see);
        }
        if (options.has("tty") && !detached && io.in().isFile()) {
            throw new DockerException("the input device is not a TTY");
        }
        String restart = options.value("restart", "no").replaceFirst(":\\d+$", "");
        if (!Set.of("no", "always", "unless-stopped", "on-failure").contains(restart)) {
            throw new DockerException(
                    "docker: Error response from daemon: invalid restart policy '" + restart + "'." + see);
        }
        if (options.has("rm") && !restart.equals("no")) {
            throw new DockerException("Conflicting options: --restart and --rm" + see);
        }
        String image = options.operands().getFirst();
        fetch(image, verb, see);
        String network = options.value("network", options.value("net", "bridge"));
        if (options.has("ip") && Set.of("bridge", "default", "host", "none").contains(network)) {
            throw new DockerException(
                    "docker: Error response from daemon: user specified IP address is supported on user"
                            + " defined networks only.");
        }
        return new ContainerSpec(
                options.value("name", ""),
                image,
                List.copyOf(options.operands().subList(1, options.operands().size())),
                options.value("entrypoint", ""),
                options.value("hostname", ""),
                environment(options.all("env")),
                ports(options.all("publish"), see),
                options.has("publish-all"),
                network.equals("default") ? "bridge" : network,
                options.value("ip", ""),
                options.all("volume"),
                bytes(options.value("memory", "0"), see),
                processors(options.value("cpus", "0"), see),
                Texts.longNumber(options.value("cpu-shares", "0")).orElse(0L),
                restart,
                options.has("interactive") && detached,
                options.has("rm"),
                options.all("network-alias"));
    }

    private void fetch(String image, String verb, String see) throws DockerException {
        if (engine.images().containsKey(Image.normal(image))) {
            return;
        }
        io.err().line("Unable to find image '" + Image.normal(image) + "' locally");
        try {
            DockerCommand.pulled(engine.pull(image), false, io.err()::line);
        } catch (DockerException e) {
            boolean run = verb.equals("run");
            throw new DockerException(
                    (run ? "docker: " : "") + "Error response from daemon: " + e.getMessage() + "." + (run ? see : ""));
        }
    }

    /** {@code NAME=VALUE}, as often as given. */
    static Map<String, String> environment(List<String> given) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String each : given) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                environment.put(each.substring(0, equals), each.substring(equals + 1));
            }
        }
        return environment;
    }

    private static List<PortMapping> ports(List<String> given, String see) throws DockerException {
        List<PortMapping> ports = new ArrayList<>();
        for (String each : given) {
            Optional<PortMapping> port = PortMapping.parse(each);
            if (port.isEmpty()) {
                throw new DockerException(
                        "docker: Invalid containerPort: " + each.substring(each.lastIndexOf(':') + 1) + "." + see);
            }
            ports.add(port.get());
        }
        return ports;
    }

    static long bytes(String text, String see) throws DockerException {
        if (!text.matches("\\d{1,12}(\\.\\d{1,6})?[bkmgtBKMGT]?[bB]?")) {
            throw new DockerException(
                    "invalid argument \"" + text + "\" for \"-m, --memory\" flag: invalid size: '" + text + "'" + see);
        }
        double number = Double.parseDouble(text.replaceAll("[a-zA-Z]+$", ""));
        String unit = text.replaceAll("[\\d.]", "").toLowerCase(Locale.ROOT);
        int shift = switch (unit.isEmpty() ? 'b' : unit.charAt(0)) {
            case 'k' -> 10;
            case 'm' -> 20;
            case 'g' -> 30;
            case 't' -> 40;
            default -> 0;
        };
        return (long) (number * (1L << shift));
    }

    private static double processors(String text, String see) throws DockerException {
        if (!text.matches("\\d{1,3}(\\.\\d{1,6})?")) {
            throw new DockerException("invalid argument \"" + text + "\" for \"--cpus\" flag: failed to parse " + text
                    + " as a rational number" + see);
        }
        return Double.parseDouble(text);
    }
}
