package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.cluster.Cluster;
import org.ringlab.host.cluster.ClusterService;
import org.ringlab.host.cluster.Deployment;
import org.ringlab.host.cluster.PodSpec;
import org.ringlab.host.container.SmallYaml;
import org.ringlab.host.shell.Streams;

/** {@code kubectl apply -f}: manifests of deployments and services, by the keys of a first lesson. */
final class KubectlManifests {
    private final Cluster cluster;
    private final Streams io;

    KubectlManifests(Cluster cluster, Streams io) {
        this.cluster = cluster;
        this.io = io;
    }

    int apply(String text, String file) {
        SmallYaml.Read read = SmallYaml.read(text);
        if (read.error().isPresent()) {
            io.err()
                    .line("error: error parsing " + file + ": error converting YAML to JSON: yaml: "
                            + read.error().get());
            return 1;
        }
        int status = 0;
        for (Object document : read.documents()) {
            String kind = text(document, "kind");
            status |= switch (kind) {
                case "Deployment" -> deployment(document);
                case "Service" -> service(document);
                case "" ->
                    fail("error: error validating \"" + file
                            + "\": error validating data: kind not set; if you choose to ignore these errors, turn validation"
                            + " off with --validate=false");
                default -> fail("kubectl: not simulated: kind " + kind);
            };
        }
        return status;
    }

    private int fail(String text) {
        io.err().line(text);
        return 1;
    }

    private static @Nullable Object at(@Nullable Object tree, String path) {
        Object at = tree;
        for (String name : path.split("/")) {
            at = at instanceof Map<?, ?> map
                    ? map.get(name)
                    : at instanceof List<?> list && !list.isEmpty() && name.equals("0") ? list.getFirst() : null;
        }
        return at;
    }

    private static String text(@Nullable Object tree, String path) {
        Object found = at(tree, path);
        return found instanceof String text ? text : "";
    }

    private static Map<String, String> labels(@Nullable Object tree) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (tree instanceof Map<?, ?> map) {
            map.forEach((k, v) -> labels.put(String.valueOf(k), String.valueOf(v)));
        }
        return labels;
    }

    private static List<String> words(@Nullable Object tree) {
        List<String> words = new ArrayList<>();
        if (tree instanceof List<?> list) {
            list.forEach(w -> words.add(String.valueOf(w)));
        }
        return words;
    }

    private int deployment(Object document) {
        String name = text(document, "metadata/name");
        Map<String, String> selector = labels(at(document, "spec/selector/matchLabels"));
        Map<String, String> labels = labels(at(document, "spec/template/metadata/labels"));
        String image = text(document, "spec/template/spec/containers/0/image");
        Optional<Integer> replicas = Texts.number(
                        text(document, "spec/replicas").isEmpty() ? "1" : text(document, "spec/replicas"))
                .filter(n -> n >= 0);
        if (at(document, "spec/template/spec/containers") instanceof List<?> list && list.size() > 1) {
            return fail("kubectl: not simulated: pods of several containers");
        }
        if (name.isEmpty() || image.isEmpty() || selector.isEmpty() || replicas.isEmpty()) {
            String missing = name.isEmpty()
                    ? "metadata.name: Required value: name or generateName is required"
                    : selector.isEmpty()
                            ? "spec.selector: Required value"
                            : image.isEmpty()
                                    ? "spec.template.spec.containers[0].image: Required value"
                                    : "spec.replicas: Invalid value";
            return fail("The Deployment \"" + name + "\" is invalid: " + missing);
        }
        PodSpec spec = new PodSpec(
                labels,
                text(document, "spec/template/spec/containers/0/name"),
                image,
                words(at(document, "spec/template/spec/containers/0/command")),
                words(at(document, "spec/template/spec/containers/0/args")),
                Texts.number(text(document, "spec/template/spec/containers/0/ports/0/containerPort"))
                        .orElse(0));
        if (!spec.matches(selector)) {
            return fail("The Deployment \"" + name + "\" is invalid: spec.template.metadata.labels: Invalid value: "
                    + labels + ": `selector` does not match template `labels`");
        }
        Deployment old = cluster.deployments().get(name);
        if (old == null) {
            cluster.createDeployment(name, spec, replicas.get());
            io.out().line("deployment.apps/" + name + " created");
            return 0;
        }
        boolean same = old.template().equals(spec) && old.replicas() == replicas.get();
        cluster.change(old, spec);
        cluster.scale(old, replicas.get());
        io.out().line("deployment.apps/" + name + (same ? " unchanged" : " configured"));
        return 0;
    }

    private int service(Object document) {
        String name = text(document, "metadata/name");
        String type = text(document, "spec/type");
        Optional<Integer> port =
                Texts.number(text(document, "spec/ports/0/port")).filter(p -> p > 0 && p < 65_536);
        if (name.isEmpty() || port.isEmpty()) {
            return fail("The Service \"" + name + "\" is invalid: spec.ports: Required value");
        }
        if (!List.of("", "ClusterIP", "NodePort").contains(type)
                || !text(document, "spec/ports/0/nodePort").isEmpty()) {
            return fail("kubectl: not simulated: services but ClusterIP and NodePort, a nodePort of one's choice");
        }
        ClusterService old = cluster.services().get(name);
        if (old != null) {
            io.out().line("service/" + name + " unchanged");
            return 0;
        }
        int inner = Texts.number(text(document, "spec/ports/0/targetPort")).orElse(port.get());
        cluster.expose(name, labels(at(document, "spec/selector")), port.get(), inner, type.equals("NodePort"));
        io.out().line("service/" + name + " created");
        return 0;
    }
}
