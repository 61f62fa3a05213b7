package org.ringlab.host.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** kube-scheduler: filters take nodes away, scores rank what is left. */
final class Scheduler {
    private Scheduler() {}

    /** Places a pod, or says why no node will do. */
    static Optional<Node> place(Pod pod, List<Node> nodes, List<Pod> pods) {
        Map<String, Integer> against = new LinkedHashMap<>();
        List<Node> left = new ArrayList<>();
        for (Node node : nodes) {
            Optional<String> reason = against(node);
            reason.ifPresent(r -> against.merge(r, 1, Integer::sum));
            if (reason.isEmpty()) {
                left.add(node);
            }
        }
        if (left.isEmpty()) {
            List<String> reasons = new ArrayList<>();
            against.forEach((reason, number) -> reasons.add(number + " node(s) " + reason));
            pod.explain("0/" + nodes.size() + " nodes are available: " + String.join(", ", reasons) + ".");
            return Optional.empty();
        }
        // Pods of one owner spread first (PodTopologySpread), then the emptier node (NodeResourcesLeastAllocated).
        left.sort(Comparator.<Node>comparingInt(n -> count(pods, n, pod, true))
                .thenComparingInt(n -> count(pods, n, pod, false))
                .thenComparing(Node::name));
        pod.explain("Successfully assigned default/" + pod.name() + " to "
                + left.getFirst().name());
        return Optional.of(left.getFirst());
    }

    private static Optional<String> against(Node node) {
        if (!node.isReady()) {
            return Optional.of("had taint {node.kubernetes.io/not-ready: }, that the pod didn't tolerate");
        }
        if (node.isControlPlane()) {
            return Optional.of("had taint {node-role.kubernetes.io/master: }, that the pod didn't tolerate");
        }
        return node.isCordoned() ? Optional.of("were unschedulable") : Optional.empty();
    }

    private static int count(List<Pod> pods, Node node, Pod like, boolean sameOwner) {
        return (int) pods.stream()
                .filter(p -> !p.isDeleted() && p.node().filter(n -> n == node).isPresent())
                .filter(p -> !sameOwner || p.owner().equals(like.owner()))
                .count();
    }
}
