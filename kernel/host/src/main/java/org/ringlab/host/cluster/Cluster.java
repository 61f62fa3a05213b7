package org.ringlab.host.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.container.Digest;
import org.ringlab.host.container.HostRules;
import org.ringlab.host.machine.Fleet;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.link.EventQueue;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.stack.TcpListener;

/**
 * A Kubernetes cluster: the wanted state that {@code kubectl} writes, and the controllers that bring it about. They look
 * when something changed and a moment has passed; nothing happens at once.
 */
public final class Cluster {
    /** Until controllers, scheduler and kube-proxy have seen a change. */
    private static final long REACTION = 100 * SimClock.MILLI;

    static final long EVICTION = 300 * SimClock.SECOND;

    private final Fleet fleet;
    private final String master;
    private final Ipv4Address apiAddress;
    private final String token;
    private final Ipv4Prefix podNetwork;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Deployment> deployments = new LinkedHashMap<>();
    private final List<ReplicaSet> replicaSets = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private final Map<String, ClusterService> services = new LinkedHashMap<>();
    private final Kubelet kubelet;
    private final Controllers controllers;
    private final Map<Node, Set<String>> written = new LinkedHashMap<>();
    private EventQueue.@Nullable Timer pending;
    private @Nullable TcpListener api;
    private boolean network;
    private final Router router = new Router(this);
    private int made;

    /** A cluster without nodes ({@code kubeadm init}). */
    public Cluster(Fleet fleet, String master, Ipv4Address apiAddress, String token, Ipv4Prefix podNetwork) {
        this.fleet = fleet;
        this.master = master;
        this.apiAddress = apiAddress;
        this.token = token;
        this.podNetwork = podNetwork;
        kubelet = new Kubelet(this);
        controllers = new Controllers(this, replicaSets, pods);
        services.put(
                "kubernetes",
                new ClusterService(
                        "kubernetes",
                        "https",
                        "ClusterIP",
                        Map.of(),
                        Ipv4Address.of("10.96.0.1"),
                        443,
                        6443,
                        0,
                        now()));
        openApi();
    }

    Machine machine() {
        return fleet.find(master).orElseThrow();
    }

    /** The lab's nanoseconds. */
    public long now() {
        return machine().stack().network().clock().nanos();
    }

    EventQueue queue() {
        return machine().stack().network().queue();
    }

    /** Where the API server listens. */
    public Ipv4Address apiAddress() {
        return apiAddress;
    }

    /** What a node shows to join. */
    public String token() {
        return token;
    }

    /** The addresses of all pods. */
    public Ipv4Prefix podNetwork() {
        return podNetwork;
    }

    /** Whether the API server listens. */
    public boolean isUp() {
        return api != null;
    }

    private void openApi() {
        api = machine().stack().sockets().listen(Ipv4Address.ANY, 6443, connection -> {});
    }

    /** Its nodes, in the order they joined. */
    public List<Node> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /** Deployments by name. */
    public Map<String, Deployment> deployments() {
        return Collections.unmodifiableMap(deployments);
    }

    /** Replica sets, oldest first. */
    public List<ReplicaSet> replicaSets() {
        return Collections.unmodifiableList(replicaSets);
    }

    /** Pods, oldest first. */
    public List<Pod> pods() {
        return Collections.unmodifiableList(pods);
    }

    /** Services by name. */
    public Map<String, ClusterService> services() {
        return Collections.unmodifiableMap(services);
    }

    /** What leads host names to services (OpenShift). */
    public Router router() {
        return router;
    }

