package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.cluster.Cluster;
import org.ringlab.host.cluster.Pod;
import org.ringlab.host.container.Image;
import org.ringlab.host.container.Sandbox;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.shell.Streams;

/** {@code kubectl logs} and {@code kubectl exec}. */
final class KubectlPods {
    private final Session session;
    private final Cluster cluster;
    private final Streams io;

    KubectlPods(Session session, Cluster cluster, Streams io) {
        this.session = session;
        this.cluster = cluster;
        this.io = io;
    }

    private int fail(String text) {
        io.err().line(text);
        return 1;
    }

    private Optional<Pod> pod(String word) {
        Optional<Pod> pod = cluster.pod(word.replaceFirst("^pods?/", ""));
        if (word.startsWith("deploy")) {
            String name = word.replaceFirst(".*/", "");
            pod = cluster.pods().stream()
                    .filter(p ->
                            p.owner().filter(r -> r.owner().name().equals(name)).isPresent() && p.isReady())
                    .findFirst();
        }
        if (pod.isEmpty()) {
            fail("Error from server (NotFound): pods \"" + word + "\" not found");
        }
        return pod;
    }

    int logs(List<String> words) {
        DockerOptions options = DockerOptions.parse(words, true, "f,follow", "tail:", "c,container:", "p,previous");
        if (options.complaint().isPresent()) {
            return fail("Error: " + options.complaint().get() + "\nSee 'kubectl logs --help' for usage.");
        }
        if (options.operands().size() != 1) {
            return fail(
                    "error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required"
                            + " argument for the logs command\nSee 'kubectl logs -h' for help and examples");
        }
        Optional<Pod> pod = pod(options.operands().getFirst());
        pod.ifPresent(p -> io.out().print(p.log().toString()));
        return pod.isPresent() ? 0 : 1;
    }

    int exec(List<String> words) {
        DockerOptions options =
                DockerOptions.parse(KubectlVerbs.before(words), false, "i,stdin", "t,tty", "c,container:");
        List<String> command = new ArrayList<>(KubectlVerbs.after(words));
        if (options.complaint().isPresent()) {
            return fail("Error: " + options.complaint().get() + "\nSee 'kubectl exec --help' for usage.");
        }
        if (options.operands().isEmpty()) {
            return fail("error: pod, type/name or --filename must be specified");
        }
        if (command.isEmpty()) {
            command.addAll(options.operands().subList(1, options.operands().size()));
            if (command.isEmpty()) {
                return fail("error: you must specify at least one command for the container");
            }
            io.err()
                    .line(
                            "kubectl exec [POD] [COMMAND] is DEPRECATED and will be removed in a future version. Use kubectl"
                                    + " exec [POD] -- [COMMAND] instead.");
        }
        Optional<Pod> pod = pod(options.operands().getFirst());
        if (pod.isEmpty()) {
            return 1;
        }
        Optional<Sandbox> sandbox = pod.get().sandbox();
        if (sandbox.isEmpty()) {
            return fail("error: unable to upgrade connection: container not found (\""
                    + pod.get().spec().container() + "\")");
        }
        boolean has = Image.find(pod.get().spec().image())
                .filter(i -> i.has(command.getFirst()))
                .isPresent();
        Optional<Task> task = has ? sandbox.get().another(command) : Optional.empty();
        if (task.isEmpty()) {
            io.err()
                    .line(
                            "OCI runtime exec failed: exec failed: container_linux.go:370: starting container process caused:"
                                    + " exec: \"" + command.getFirst()
                                    + "\": executable file not found in $PATH: unknown\ncommand"
                                    + " terminated with exit code 126");
            return 126;
        }
        int status = sandbox.get().run(session, task.get(), command, cluster.environment(), io);
        sandbox.get().net().processes().exit(task.get());
        if (status != 0) {
            io.err().line("command terminated with exit code " + status);
        }
        return status;
    }
}
