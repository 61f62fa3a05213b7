package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.common.SimClock;
import org.ringlab.host.cluster.Cluster;
import org.ringlab.host.cluster.Deployment;
import org.ringlab.host.cluster.PodSpec;
import org.ringlab.host.cluster.ReplicaSet;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code kubectl set image} and {@code kubectl rollout}. */
final class KubectlRollout {
    private final Session session;
    private final Cluster cluster;
    private final Streams io;

    KubectlRollout(Session session, Cluster cluster, Streams io) {
        this.session = session;
        this.cluster = cluster;
        this.io = io;
    }

    private int fail(String text) {
        io.err().line(text);
        return 1;
    }

    int setImage(List<String> words) {
        if (words.isEmpty() || !words.getFirst().equals("image")) {
            return fail("kubectl: not simulated: kubectl set but image");
        }
        List<String> operands = new ArrayList<>(words.subList(1, words.size()));
        Optional<String> pair = operands.stream().filter(w -> w.contains("=")).findFirst();
        pair.ifPresent(operands::remove);
        Optional<Deployment> deployment = new KubectlVerbs(session, cluster, io).deployment(operands, "set image");
        if (deployment.isEmpty() || pair.isEmpty()) {
            return deployment.isEmpty() ? 1 : fail("error: at least one image update is required");
        }
        PodSpec old = deployment.get().template();
        String container = pair.get().substring(0, pair.get().indexOf('='));
        String image = pair.get().substring(pair.get().indexOf('=') + 1);
        if (!container.equals(old.container()) && !container.equals("*")) {
            return fail("error: unable to find container named \"" + container + "\"");
        }
        cluster.change(
                deployment.get(),
                new PodSpec(old.labels(), old.container(), image, old.command(), old.arguments(), old.port()));
        io.out().line("deployment.apps/" + deployment.get().name() + " image updated");
        return 0;
    }

    int rollout(List<String> words) {
        String verb = words.isEmpty() ? "" : words.getFirst();
        if (!Set.of("status", "undo", "history").contains(verb)) {
            return fail("kubectl: not simulated: kubectl rollout " + verb);
        }
        Optional<Deployment> found =
                new KubectlVerbs(session, cluster, io).deployment(words.subList(1, words.size()), "rollout");
        if (found.isEmpty()) {
            return 1;
        }
        Deployment deployment = found.get();
        List<ReplicaSet> own = cluster.replicaSets().stream()
                .filter(r -> r.owner() == deployment)
                .toList();
        if (verb.equals("history")) {
            io.out().line("deployment.apps/" + deployment.name() + " \nREVISION  CHANGE-CAUSE");
            own.stream()
                    .sorted(Comparator.comparingInt(ReplicaSet::revision))
                    .forEach(r -> io.out().line(Texts.left(String.valueOf(r.revision()), 10) + "<none>"));
            io.out().line("");
            return 0;
        }
        if (verb.equals("undo")) {
            List<ReplicaSet> byAge = own.stream()
                    .sorted(Comparator.comparingInt(ReplicaSet::revision))
                    .toList();
            if (byAge.size() < 2) {
                return fail("error: no rollout history found for deployment \"" + deployment.name() + "\"");
            }
            cluster.change(deployment, byAge.get(byAge.size() - 2).plainTemplate());
            io.out().line("deployment.apps/" + deployment.name() + " rolled back");
            return 0;
        }
        if (!isRolledOut(deployment)) {
            io.out()
                    .line("Waiting for deployment \"" + deployment.name() + "\" rollout to finish: "
                            + available(deployment) + " of " + deployment.replicas()
                            + " updated replicas are available...");
        }
        if (!session.machine()
                .stack()
                .network()
                .queue()
                .runUntil(() -> isRolledOut(deployment), 600 * SimClock.SECOND)) {
            return fail("error: deployment \"" + deployment.name() + "\" exceeded its progress deadline");
        }
        io.out().line("deployment \"" + deployment.name() + "\" successfully rolled out");
        return 0;
    }

    private int available(Deployment deployment) {
        return cluster.replicaSets().stream()
                .filter(r -> r.owner() == deployment && r.isOf(deployment.template()))
                .mapToInt(cluster::ready)
                .sum();
    }

    private boolean isRolledOut(Deployment deployment) {
        boolean oldGone = cluster.replicaSets().stream()
                .filter(r -> r.owner() == deployment && !r.isOf(deployment.template()))
                .allMatch(r -> cluster.of(r).isEmpty());
        return oldGone && available(deployment) == deployment.replicas();
    }
}
