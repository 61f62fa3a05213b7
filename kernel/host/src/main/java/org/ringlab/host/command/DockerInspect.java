package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.host.container.Container;
import org.ringlab.host.container.ContainerSpec;
import org.ringlab.host.container.DockerEngine;
import org.ringlab.host.container.DockerNetwork;
import org.ringlab.host.container.GoTemplate;
import org.ringlab.host.container.Json;
import org.ringlab.host.container.Sandbox;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;

/** {@code docker inspect}: everything about containers and networks, as JSON or by a template. */
record DockerInspect(DockerEngine engine, Streams io) {
    int run(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "f,format:", "type:", "s,size");
        if (options.complaint().isPresent()) {
            return DockerCommand.misuse(io, "inspect", options.complaint().get(), 125);
        }
        if (options.operands().isEmpty()) {
            return DockerCommand.tooFew(io, "inspect", "at least 1 argument");
        }
        List<Object> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String word : options.operands()) {
            Optional<Object> tree = engine.find(word)
                    .<Object>map(this::tree)
                    .or(() -> engine.networks().find(word).map(DockerNetworkVerbs::tree));
            tree.ifPresentOrElse(found::add, () -> missing.add(word));
        }
        String format = options.value("format", "");
        if (format.isEmpty()) {
            io.out().line(Json.text(found, 4));
        } else {
            for (Object tree : found) {
                Optional<String> text = GoTemplate.fill(format, tree);
                if (text.isEmpty()) {
                    io.err().line("docker: not simulated: this --format");
                    return 1;
                }
                io.out().line(text.get());
            }
        }
        missing.forEach(m -> io.err().line("Error: No such object: " + m));
        return missing.isEmpty() ? 0 : 1;
    }

    private Map<String, Object> tree(Container c) {
        ContainerSpec spec = c.spec();
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("Status", DockerViews.state(c));
        state.put("Running", c.isRunning());
        state.put("Pid", c.sandbox().map(Sandbox::pid).orElse(0));
        state.put("ExitCode", c.exitCode());
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put("NetworkMode", spec.network().equals("bridge") ? "default" : spec.network());
        limits.put("RestartPolicy", Map.of("Name", spec.restart()));
        limits.put("Memory", spec.memory());
        limits.put("NanoCpus", Math.round(spec.cpus() * SimClock.SECOND));
        limits.put("CpuShares", spec.shares());
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("Hostname", spec.hostname().isEmpty() ? c.shortId() : spec.hostname());
        config.put(
                "Env",
                spec.environment().entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .toList());
        config.put("Image", spec.image());
        Map<String, Object> ports = new LinkedHashMap<>();
        c.published()
                .forEach(p -> ports.put(
                        p.inner(), List.of(map("HostIp", p.address(), "HostPort", String.valueOf(p.hostPort())))));
        Map<String, Object> networks = new LinkedHashMap<>();
        c.addresses().forEach((n, a) -> networks.put(n.name(), endpoint(n, a)));
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("Ports", ports);
        Optional<Map.Entry<DockerNetwork, Ipv4Address>> own = c.addresses().entrySet().stream()
                .filter(e -> e.getKey().name().equals("bridge"))
                .findFirst();
        settings.put("Gateway", own.map(e -> e.getKey().gateway().toString()).orElse(""));
        settings.put("IPAddress", own.map(e -> e.getValue().toString()).orElse(""));
        settings.put("IPPrefixLen", own.map(e -> e.getKey().subnet().length()).orElse(0));
        settings.put("Networks", networks);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("Id", c.id());
        tree.put("Path", c.commandLine().getFirst());
        tree.put("Args", c.commandLine().subList(1, c.commandLine().size()));
        tree.put("State", state);
        tree.put("Image", "sha256:" + c.image().id());
        tree.put("Name", "/" + c.name());
        tree.put("RestartCount", c.restarts());
        tree.put("Driver", "overlay2");
        tree.put("HostConfig", limits);
        tree.put("Config", config);
        tree.put("NetworkSettings", settings);
        return tree;
    }

    private static Map<String, Object> endpoint(DockerNetwork network, Ipv4Address address) {
        return map(
                "NetworkID", network.id(),
                "Gateway", network.gateway().toString(),
                "IPAddress", address.toString(),
                "IPPrefixLen", network.subnet().length());
    }

    /** A map that keeps the order written. */
    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
