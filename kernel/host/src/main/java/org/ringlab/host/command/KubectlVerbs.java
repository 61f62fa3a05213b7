package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.ringlab.common.SimClock;
import org.ringlab.host.cluster.Cluster;
import org.ringlab.host.cluster.ClusterService;
import org.ringlab.host.cluster.Deployment;
import org.ringlab.host.cluster.Node;
import org.ringlab.host.cluster.Pod;
import org.ringlab.host.cluster.PodSpec;
import org.ringlab.host.command.KubectlCommand.Kind;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** One call of {@code kubectl}: the verbs that change what is wanted. */
final class KubectlVerbs {
    private final Session session;
    private final Cluster cluster;
    private final Streams io;

    KubectlVerbs(Session session, Cluster cluster, Streams io) {
        this.session = session;
        this.cluster = cluster;
        this.io = io;
    }

    int run(String verb, List<String> words) {
        return switch (verb) {
            case "get" -> new KubectlGet(cluster, io).get(words);
            case "describe" -> new KubectlGet(cluster, io).describe(words);
            case "create" -> create(words);
            case "run" -> runPod(words);
            case "scale" -> scale(words);
            case "expose" -> expose(words);
            case "delete" -> delete(words);
            case "logs" -> new KubectlPods(session, cluster, io).logs(words);
            case "exec" -> new KubectlPods(session, cluster, io).exec(words);
            case "set" -> new KubectlRollout(session, cluster, io).setImage(words);
            case "rollout" -> new KubectlRollout(session, cluster, io).rollout(words);
            case "apply" -> apply(words);
            case "cordon", "uncordon", "drain" -> cordon(verb, words);
            case "cluster-info" -> {
                io.out().line("Kubernetes master is running at https://" + cluster.apiAddress() + ":6443");
                yield 0;
            }
            default -> {
                io.out().line("Client Version: v1.19.16\nServer Version: v1.19.16");
                yield 0;
            }
        };
    }

    private int fail(String text) {
        io.err().line(text);
        return 1;
    }

    private int misuse(String complaint, String verb) {
        return fail("Error: " + complaint + "\nSee 'kubectl " + verb + " --help' for usage.");
    }

    private int notFound(Kind kind, String name) {
        return fail("Error from server (NotFound): " + kind.plural() + " \"" + name + "\" not found");
    }

    private boolean isName(String name, String kind) {
        if (name.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?") && name.length() <= 253) {
            return true;
        }
        io.err()
                .line("The " + kind + " \"" + name + "\" is invalid: metadata.name: Invalid value: \"" + name
                        + "\": a DNS-1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start"
                        + " and end with an alphanumeric character");
        return false;
    }

    private int create(List<String> words) {
        if (words.isEmpty() || !words.getFirst().matches("deployment|deploy")) {
            return fail("kubectl: not simulated: kubectl create " + (words.isEmpty() ? "" : words.getFirst()));
        }
        DockerOptions options = DockerOptions.parse(before(words), true, "image:", "r,replicas:", "port:");
        if (options.complaint().isPresent()) {
            return misuse(options.complaint().get(), "create deployment");
        }
        if (options.operands().size() != 2) {
            return fail("error: exactly one NAME is required, got "
                    + (options.operands().size() - 1) + "\nSee 'kubectl create deployment -h' for help and examples");
        }
        if (!options.has("image")) {
            return fail("Error: required flag(s) \"image\" not set");
        }
        String name = options.operands().get(1);
        Optional<Integer> replicas =
                Texts.number(options.value("replicas", "1")).filter(n -> n >= 0);
        if (replicas.isEmpty()) {
            return fail(
                    "error: invalid argument \"" + options.value("replicas", "") + "\" for \"-r, --replicas\" flag");
        }
        if (!isName(name, "Deployment")) {
            return 1;
        }
        PodSpec spec = spec(Map.of("app", name), options, List.of(), after(words));
        if (!cluster.createDeployment(name, spec, replicas.get())) {
            return fail("Error from server (AlreadyExists): deployments.apps \"" + name + "\" already exists");
        }
        io.out().line("deployment.apps/" + name + " created");
        return 0;
    }

