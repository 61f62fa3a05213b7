package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.container.Container;
import org.ringlab.host.container.ContainerSpec;
import org.ringlab.host.container.DockerEngine;
import org.ringlab.host.container.DockerException;
import org.ringlab.host.container.Image;
import org.ringlab.host.container.PortMapping;
import org.ringlab.host.container.SmallYaml;
import org.ringlab.host.container.Workload;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code docker-compose} 1.25: several containers of one host, written down in a file. */
final class DockerComposeCommand extends NamedCommand {
    private static final Set<String> KEYS = Set.of(
            "image",
            "ports",
            "command",
            "environment",
            "volumes",
            "restart",
            "depends_on",
            "container_name",
            "mem_limit");

    DockerComposeCommand() {
        super("docker-compose", "docker-compose up -d|ps|down|logs: the containers of docker-compose.yml");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        DockerOptions options = DockerOptions.parse(args, false, "f,file:", "p,project-name:");
        if (options.complaint().isPresent() || options.operands().isEmpty()) {
            io.out()
                    .line(
                            "Define and run multi-container applications with Docker.\n\nCommands simulated here: up -d, ps, down, logs");
            return 1;
        }
        String file = options.value("file", "docker-compose.yml");
        String text;
        try {
            text = session.files().read(session.resolve(file));
        } catch (FileException e) {
            io.err()
                    .line(
                            options.has("file")
                                    ? "ERROR: .FileNotFoundError: [Errno 2] No such file or directory: './" + file + "'"
                                    : "ERROR: \n        Can't find a suitable configuration file in this directory or any\n        parent. Are you in the"
                                            + " right directory?\n\n        Supported filenames: docker-compose.yml, docker-compose.yaml\n        ");
            return 1;
        }
        DockerEngine engine = session.machine().docker();
        if (!engine.isRunning()) {
            io.err()
                    .line(
                            "ERROR: Couldn't connect to Docker daemon at http+docker://localhost - is it running?\n\nIf it's at a"
                                    + " non-standard location, specify the URL with the DOCKER_HOST environment variable.");
            return 1;
        }
        String directory = session.directory().substring(session.directory().lastIndexOf('/') + 1);
        String project = options.value("project-name", directory.isEmpty() ? "default" : directory);
        Project compose = new Project(session, engine, io, project, file);
        Optional<String> wrong = compose.read(text);
        if (wrong.isPresent()) {
            io.err().line("ERROR: " + wrong.get());
            return 1;
        }
        List<String> rest = options.operands().subList(1, options.operands().size());
        return switch (options.operands().getFirst()) {
            case "up" -> compose.up(rest);
            case "ps" -> compose.ps();
            case "down" -> compose.down();
            case "logs" -> compose.logs();
            default -> {
                io.err()
                        .line("docker-compose: not simulated: docker-compose "
                                + options.operands().getFirst());
                yield 1;
            }
        };
    }

    /** The containers of one file. */
    private static final class Project {
        private final Session session;
        private final DockerEngine engine;
        private final Streams io;
        private final String name;
        private final String file;
        private final Map<String, Map<?, ?>> services = new LinkedHashMap<>();

        Project(Session session, DockerEngine engine, Streams io, String name, String file) {
            this.session = session;
            this.engine = engine;
            this.io = io;
            this.name = name;
            this.file = file;
        }

