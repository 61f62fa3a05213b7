package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.container.Container;
import org.ringlab.host.container.ContainerNetworking;
import org.ringlab.host.container.Digest;
import org.ringlab.host.container.DockerEngine;
import org.ringlab.host.container.DockerException;
import org.ringlab.host.container.DockerNetwork;
import org.ringlab.host.container.GoTemplate;
import org.ringlab.host.container.Json;
import org.ringlab.host.container.Sandbox;
import org.ringlab.host.container.TextTable;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/** {@code docker network}. */
final class DockerNetworkVerbs {
    private final Session session;
    private final DockerEngine engine;
    private final Streams io;

    DockerNetworkVerbs(Session session, DockerEngine engine, Streams io) {
        this.session = session;
        this.engine = engine;
        this.io = io;
    }

    int run(List<String> words) {
        if (words.isEmpty()) {
            io.err().line("\nUsage:  docker network COMMAND\n\nCommands:  connect create disconnect inspect ls rm");
            return 0;
        }
        List<String> rest = words.subList(1, words.size());
        try {
            return switch (words.getFirst()) {
                case "ls", "list" -> list(rest);
                case "create" -> create(rest);
                case "rm", "remove" -> remove(rest);
                case "inspect" -> inspect(rest);
                case "connect" -> connect(rest);
                default -> {
                    io.err().line("docker: not simulated: docker network " + words.getFirst());
                    yield 1;
                }
            };
        } catch (DockerException e) {
            io.err().line("Error response from daemon: " + e.getMessage());
            return 1;
        }
    }