    static List<String> before(List<String> words) {
        int dashes = words.indexOf("--");
        return dashes < 0 ? words : words.subList(0, dashes);
    }

    static List<String> after(List<String> words) {
        int dashes = words.indexOf("--");
        return dashes < 0 ? List.of() : List.copyOf(words.subList(dashes + 1, words.size()));
    }

    private static PodSpec spec(
            Map<String, String> labels, DockerOptions options, List<String> arguments, List<String> command) {
        String image = options.value("image", "");
        String container = image.substring(image.lastIndexOf('/') + 1).replaceFirst(":.*", "");
        int port = Texts.number(options.value("port", "0")).orElse(0);
        return new PodSpec(new LinkedHashMap<>(labels), container, image, command, arguments, port);
    }

    private int runPod(List<String> words) {
        DockerOptions options = DockerOptions.parse(
                before(words), true, "image:", "port:", "restart:", "command", "l,labels:", "rm", "i,stdin", "t,tty");
        if (options.complaint().isPresent()) {
            return misuse(options.complaint().get(), "run");
        }
        if (options.operands().size() != 1) {
            return fail("error: NAME is required for run");
        }
        if (!options.has("image")) {
            return fail("error: required flag(s) \"image\" not set");
        }
        if (options.has("rm")
                || options.has("stdin")
                || options.has("tty")
                || options.has("labels")
                || !options.value("restart", "Always").equals("Always")) {
            return fail("kubectl: not simulated: kubectl run --rm, -i, -t, --labels, --restart but Always");
        }
        String name = options.operands().getFirst();
        if (!isName(name, "Pod")) {
            return 1;
        }
        boolean command = options.has("command");
        PodSpec spec = spec(
                Map.of("run", name), options, command ? List.of() : after(words), command ? after(words) : List.of());
        PodSpec named = new PodSpec(spec.labels(), name, spec.image(), spec.command(), spec.arguments(), spec.port());
        if (!cluster.run(name, named)) {
            return fail("Error from server (AlreadyExists): pods \"" + name + "\" already exists");
        }
        io.out().line("pod/" + name + " created");
        return 0;
    }

    /** {@code deployment/web}, or {@code deployment web}. */
    static Optional<Map.Entry<Kind, String>> target(List<String> operands) {
        if (operands.isEmpty()) {
            return Optional.empty();
        }
        String first = operands.getFirst();
        int slash = first.indexOf('/');
        if (slash > 0) {
            return Optional.of(Map.entry(Kind.of(first.substring(0, slash)), first.substring(slash + 1)));
        }
        return operands.size() < 2 ? Optional.empty() : Optional.of(Map.entry(Kind.of(first), operands.get(1)));
    }

    Optional<Deployment> deployment(List<String> operands, String verb) {
        Optional<Map.Entry<Kind, String>> target = target(operands);
        if (target.isEmpty()) {
            io.err().line("error: resource(s) were provided, but no name was specified");
            return Optional.empty();
        }
        if (target.get().getKey() != Kind.DEPLOYMENT) {
            io.err().line("kubectl: not simulated: kubectl " + verb + " of anything but a deployment");
            return Optional.empty();
        }
        Optional<Deployment> found =
                Optional.ofNullable(cluster.deployments().get(target.get().getValue()));
        if (found.isEmpty()) {
            notFound(Kind.DEPLOYMENT, target.get().getValue());
        }
        return found;
    }