    /** The pod of that name. */
    public Optional<Pod> pod(String name) {
        return pods.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** A host joins. */
    public Node join(Machine host, Ipv4Address address) {
        int number = nodes.size();
        Ipv4Prefix own =
                new Ipv4Prefix(new Ipv4Address(podNetwork.network().address().bits() + (number << 8)), 24);
        Node node =
                new Node(fleet, host.hostName(), address, own, host.hostName().equals(master), now());
        nodes.add(node);
        changed();
        return node;
    }

    /** A node of that name. */
    public Optional<Node> node(String name) {
        return nodes.stream().filter(n -> n.name().equals(name)).findFirst();
    }

    /** A node's kubelet starts or stops. */
    public void kubelet(Node node, boolean running) {
        node.setKubelet(running);
        if (running && node.isControlPlane() && api == null) {
            openApi();
        }
        if (!running) {
            queue().later(Node.GRACE, this::changed);
            queue().later(Node.GRACE + EVICTION, this::changed);
        }
        changed();
    }

    /** A node's host was switched off: what ran there is gone. */
    public void wentDown(Node node) {
        node.setKubelet(false);
        pods.stream().filter(p -> p.node().filter(n -> n == node).isPresent()).forEach(kubelet::lose);
        node.unwire();
        written.remove(node);
        if (node.isControlPlane()) {
            api = null;
        }
        queue().later(Node.GRACE, this::changed);
        queue().later(Node.GRACE + EVICTION, this::changed);
    }

    /** Sets the pods' network up, once flannel was applied. */
    public void applyNetwork() {
        network = true;
        changed();
    }

    /** A deployment is wanted; false where there is one of that name. */
    public boolean createDeployment(String name, PodSpec template, int replicas) {
        if (deployments.containsKey(name)) {
            return false;
        }
        deployments.put(name, new Deployment(name, template, replicas, template.labels(), now()));
        changed();
        return true;
    }

    /** A deployment is to have so many pods. */
    public void scale(Deployment deployment, int replicas) {
        deployment.setReplicas(replicas);
        changed();
    }

    /** A deployment's pods are to be made from another template. */
    public void change(Deployment deployment, PodSpec template) {
        deployment.setTemplate(template);
        changed();
    }

    /** A pod that nobody looks after; false where there is one of that name. */
    public boolean run(String name, PodSpec spec) {
        if (pod(name).isPresent()) {
            return false;
        }
        pods.add(new Pod(name, spec, null, now()));
        changed();
        return true;
    }

    /** A service; its address and node port are chosen. */
    public ClusterService expose(
            String name, Map<String, String> selector, int port, int targetPort, boolean nodePort) {
        String digest = Digest.hex("service " + master + " " + name + " " + made++);
        int low = Integer.parseInt(digest.substring(0, 5), 16);
        Ipv4Address address = new Ipv4Address(Ipv4Address.of("10.96.0.0").bits() | 0x100 + low % 0xF_FE00);
        ClusterService service = new ClusterService(
                name,
                "",
                nodePort ? "NodePort" : "ClusterIP",
                selector,
                address,
                port,
                targetPort,
                nodePort ? 30_000 + low % 2768 : 0,
                now());
        services.put(name, service);
        changed();
        return service;
    }

    /** Deletes a deployment and what it made. */
    public void delete(Deployment deployment) {
        deployments.remove(deployment.name());
        changed();
    }

    /** Deletes a service. */
    public void delete(ClusterService service) {
        services.remove(service.name());
        changed();
    }

    /** Deletes a pod: it is told to end, and its replica set makes another one. */
    public void delete(Pod pod) {
        if (!pod.isDeleted()) {
            pod.delete();
            kubelet.end(pod);
            changed();
        }
    }

    /** Lets pods on a node, or no new ones. */
    public void cordon(Node node, boolean on) {
        node.cordon(on);
        changed();
    }

    /** What a container started now would have in its environment. */
    public Map<String, String> environment() {
        return kubelet.environment();
    }

    /** Words about something new that are said of nothing else here. */
    String unique(String kind, String name) {
        return kind + " " + master + name + made++;
    }

    void gone(Pod pod) {
        pods.remove(pod);
        changed();
    }

    /** Something changed: the controllers will look, in a moment. */
    void changed() {
        if (pending == null) {
            pending = queue().later(REACTION, this::reconcile);
        }
    }

    private void reconcile() {
        pending = null;
        if (!isUp()) {
            return;
        }
        if (network) {
            nodes.stream().filter(Node::hasKubelet).forEach(n -> n.wire(podNetwork));
            nodes.stream()
                    .filter(Node::isWired)
                    .forEach(n -> nodes.stream().filter(o -> o != n).forEach(n::routeTo));
        }
        controllers.look();
        for (Pod pod : pods) {
            if (pod.node().isEmpty() && !pod.isDeleted()) {
                Scheduler.place(pod, nodes, pods).ifPresent(pod::place);
            }
        }
        pods.stream().filter(p -> p.node().isPresent()).forEach(kubelet::begin);
        writeRules();
    }

    /** The pods of a replica set, those on their way out too. */
    public List<Pod> of(ReplicaSet set) {
        return pods.stream()
                .filter(p -> p.owner().filter(o -> o == set).isPresent())
                .toList();
    }

    /** How many pods of a replica set are ready. */
    public int ready(ReplicaSet set) {
        return (int) of(set).stream().filter(Pod::isReady).count();
    }

    /** Where a service's pods answer: {@code address:port}. */
    public List<String> endpoints(ClusterService service) {
        if (service.name().equals("kubernetes")) {
            return List.of(apiAddress + ":" + service.targetPort());
        }
        return pods.stream()
                .filter(p -> p.isReady() && p.spec().matches(service.selector()))
                .flatMap(p -> p.address().stream())
                .map(a -> a + ":" + service.targetPort())
                .toList();
    }

    private void writeRules() {
        List<ServiceRules.Backed> backed = services.values().stream()
                .map(s -> new ServiceRules.Backed(s, endpoints(s)))
                .toList();
        Set<String> chains = ServiceRules.chains(backed);
        for (Node node : nodes) {
            if (node.hasKubelet() && node.isWired()) {
                Set<String> gone = new LinkedHashSet<>(written.getOrDefault(node, Set.of()));
                gone.removeAll(chains);
                ServiceRules.write(new HostRules(node.machine()), podNetwork, backed, gone);
                written.put(node, chains);
            }
        }
    }
}