    private int list(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "q,quiet", "no-trunc");
        if (options.complaint().isPresent()) {
            return DockerCommand.misuse(io, "network ls", options.complaint().get(), 125);
        }
        TextTable table = TextTable.docker().row("NETWORK ID", "NAME", "DRIVER", "SCOPE");
        List<List<String>> rows = new ArrayList<>();
        engine.networks().all().forEach(n -> rows.add(List.of(n.id().substring(0, 12), n.name(), "bridge", "local")));
        engine.networks()
                .overlays()
                .forEach(n -> rows.add(List.of(n.id().substring(0, 12), n.name(), "overlay", "swarm")));
        rows.add(List.of(pseudo("host"), "host", "host", "local"));
        rows.add(List.of(pseudo("none"), "none", "null", "local"));
        rows.sort(Comparator.comparing(r -> r.get(1)));
        if (options.has("quiet")) {
            rows.forEach(r -> io.out().line(r.getFirst()));
            return 0;
        }
        rows.forEach(table::row);
        table.lines().forEach(io.out()::line);
        return 0;
    }

    private String pseudo(String name) {
        return Digest.hex("network " + session.machine().hostName() + " " + name)
                .substring(0, 12);
    }

    private int create(List<String> words) throws DockerException {
        DockerOptions options = DockerOptions.parse(
                words,
                true,
                "d,driver:",
                "subnet:",
                "gateway:",
                "internal",
                "ip-range:",
                "o,opt:",
                "attachable",
                "ipv6",
                "label:");
        if (options.complaint().isPresent()) {
            return DockerCommand.misuse(
                    io, "network create", options.complaint().get(), 125);
        }
        if (options.operands().size() != 1) {
            return DockerCommand.tooFew(io, "network create", "exactly 1 argument");
        }
        String driver = options.value("driver", "bridge");
        for (String other : List.of("ip-range", "opt", "attachable", "ipv6", "label")) {
            if (options.has(other)) {
                io.err().line("docker: not simulated: docker network create --" + other);
                return 1;
            }
        }
        if (!driver.equals("bridge")) {
            io.err().line("docker: not simulated: network driver " + driver);
            return 1;
        }
        Optional<Ipv4Prefix> subnet = Ipv4Prefix.parse(options.value("subnet", ""));
        if (options.has("subnet") && subnet.isEmpty()) {
            io.err().line("invalid CIDR address: " + options.value("subnet", ""));
            return 1;
        }
        DockerNetwork network = engine.networks()
                .create(
                        options.operands().getFirst(),
                        subnet,
                        Ipv4Address.parse(options.value("gateway", "")),
                        options.has("internal"));
        io.out().line(network.id());
        return 0;
    }

    private DockerNetwork get(String word) throws DockerException {
        return engine.networks().find(word).orElseThrow(() -> new DockerException("network " + word + " not found"));
    }

    private int remove(List<String> words) throws DockerException {
        if (words.isEmpty()) {
            return DockerCommand.tooFew(io, "network rm", "at least 1 argument");
        }
        int status = 0;
        for (String word : words) {
            Optional<DockerNetwork> network = engine.networks().find(word);
            if (network.isEmpty()) {
                io.err().line("Error: No such network: " + word);
                status = 1;
                continue;
            }
            engine.networks().remove(network.get());
            io.out().line(word);
        }
        return status;
    }

    private int connect(List<String> words) throws DockerException {
        DockerOptions options = DockerOptions.parse(words, true, "ip:");
        if (options.complaint().isPresent() || options.operands().size() != 2) {
            return DockerCommand.tooFew(io, "network connect", "exactly 2 arguments");
        }
        DockerNetwork network = get(options.operands().getFirst());
        Container container = engine.get(options.operands().getLast());
        Optional<Sandbox> sandbox = container.sandbox();
        if (sandbox.isEmpty()) {
            io.err().line("docker: not simulated: docker network connect of a container that doesn't run");
            return 1;
        }
        if (container.addresses().containsKey(network)) {
            throw new DockerException(
                    "endpoint with name " + container.name() + " already exists in network " + network.name());
        }
        String next = ContainerNetworking.nextInterface(sandbox.get().net().stack());
        engine.networking()
                .plug(container, network, sandbox.get().net(), next, Ipv4Address.parse(options.value("ip", "")));
        return 0;
    }

    private int inspect(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "f,format:");
        if (options.complaint().isPresent() || options.operands().isEmpty()) {
            return DockerCommand.tooFew(io, "network inspect", "at least 1 argument");
        }
        List<Object> found = new ArrayList<>();
        int status = 0;
        for (String word : options.operands()) {
            Optional<DockerNetwork> network = engine.networks().find(word);
            if (network.isPresent()) {
                found.add(tree(network.get()));
            } else {
                status = 1;
                io.err().line("Error: No such network: " + word);
            }
        }
        String format = options.value("format", "");
        if (format.isEmpty()) {
            io.out().line(Json.text(found, 4));
            return status;
        }
        for (Object tree : found) {
            Optional<String> text = GoTemplate.fill(format, tree);
            if (text.isEmpty()) {
                io.err().line("docker: not simulated: this --format");
                return 1;
            }
            io.out().line(text.get());
        }
        return status;
    }

    static Map<String, Object> tree(DockerNetwork network) {
        Map<String, Object> containers = new LinkedHashMap<>();
        network.endpoints()
                .forEach((address, c) -> containers.put(
                        c.id(),
                        DockerInspect.map(
                                "Name",
                                c.name(),
                                "IPv4Address",
                                address + "/" + network.subnet().length())));
        return DockerInspect.map(
                "Name",
                network.name(),
                "Id",
                network.id(),
                "Scope",
                "local",
                "Driver",
                "bridge",
                "IPAM",
                DockerInspect.map(
                        "Driver",
                        "default",
                        "Config",
                        List.of(DockerInspect.map(
                                "Subnet",
                                network.subnet().toString(),
                                "Gateway",
                                network.gateway().toString()))),
                "Internal",
                network.isInternal(),
                "Containers",
                containers,
                "Options",
                DockerInspect.map("com.docker.network.bridge.name", network.bridge()));
    }
}
