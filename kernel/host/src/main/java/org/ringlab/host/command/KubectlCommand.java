package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.host.cluster.Cluster;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code kubectl} 1.19: the verbs of a first lesson, in the namespace {@code default}. */
final class KubectlCommand extends NamedCommand {
    private static final List<String> VERBS = List.of(
            "apply",
            "cluster-info",
            "cordon",
            "create",
            "delete",
            "describe",
            "drain",
            "exec",
            "expose",
            "get",
            "logs",
            "rollout",
            "run",
            "scale",
            "set",
            "uncordon",
            "version");
    private static final Set<String> NOT_SIMULATED = Set.of(
            "annotate",
            "api-resources",
            "api-versions",
            "attach",
            "auth",
            "autoscale",
            "certificate",
            "config",
            "convert",
            "cp",
            "debug",
            "diff",
            "edit",
            "explain",
            "kustomize",
            "label",
            "options",
            "patch",
            "plugin",
            "port-forward",
            "proxy",
            "replace",
            "taint",
            "top",
            "wait");

    KubectlCommand() {
        super("kubectl", "kubectl get|create|run|scale|expose|delete|describe|logs|exec …: a Kubernetes cluster");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return before.isEmpty()
                ? VERBS
                : List.of("pods", "deployments", "replicasets", "services", "nodes", "deployment");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.isEmpty()) {
            io.out()
                    .line("kubectl controls the Kubernetes cluster manager.\n\nCommands simulated here: "
                            + String.join(" ", VERBS));
            return 0;
        }
        List<String> rest = new ArrayList<>(args.subList(1, args.size()));
        String verb = args.getFirst();
        if (NOT_SIMULATED.contains(verb)) {
            io.err().line("kubectl: not simulated: kubectl " + verb);
            return 1;
        }
        if (!VERBS.contains(verb)) {
            io.err().line("Error: unknown command \"" + verb + "\" for \"kubectl\"\nRun 'kubectl --help' for usage.");
            return 1;
        }
        Optional<Cluster> cluster = KubeadmCommand.configured(session);
        if (cluster.isEmpty()) {
            io.err()
                    .line(
                            "The connection to the server localhost:8080 was refused - did you specify the right host or port?");
            return 1;
        }
        if (!cluster.get().isUp()) {
            io.err()
                    .line("The connection to the server " + cluster.get().apiAddress()
                            + ":6443 was refused - did you specify the right host or port?");
            return 1;
        }
        return new KubectlVerbs(session, cluster.get(), io).run(verb, rest);
    }

    /** A kind of object, by any of the names that kubectl takes. */
    enum Kind {
        POD,
        DEPLOYMENT,
        REPLICASET,
        SERVICE,
        NODE,
        ENDPOINTS,
        ALL,
        UNKNOWN;

        static Kind of(String word) {
            return switch (word) {
                case "pod", "pods", "po" -> POD;
                case "deployment", "deployments", "deploy", "deployment.apps", "deployments.apps" -> DEPLOYMENT;
                case "replicaset", "replicasets", "rs", "replicaset.apps" -> REPLICASET;
                case "service", "services", "svc" -> SERVICE;
                case "node", "nodes", "no" -> NODE;
                case "endpoints", "ep" -> ENDPOINTS;
                case "all" -> ALL;
                default -> UNKNOWN;
            };
        }

        /** As messages have it. */
        String plural() {
            return switch (this) {
                case POD -> "pods";
                case DEPLOYMENT -> "deployments.apps";
                case REPLICASET -> "replicasets.apps";
                case SERVICE -> "services";
                case NODE -> "nodes";
                case ENDPOINTS -> "endpoints";
                case ALL, UNKNOWN -> "";
            };
        }
    }
}
