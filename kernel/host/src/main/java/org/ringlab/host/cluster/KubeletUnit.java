package org.ringlab.host.cluster;

import java.util.List;
import java.util.function.BiConsumer;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.unit.Unit;

/** {@code kubelet.service}: what a node is a node by. */
public final class KubeletUnit implements Unit {
    @Override
    public String name() {
        return "kubelet";
    }

    @Override
    public String description() {
        return "kubelet: The Kubernetes Node Agent";
    }

    @Override
    public List<String> docs() {
        return List.of("https://kubernetes.io/docs/");
    }

    @Override
    public boolean isInstalled(Machine machine) {
        return machine.fleet().clusters().values().stream()
                .anyMatch(c -> c.node(machine.hostName()).isPresent());
    }

    @Override
    public boolean isActive(Machine machine) {
        return machine.fleet().clusters().values().stream()
                .flatMap(c -> c.node(machine.hostName()).stream())
                .anyMatch(Node::hasKubelet);
    }

    @Override
    public boolean start(Session session, Streams journal) {
        each(session.machine(), (cluster, node) -> cluster.kubelet(node, true));
        return true;
    }

    @Override
    public void stop(Session session, Streams journal) {
        each(session.machine(), (cluster, node) -> cluster.kubelet(node, false));
    }

    private static void each(Machine machine, BiConsumer<Cluster, Node> work) {
        machine.fleet()
                .clusters()
                .values()
                .forEach(c -> c.node(machine.hostName()).ifPresent(n -> work.accept(c, n)));
    }
}