    private int scale(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "replicas:");
        if (options.complaint().isPresent()) {
            return misuse(options.complaint().get(), "scale");
        }
        Optional<Integer> replicas = Texts.number(options.value("replicas", "")).filter(n -> n >= 0);
        if (replicas.isEmpty()) {
            return fail(
                    options.has("replicas")
                            ? "error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0"
                            : "Error: required flag(s) \"replicas\" not set");
        }
        Optional<Deployment> deployment = deployment(options.operands(), "scale");
        deployment.ifPresent(d -> {
            cluster.scale(d, replicas.get());
            io.out().line("deployment.apps/" + d.name() + " scaled");
        });
        return deployment.isPresent() ? 0 : 1;
    }

    private int expose(List<String> words) {
        DockerOptions options =
                DockerOptions.parse(words, true, "port:", "target-port:", "type:", "name:", "protocol:");
        if (options.complaint().isPresent()) {
            return misuse(options.complaint().get(), "expose");
        }
        Optional<Map.Entry<Kind, String>> target = target(options.operands());
        if (target.isEmpty()) {
            return fail("error: resource(s) were provided, but no name was specified");
        }
        String name = target.get().getValue();
        Optional<PodSpec> template = switch (target.get().getKey()) {
            case DEPLOYMENT ->
                Optional.ofNullable(cluster.deployments().get(name)).map(Deployment::template);
            case POD -> cluster.pod(name).map(Pod::spec);
            case REPLICASET, SERVICE, NODE, ENDPOINTS, ALL, UNKNOWN -> Optional.empty();
        };
        if (template.isEmpty()) {
            return target.get().getKey() == Kind.POD || target.get().getKey() == Kind.DEPLOYMENT
                    ? notFound(target.get().getKey(), name)
                    : fail("kubectl: not simulated: kubectl expose of anything but a deployment or a pod");
        }
        String type = options.value("type", "ClusterIP");
        if (!Set.of("ClusterIP", "NodePort").contains(type)
                || !options.value("protocol", "TCP").equals("TCP")) {
            return fail("kubectl: not simulated: services but ClusterIP and NodePort, of TCP");
        }
        int own = template.get().port();
        Optional<Integer> port = Texts.number(options.value("port", own == 0 ? "" : String.valueOf(own)))
                .filter(p -> p > 0 && p < 65_536);
        if (port.isEmpty()) {
            return fail(
                    "error: couldn't find port via --port flag or introspection\nSee 'kubectl expose -h' for help and"
                            + " examples");
        }
        Optional<Integer> inner = Texts.number(options.value("target-port", String.valueOf(port.get())))
                .filter(p -> p > 0 && p < 65_536);
        String serviceName = options.value("name", name);
        if (inner.isEmpty()) {
            return fail("kubectl: not simulated: --target-port by name");
        }
        if (!isName(serviceName, "Service")) {
            return 1;
        }
        if (cluster.services().containsKey(serviceName)) {
            return fail("Error from server (AlreadyExists): services \"" + serviceName + "\" already exists");
        }
        cluster.expose(serviceName, template.get().labels(), port.get(), inner.get(), type.equals("NodePort"));
        io.out().line("service/" + serviceName + " exposed");
        return 0;
    }

    private int delete(List<String> words) {
        DockerOptions options =
                DockerOptions.parse(words, true, "all", "l,selector:", "grace-period:", "force", "wait:", "now");
        if (options.complaint().isPresent()) {
            return misuse(options.complaint().get(), "delete");
        }
        if (options.has("selector") || options.has("grace-period") || options.has("force")) {
            return fail("kubectl: not simulated: kubectl delete -l, --grace-period, --force");
        }
        List<String> names = new ArrayList<>(options.operands());
        if (names.isEmpty()) {
            return fail("error: You must provide one or more resources by argument or filename.");
        }
        Kind kind = Kind.of(names.getFirst().replaceFirst("/.*", ""));
        if (names.getFirst().contains("/")) {
            names.replaceAll(n -> n.replaceFirst(".*/", ""));
        } else {
            names.removeFirst();
        }
        if (kind == Kind.UNKNOWN) {
            return fail("error: the server doesn't have a resource type \""
                    + options.operands().getFirst() + "\"");
        }
        if (options.has("all")) {
            names.addAll(all(kind));
        } else if (names.isEmpty()) {
            return fail("error: resource(s) were provided, but no name, label selector, or --all flag specified");
        }
        List<Pod> waited = new ArrayList<>();
        int status = 0;
        for (String name : names) {
            status |= deleteOne(kind, name, waited);
        }
        // It waits until they are gone.
        settle(() -> waited.stream().noneMatch(cluster.pods()::contains), 60);
        return status;
    }

    private List<String> all(Kind kind) {
        return switch (kind) {
            case POD -> cluster.pods().stream().map(Pod::name).toList();
            case DEPLOYMENT -> List.copyOf(cluster.deployments().keySet());
            case SERVICE -> List.copyOf(cluster.services().keySet());
            case REPLICASET, NODE, ENDPOINTS, ALL, UNKNOWN -> List.of();
        };
    }

    private int deleteOne(Kind kind, String name, List<Pod> waited) {
        switch (kind) {
            case POD -> {
                Optional<Pod> pod = cluster.pod(name);
                if (pod.isEmpty()) {
                    return notFound(kind, name);
                }
                cluster.delete(pod.get());
                waited.add(pod.get());
                io.out().line("pod \"" + name + "\" deleted");
            }
            case DEPLOYMENT -> {
                Deployment deployment = cluster.deployments().get(name);
                if (deployment == null) {
                    return notFound(kind, name);
                }
                cluster.delete(deployment);
                io.out().line("deployment.apps \"" + name + "\" deleted");
            }
            case SERVICE -> {
                ClusterService service = cluster.services().get(name);
                if (service == null) {
                    return notFound(kind, name);
                }
                cluster.delete(service);
                io.out().line("service \"" + name + "\" deleted");
            }
            case REPLICASET, NODE, ENDPOINTS, ALL, UNKNOWN -> {
                return fail("kubectl: not simulated: kubectl delete of anything but pods, deployments and services");
            }
        }
        return 0;
    }

    private boolean settle(BooleanSupplier done, int seconds) {
        return session.machine().stack().network().queue().runUntil(done, seconds * SimClock.SECOND);
    }

    private int apply(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "f,filename:");
        String file = options.value("filename", "");
        if (options.complaint().isPresent() || file.isEmpty()) {
            return fail("error: must specify one of -f and -k");
        }
        String text;
        try {
            text = file.equals("-") ? io.in().rest() : session.files().read(session.resolve(file));
        } catch (FileException e) {
            return fail("error: the path \"" + file + "\" does not exist");
        }
        if (text.contains("kube-flannel-cfg")) {
            if (!text.contains("\"Type\": \"host-gw\"")) {
                return fail("kubectl: not simulated: flannel's backends but host-gw");
            }
            cluster.applyNetwork();
            io.out().line("configmap/kube-flannel-cfg created\ndaemonset.apps/kube-flannel-ds created");
            return 0;
        }
        return new KubectlManifests(cluster, io).apply(text, file);
    }

    private int cordon(String verb, List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "ignore-daemonsets", "force", "delete-local-data");
        if (options.complaint().isPresent() || options.operands().size() != 1) {
            return fail("error: USAGE: " + verb + " NODE [flags]");
        }
        String name = options.operands().getFirst();
        Optional<Node> node = cluster.node(name);
        if (node.isEmpty()) {
            return notFound(Kind.NODE, name);
        }
        boolean on = !verb.equals("uncordon");
        io.out()
                .line("node/" + name + (node.get().isCordoned() == on ? " already" : "")
                        + (on ? " cordoned" : " uncordoned"));
        cluster.cordon(node.get(), on);
        if (verb.equals("drain")) {
            if (!options.has("ignore-daemonsets")) {
                return fail("error: unable to drain node \"" + name
                        + "\", aborting command...\n\nThere are pending nodes to be"
                        + " drained:\n " + name
                        + "\nerror: cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to"
                        + " ignore): kube-system/kube-proxy");
            }
            List<Pod> there = cluster.pods().stream()
                    .filter(p -> p.node().filter(n -> n == node.get()).isPresent())
                    .toList();
            there.forEach(p -> io.out().line("evicting pod default/" + p.name()));
            there.forEach(cluster::delete);
            settle(() -> there.stream().noneMatch(cluster.pods()::contains), 60);
            there.forEach(p -> io.out().line("pod/" + p.name() + " evicted"));
            io.out().line("node/" + name + " evicted");
        }
        return 0;
    }
}
