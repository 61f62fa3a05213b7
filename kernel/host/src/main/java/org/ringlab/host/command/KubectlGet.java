package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringlab.host.cluster.Cluster;
import org.ringlab.host.cluster.ClusterService;
import org.ringlab.host.cluster.Deployment;
import org.ringlab.host.cluster.Node;
import org.ringlab.host.cluster.Pod;
import org.ringlab.host.cluster.ReplicaSet;
import org.ringlab.host.command.KubectlCommand.Kind;
import org.ringlab.host.container.Ages;
import org.ringlab.host.container.TextTable;
import org.ringlab.host.shell.Streams;

/** {@code kubectl get} and {@code kubectl describe}. */
final class KubectlGet {
    private final Cluster cluster;
    private final Streams io;

    KubectlGet(Cluster cluster, Streams io) {
        this.cluster = cluster;
        this.io = io;
    }

    /** What one kind shows: headings, and a row an object. */
    private record Rows(List<String> heads, Map<String, List<String>> rows) {}

    int get(List<String> words) {
        DockerOptions options = DockerOptions.parse(
                words,
                true,
                "o,output:",
                "l,selector:",
                "A,all-namespaces",
                "n,namespace:",
                "w,watch",
                "show-labels",
                "no-headers");
        if (options.complaint().isPresent()) {
            io.err().line("Error: " + options.complaint().get() + "\nSee 'kubectl get --help' for usage.");
            return 1;
        }
        String output = options.value("output", "");
        boolean simple = List.of("", "wide", "name").contains(output);
        if (!simple
                || options.has("watch")
                || options.has("show-labels")
                || options.has("all-namespaces")
                || !options.value("namespace", "default").equals("default")) {
            io.err()
                    .line(
                            "kubectl: not simulated: kubectl get -o but wide and name, -w, --show-labels, namespaces but default");
            return 1;
        }
        if (options.operands().isEmpty()) {
            io.err()
                    .line(
                            "You must specify the type of resource to get. Use \"kubectl api-resources\" for a complete list of"
                                    + " supported resources.\n\nerror: Required resource not specified.");
            return 1;
        }
        String word = options.operands().getFirst();
        List<String> names =
                new ArrayList<>(options.operands().subList(1, options.operands().size()));
        if (word.contains("/")) {
            names.add(word.replaceFirst(".*/", ""));
            word = word.replaceFirst("/.*", "");
        }
        List<Kind> kinds = new ArrayList<>();
        for (String each : word.split(",")) {
            if (Kind.of(each) == Kind.UNKNOWN) {
                io.err().line("error: the server doesn't have a resource type \"" + each + "\"");
                return 1;
            }
            kinds.add(Kind.of(each));
        }
        if (kinds.contains(Kind.ALL)) {
            kinds = List.of(Kind.POD, Kind.SERVICE, Kind.DEPLOYMENT, Kind.REPLICASET);
        }
        int status = 0;
        int shown = 0;
        for (Kind kind : kinds) {
            Rows rows = rows(kind, output.equals("wide"), selector(options.value("selector", "")));
            for (String name : names) {
                if (!rows.rows().containsKey(name)) {
                    io.err().line("Error from server (NotFound): " + kind.plural() + " \"" + name + "\" not found");
                    status = 1;
                }
            }
            rows.rows().keySet().removeIf(n -> !names.isEmpty() && !names.contains(n));
            if (!rows.rows().isEmpty()) {
                if (shown > 0 && !output.equals("name")) {
                    io.out().line("");
                }
                print(kind, rows, output, kinds.size() > 1, options.has("no-headers"));
                shown++;
            }
        }
        if (shown == 0 && status == 0) {
            io.err().line("No resources found in default namespace.");
        }
        return status;
    }