        /** Reads the file; what is wrong with it, in compose's words. */
        Optional<String> read(String text) {
            SmallYaml.Read read = SmallYaml.read(text);
            if (read.error().isPresent()) {
                return Optional.of("yaml.scanner.ScannerError: in \"./" + file + "\", "
                        + read.error().get());
            }
            Object tree = read.documents().isEmpty() ? "" : read.documents().getFirst();
            if (!(tree instanceof Map<?, ?> map)) {
                return Optional.of("Top level object in './" + file + "' needs to be an object not '"
                        + tree.getClass().getSimpleName() + "'.");
            }
            for (Object key : map.keySet()) {
                if (!Set.of("version", "services").contains(String.valueOf(key))) {
                    return Optional.of("not simulated: '" + key + "' in './" + file + "'");
                }
            }
            if (!(map.get("services") instanceof Map<?, ?> all)) {
                return Optional.of("The Compose file './" + file + "' is invalid because:\nservices must be a mapping");
            }
            for (Map.Entry<?, ?> entry : all.entrySet()) {
                String service = String.valueOf(entry.getKey());
                if (!(entry.getValue() instanceof Map<?, ?> spec)) {
                    return Optional.of("The Compose file './" + file + "' is invalid because:\nService '" + service
                            + "' doesn't have any configuration options.");
                }
                for (Object key : spec.keySet()) {
                    if (!KEYS.contains(String.valueOf(key))) {
                        return Optional.of("Unsupported config option for services." + service + ", or not simulated: '"
                                + key + "'");
                    }
                }
                if (text(spec, "image").isEmpty()) {
                    return Optional.of("The Compose file is invalid because:\nService " + service
                            + " has neither an image nor a build context specified. At least one must be provided.");
                }
                services.put(service, spec);
            }
            for (Map.Entry<String, Map<?, ?>> entry : services.entrySet()) {
                for (String needed : words(entry.getValue().get("depends_on"))) {
                    if (!services.containsKey(needed)) {
                        return Optional.of("Service '" + entry.getKey() + "' depends on service '" + needed
                                + "' which is undefined.");
                    }
                }
            }
            return Optional.empty();
        }

        private static String text(Map<?, ?> map, String key) {
            return map.get(key) instanceof String text ? text : "";
        }

        private static List<String> words(@Nullable Object tree) {
            List<String> words = new ArrayList<>();
            switch (tree) {
                case List<?> list -> list.forEach(w -> words.add(String.valueOf(w)));
                case Map<?, ?> map -> map.forEach((k, v) -> words.add(k + "=" + v));
                case String text when !text.isEmpty() -> words.addAll(List.of(text.split(" +")));
                case null, default -> {}
            }
            return words;
        }

        /** What others need comes first. */
        private List<String> order() {
            Set<String> ordered = new LinkedHashSet<>();
            for (int round = 0; round <= services.size(); round++) {
                for (Map.Entry<String, Map<?, ?>> entry : new TreeMap<>(services).entrySet()) {
                    if (ordered.containsAll(words(entry.getValue().get("depends_on")))) {
                        ordered.add(entry.getKey());
                    }
                }
            }
            return List.copyOf(ordered);
        }

        private String containerName(String service) {
            String own = text(services.getOrDefault(service, Map.of()), "container_name");
            return own.isEmpty() ? name + "_" + service + "_1" : own;
        }

        int up(List<String> words) {
            DockerOptions options = DockerOptions.parse(words, true, "d,detach");
            if (options.complaint().isPresent()
                    || !options.has("detach")
                    || !options.operands().isEmpty()) {
                io.err().line("docker-compose: not simulated: docker-compose up but with -d and for all services");
                return 1;
            }
            List<String> order = order();
            if (order.size() < services.size()) {
                io.err().line("ERROR: Circular dependency between services of './" + file + "'");
                return 1;
            }
            String network = name + "_default";
            try {
                if (engine.networks().find(network).isEmpty()) {
                    io.err().line("Creating network \"" + network + "\" with the default driver");
                    engine.networks().create(network, Optional.empty(), Optional.empty(), false);
                }
                for (String service : order) {
                    one(service, network);
                }
                return 0;
            } catch (DockerException e) {
                io.err().line("\nERROR: " + e.getMessage());
                return 1;
            }
        }

        private void one(String service, String network) throws DockerException {
            String wanted = containerName(service);
            Optional<Container> there = engine.find(wanted).filter(c -> c.name().equals(wanted));
            if (there.isPresent() && there.get().isRunning()) {
                io.err().line(wanted + " is up-to-date");
                return;
            }
            if (there.isEmpty()) {
                String image = text(services.getOrDefault(service, Map.of()), "image");
                if (!engine.images().containsKey(Image.normal(image))) {
                    io.err().line("Pulling " + service + " (" + image + ")...");
                    DockerCommand.pulled(engine.pull(image), false, io.err()::line);
                }
                there = Optional.of(engine.create(spec(service, wanted, network)));
                start(there.get());
                io.err().line("Creating " + wanted + " ... done");
                return;
            }
            start(there.get());
            io.err().line("Starting " + wanted + " ... done");
        }

