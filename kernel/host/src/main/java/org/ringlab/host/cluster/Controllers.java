package org.ringlab.host.cluster;

import java.util.ArrayList;
import java.util.List;

/** What kube-controller-manager brings about: replica sets of deployments, pods of replica sets, and none on nodes that fell silent. */
final class Controllers {
    private final Cluster cluster;
    private final List<ReplicaSet> replicaSets;
    private final List<Pod> pods;

    Controllers(Cluster cluster, List<ReplicaSet> replicaSets, List<Pod> pods) {
        this.cluster = cluster;
        this.replicaSets = replicaSets;
        this.pods = pods;
    }

    void look() {
        cluster.deployments().values().forEach(this::rollOut);
        orphans();
        replicaSets.forEach(this::replicate);
        cluster.nodes().stream()
                .filter(n -> n.silence() >= Node.GRACE + Cluster.EVICTION)
                .forEach(this::evict);
    }

    /** Deployment controller: the template's replica set grows, the older ones shrink, a quarter at a time. */
    private void rollOut(Deployment deployment) {
        String hash = ReplicaSet.hash(deployment.template());
        List<ReplicaSet> own =
                replicaSets.stream().filter(r -> r.owner() == deployment).toList();
        ReplicaSet current = own.stream()
                .filter(r -> r.hash().equals(hash))
                .findFirst()
                .orElseGet(() -> {
                    int revision = own.isEmpty() ? 1 : deployment.nextRevision();
                    ReplicaSet fresh = new ReplicaSet(deployment, deployment.template(), revision, cluster.now());
                    replicaSets.add(fresh);
                    return fresh;
                });
        List<ReplicaSet> old =
                own.stream().filter(r -> r != current && r.wanted() > 0).toList();
        if (old.isEmpty()) {
            current.want(deployment.replicas());
            return;
        }
        if (current.revision() < deployment.revision()
                && own.stream().anyMatch(r -> r.revision() > current.revision())) {
            current.setRevision(deployment.nextRevision());
        }
        int surge = (deployment.replicas() + 3) / 4;
        int unavailable = deployment.replicas() / 4;
        int total = own.stream().mapToInt(ReplicaSet::wanted).sum();
        int room = deployment.replicas() + surge - total;
        current.want(Math.min(deployment.replicas(), current.wanted() + Math.max(0, room)));
        int ready = own.stream().mapToInt(r -> cluster.ready(r)).sum();
        int spare = ready - (deployment.replicas() - unavailable);
        for (ReplicaSet each : old) {
            int less = Math.min(each.wanted(), Math.max(0, spare));
            each.want(each.wanted() - less);
            spare -= less;
        }
    }

    private void orphans() {
        for (ReplicaSet each : List.copyOf(replicaSets)) {
            if (cluster.deployments().get(each.owner().name()) != each.owner()) {
                each.want(0);
                replicate(each);
                replicaSets.remove(each);
            }
        }
    }

    /** Replica set controller: what is missing is made, what is too much goes, the youngest and unready first. */
    private void replicate(ReplicaSet set) {
        List<Pod> own = new ArrayList<>(
                cluster.of(set).stream().filter(p -> !p.isDeleted()).toList());
        for (int i = own.size(); i < set.wanted(); i++) {
            String name = set.name() + "-" + ReplicaSet.Letters.of(cluster.unique("pod", set.name()), 5);
            pods.add(new Pod(name, set.template(), set, cluster.now()));
        }
        own.sort((a, b) -> a.isReady() == b.isReady()
                ? Long.compare(b.createdNanos(), a.createdNanos())
                : Boolean.compare(a.isReady(), b.isReady()));
        for (int i = 0; i < own.size() - set.wanted(); i++) {
            cluster.delete(own.get(i));
        }
    }

    private void evict(Node node) {
        pods.stream()
                .filter(p -> p.node().filter(n -> n == node).isPresent())
                .toList()
                .forEach(cluster::delete);
    }
}