    private static Map<String, String> selector(String text) {
        Map<String, String> selector = new LinkedHashMap<>();
        for (String pair : text.split(",")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                selector.put(
                        pair.substring(0, equals), pair.substring(equals + 1).replaceFirst("^=", ""));
            }
        }
        return selector;
    }

    private void print(Kind kind, Rows rows, String output, boolean prefixed, boolean bare) {
        String prefix = switch (kind) {
            case POD -> "pod/";
            case DEPLOYMENT -> "deployment.apps/";
            case REPLICASET -> "replicaset.apps/";
            case SERVICE -> "service/";
            case NODE -> "node/";
            case ENDPOINTS -> "endpoints/";
            case ALL, UNKNOWN -> "";
        };
        if (output.equals("name")) {
            rows.rows().keySet().forEach(n -> io.out().line(prefix + n));
            return;
        }
        TextTable table = TextTable.kubectl();
        if (!bare) {
            table.row(rows.heads());
        }
        rows.rows().values().forEach(r -> {
            List<String> row = new ArrayList<>(r);
            row.set(0, (prefixed ? prefix : "") + row.getFirst());
            table.row(row);
        });
        table.lines().forEach(io.out()::line);
    }

    private String age(long since) {
        return Ages.kubectl(cluster.now() - since);
    }

    private Rows rows(Kind kind, boolean wide, Map<String, String> selector) {
        return switch (kind) {
            case POD -> pods(wide, selector);
            case DEPLOYMENT -> deployments(wide);
            case REPLICASET -> replicaSets(wide);
            case SERVICE -> services(wide);
            case NODE -> nodes(wide);
            case ENDPOINTS -> endpoints();
            case ALL, UNKNOWN -> new Rows(List.of(), new LinkedHashMap<>());
        };
    }

    private Rows pods(boolean wide, Map<String, String> selector) {
        List<String> heads = new ArrayList<>(List.of("NAME", "READY", "STATUS", "RESTARTS", "AGE"));
        if (wide) {
            heads.addAll(List.of("IP", "NODE", "NOMINATED NODE", "READINESS GATES"));
        }
        Map<String, List<String>> rows = new TreeMap<>();
        for (Pod pod : cluster.pods()) {
            if (selector.isEmpty() || pod.spec().matches(selector)) {
                List<String> row = new ArrayList<>(List.of(
                        pod.name(),
                        (pod.sandbox().isPresent() ? 1 : 0) + "/1",
                        pod.status(),
                        String.valueOf(pod.restarts()),
                        age(pod.createdNanos())));
                if (wide) {
                    row.add(pod.address().map(Object::toString).orElse("<none>"));
                    row.add(pod.node().map(Node::name).orElse("<none>"));
                    row.addAll(List.of("<none>", "<none>"));
                }
                rows.put(pod.name(), row);
            }
        }
        return new Rows(heads, rows);
    }

    private static String pairs(Map<String, String> labels) {
        return labels.isEmpty()
                ? "<none>"
                : String.join(
                        ",",
                        labels.entrySet().stream()
                                .map(e -> e.getKey() + "=" + e.getValue())
                                .toList());
    }

    private Rows deployments(boolean wide) {
        List<String> heads = new ArrayList<>(List.of("NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"));
        if (wide) {
            heads.addAll(List.of("CONTAINERS", "IMAGES", "SELECTOR"));
        }
        Map<String, List<String>> rows = new TreeMap<>();
        for (Deployment d : cluster.deployments().values()) {
            int ready = 0;
            int fresh = 0;
            for (ReplicaSet r : cluster.replicaSets()) {
                ready += r.owner() == d ? cluster.ready(r) : 0;
                fresh += r.owner() == d && r.isOf(d.template())
                        ? (int) cluster.of(r).stream()
                                .filter(p -> !p.isDeleted())
                                .count()
                        : 0;
            }
            List<String> row = new ArrayList<>(List.of(
                    d.name(),
                    ready + "/" + d.replicas(),
                    String.valueOf(fresh),
                    String.valueOf(ready),
                    age(d.createdNanos())));
            if (wide) {
                row.addAll(List.of(d.template().container(), d.template().image(), pairs(d.selector())));
            }
            rows.put(d.name(), row);
        }
        return new Rows(heads, rows);
    }

    private Rows replicaSets(boolean wide) {
        List<String> heads = new ArrayList<>(List.of("NAME", "DESIRED", "CURRENT", "READY", "AGE"));
        if (wide) {
            heads.addAll(List.of("CONTAINERS", "IMAGES", "SELECTOR"));
        }
        Map<String, List<String>> rows = new TreeMap<>();
        for (ReplicaSet r : cluster.replicaSets()) {
            List<String> row = new ArrayList<>(List.of(
                    r.name(),
                    String.valueOf(r.wanted()),
                    String.valueOf(
                            cluster.of(r).stream().filter(p -> !p.isDeleted()).count()),
                    String.valueOf(cluster.ready(r)),
                    age(r.createdNanos())));
            if (wide) {
                row.addAll(List.of(r.template().container(), r.template().image(), pairs(r.selector())));
            }
            rows.put(r.name(), row);
        }
        return new Rows(heads, rows);
    }

    private Rows services(boolean wide) {
        List<String> heads = new ArrayList<>(List.of("NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE"));
        if (wide) {
            heads.add("SELECTOR");
        }
        Map<String, List<String>> rows = new TreeMap<>();
        for (ClusterService s : cluster.services().values()) {
            List<String> row = new ArrayList<>(List.of(
                    s.name(),
                    s.type(),
                    s.address().toString(),
                    "<none>",
                    s.port() + (s.nodePort() > 0 ? ":" + s.nodePort() : "") + "/TCP",
                    age(s.createdNanos())));
            if (wide) {
                row.add(pairs(s.selector()));
            }
            rows.put(s.name(), row);
        }
        return new Rows(heads, rows);
    }

    private Rows nodes(boolean wide) {
        List<String> heads = new ArrayList<>(List.of("NAME", "STATUS", "ROLES", "AGE", "VERSION"));
        if (wide) {
            heads.addAll(List.of("INTERNAL-IP", "EXTERNAL-IP", "OS-IMAGE", "KERNEL-VERSION", "CONTAINER-RUNTIME"));
        }
        Map<String, List<String>> rows = new TreeMap<>();
        for (Node n : cluster.nodes()) {
            List<String> row = new ArrayList<>(List.of(
                    n.name(),
                    (n.isReady() ? "Ready" : "NotReady") + (n.isCordoned() ? ",SchedulingDisabled" : ""),
                    n.isControlPlane() ? "master" : "<none>",
                    age(n.joinedNanos()),
                    "v1.19.16"));
            if (wide) {
                row.addAll(List.of(
                        n.address().toString(),
                        "<none>",
                        "CentOS Linux 7 (Core)",
                        "3.10.0-1160.el7.x86_64",
                        "containerd://1.4.12"));
            }
            rows.put(n.name(), row);
        }
        return new Rows(heads, rows);
    }

    private Rows endpoints() {
        Map<String, List<String>> rows = new TreeMap<>();
        for (ClusterService s : cluster.services().values()) {
            rows.put(s.name(), List.of(s.name(), listed(s), age(s.createdNanos())));
        }
        return new Rows(List.of("NAME", "ENDPOINTS", "AGE"), rows);
    }

    private String listed(ClusterService service) {
        List<String> all = cluster.endpoints(service);
        return all.isEmpty()
                ? "<none>"
                : String.join(",", all.stream().limit(3).toList())
                        + (all.size() > 3 ? " + " + (all.size() - 3) + " more..." : "");
    }

    int describe(List<String> words) {
        if (words.size() != 1 && words.size() != 2
                || words.size() == 1 && !words.getFirst().contains("/")) {
            io.err().line("kubectl: not simulated: kubectl describe but of one object: kubectl describe pod NAME");
            return 1;
        }
        Kind kind = Kind.of(words.getFirst().replaceFirst("/.*", ""));
        String name = words.getLast().replaceFirst(".*/", "");
        Optional<List<String>> lines = switch (kind) {
            case POD -> cluster.pod(name).map(this::described);
            case SERVICE -> Optional.ofNullable(cluster.services().get(name)).map(this::described);
            case DEPLOYMENT ->
                Optional.ofNullable(cluster.deployments().get(name)).map(this::described);
            case REPLICASET, NODE, ENDPOINTS, ALL, UNKNOWN -> Optional.empty();
        };
        if (lines.isEmpty()) {
            boolean known = kind == Kind.POD || kind == Kind.SERVICE || kind == Kind.DEPLOYMENT;
            io.err()
                    .line(
                            known
                                    ? "Error from server (NotFound): " + kind.plural() + " \"" + name + "\" not found"
                                    : "kubectl: not simulated: kubectl describe but pod, service and deployment");
            return 1;
        }
        lines.get().forEach(io.out()::line);
        return 0;
    }

    private static String line(String key, String value) {
        return Texts.left(key + ":", 19) + value;
    }

    private List<String> described(Pod pod) {
        List<String> lines = new ArrayList<>(List.of(
                line("Name", pod.name()),
                line("Namespace", "default"),
                line("Node", pod.node().map(n -> n.name() + "/" + n.address()).orElse("<none>")),
                line("Labels", pairs(pod.spec().labels())),
                line("Status", pod.status()),
                line("IP", pod.address().map(Object::toString).orElse("")),
                line(
                        "Controlled By",
                        pod.owner().map(r -> "ReplicaSet/" + r.name()).orElse("<none>")),
                "Containers:",
                "  " + pod.spec().container() + ":",
                "    Image:          " + pod.spec().image(),
                "    Restart Count:  " + pod.restarts(),
                "Events:"));
        boolean placed = pod.node().isPresent();
        lines.add("  " + (placed ? "Normal   Scheduled         " : "Warning  FailedScheduling  ")
                + "default-scheduler  " + pod.why());
        return lines;
    }

    private List<String> described(ClusterService s) {
        return List.of(
                line("Name", s.name()),
                line("Namespace", "default"),
                line("Selector", pairs(s.selector())),
                line("Type", s.type()),
                line("IP", s.address().toString()),
                line("Port", "<unset>  " + s.port() + "/TCP"),
                line("TargetPort", s.targetPort() + "/TCP"),
                line("Endpoints", listed(s)),
                line("Session Affinity", "None"));
    }

    private List<String> described(Deployment d) {
        return List.of(
                line("Name", d.name()),
                line("Namespace", "default"),
                line("Selector", pairs(d.selector())),
                line("Replicas", d.replicas() + " desired"),
                line("StrategyType", "RollingUpdate"),
                line("RollingUpdateStrategy", "25% max unavailable, 25% max surge"),
                "Pod Template:",
                "  Labels:  " + pairs(d.template().labels()),
                "  Containers:",
                "   " + d.template().container() + ":",
                "    Image:  " + d.template().image());
    }
}