        private void start(Container container) throws DockerException {
            if (engine.start(container) instanceof Workload.Runs) {
                engine.work(container, session, DockerRun.quiet(io));
            }
        }

        private ContainerSpec spec(String service, String wanted, String network) throws DockerException {
            Map<?, ?> spec = services.getOrDefault(service, Map.of());
            List<PortMapping> ports = new ArrayList<>();
            for (String port : words(spec.get("ports"))) {
                ports.add(PortMapping.parse(port)
                        .orElseThrow(() -> new DockerException("The Compose file './" + file
                                + "' is invalid because:\nservices." + service + ".ports is invalid: Invalid port \""
                                + port + "\", should be [[remote_ip:]remote_port[-remote_port]:]port[/protocol]")));
            }
            String restart = text(spec, "restart");
            return new ContainerSpec(
                    wanted,
                    text(spec, "image"),
                    words(spec.get("command")),
                    "",
                    "",
                    DockerRun.environment(words(spec.get("environment"))),
                    ports,
                    false,
                    network,
                    "",
                    words(spec.get("volumes")),
                    text(spec, "mem_limit").isEmpty() ? 0 : DockerRun.bytes(text(spec, "mem_limit"), ""),
                    0,
                    0,
                    restart.isEmpty() ? "no" : restart,
                    false,
                    false,
                    List.of(service));
        }

        private List<Container> own() {
            List<Container> own = new ArrayList<>();
            new TreeMap<>(services)
                    .keySet()
                    .forEach(s -> engine.find(containerName(s)).ifPresent(own::add));
            return own;
        }

        int ps() {
            int width = Math.max(
                    4, own().stream().mapToInt(c -> c.name().length()).max().orElse(4));
            List<String[]> rows = new ArrayList<>();
            for (Container c : own()) {
                String command = String.join(" ", c.commandLine());
                String state = c.isRunning() ? "Up" : "Exit " + c.exitCode();
                rows.add(new String[] {
                    c.name(),
                    command.length() > 30 ? command.substring(0, 26) + " ..." : command,
                    state,
                    String.join(
                            ", ", c.published().stream().map(PortMapping::arrow).toList())
                });
            }
            int command =
                    Math.max(7, rows.stream().mapToInt(r -> r[1].length()).max().orElse(7));
            int ports =
                    Math.max(5, rows.stream().mapToInt(r -> r[3].length()).max().orElse(5));
            io.out()
                    .line(center("Name", width) + "   " + center("Command", command) + "   " + center("State", 6)
                            + "   " + center("Ports", ports).stripTrailing());
            io.out().line("-".repeat(width + command + 6 + ports + 9));
            rows.forEach(r -> io.out()
                    .line((Texts.left(r[0], width) + "   " + Texts.left(r[1], command) + "   " + Texts.left(r[2], 6)
                                    + "   " + r[3])
                            .stripTrailing()));
            return 0;
        }

        private static String center(String text, int width) {
            return Texts.left(" ".repeat(Math.max(0, (width - text.length()) / 2)) + text, width);
        }

        int down() {
            List<Container> own = own().reversed();
            for (Container c : own) {
                if (c.isRunning()) {
                    engine.end(c, 0);
                    io.err().line("Stopping " + c.name() + " ... done");
                }
            }
            try {
                for (Container c : own) {
                    engine.remove(c, true);
                    io.err().line("Removing " + c.name() + " ... done");
                }
                String network = name + "_default";
                io.err().line("Removing network " + network);
                if (engine.networks().find(network).isPresent()) {
                    engine.networks().remove(engine.networks().find(network).get());
                } else {
                    io.err().line("WARNING: Network " + network + " not found.");
                }
                return 0;
            } catch (DockerException e) {
                io.err().line("ERROR: " + e.getMessage());
                return 1;
            }
        }

        int logs() {
            List<Container> own = own();
            int width = own.stream().mapToInt(c -> c.name().length()).max().orElse(0);
            io.out()
                    .line("Attaching to "
                            + String.join(
                                    ", ", own.stream().map(Container::name).toList()));
            own.forEach(c -> Texts.lines(c.log().toString())
                    .forEach(line -> io.out().line(Texts.left(c.name(), width) + " | " + line)));
            return 0;
        }
    }
}
