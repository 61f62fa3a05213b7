package org.ringlab.host.container;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.machine.Fleet;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.link.EventQueue;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.TcpListener;

/**
 * Docker hosts used as one (swarmkit): services are wishes, and the manager's loop makes tasks until they are fulfilled. It
 * looks when something changed and a moment has passed.
 */
public final class Swarm {
    /** Where managers listen. */
    public static final int PORT = 2377;

    private static final long REACTION = 100 * SimClock.MILLI;
    private static final long START = SimClock.SECOND;
    private static final long RESTART_DELAY = 5 * SimClock.SECOND;

    private final Fleet fleet;
    private final String leader;
    private final SwarmNetwork network = new SwarmNetwork();
    private final List<SwarmNode> nodes = new ArrayList<>();
    private final Map<String, SwarmService> services = new LinkedHashMap<>();
    private final List<SwarmTask> tasks = new ArrayList<>();
    private EventQueue.@Nullable Timer pending;
    private @Nullable TcpListener api;
    private int made;

    /** A swarm of its first manager alone ({@code docker swarm init}). */
    public Swarm(Fleet fleet, Machine leader, Ipv4Address address) {
        this.fleet = fleet;
        this.leader = leader.hostName();
        join(leader, address, true);
    }

    private Machine machine() {
        return fleet.find(leader).orElseThrow();
    }

    /** The lab's nanoseconds. */
    public long now() {
        return machine().stack().network().clock().nanos();
    }

    private EventQueue queue() {
        return machine().stack().network().queue();
    }

    /** Where the manager is reached. */
    public Ipv4Address address() {
        return nodes.getFirst().address();
    }

    /** What a host shows to join as a worker. */
    public String workerToken() {
        return "SWMTKN-1-" + newId("root", 0, 50) + "-" + newId("worker", 0, 25);
    }

    /** Whether there is somebody who decides. */
    public boolean hasManager() {
        return nodes.getFirst().answers();
    }

    /** Its nodes, in the order they joined. */
    public List<SwarmNode> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /** The node of that name or identifier. */
    public Optional<SwarmNode> node(String word) {
        return nodes.stream()
                .filter(n -> n.name().equals(word) || !word.isEmpty() && n.id().startsWith(word))
                .findFirst();
    }

    /** The node that a host is, unless it has left. */
    public Optional<SwarmNode> member(String host) {
        return nodes.stream().filter(n -> n.name().equals(host) && !n.hasLeft()).findFirst();
    }

    /** Services by name. */
    public Map<String, SwarmService> services() {
        return Collections.unmodifiableMap(services);
    }

    /** The service of that name, or whose identifier begins so. */
    public Optional<SwarmService> service(String word) {
        return Optional.ofNullable(services.get(word))
                .or(() -> services.values().stream()
                        .filter(s -> !word.isEmpty() && s.id().startsWith(word))
                        .findFirst());
    }

    /** A service's tasks, those of the past too, by slot and the newest first. */
    public List<SwarmTask> tasks(SwarmService service) {
        return tasks.reversed().stream()
                .filter(t -> t.service() == service)
                .sorted(Comparator.comparingInt(SwarmTask::slot))
                .toList();
    }

    /** How many of a service's tasks run. */
    public int running(SwarmService service) {
        return (int) tasks.stream()
                .filter(t -> t.service() == service && t.isWanted() && t.isRunning())
                .count();
    }

    /** Whether a service is as it is wanted. */
    public boolean isSettled(SwarmService service) {
        return running(service) == service.replicas()
                && tasks.stream()
                        .filter(t -> t.service() == service && t.isWanted())
                        .allMatch(t -> t.image().equals(service.image()));
    }

    private String newId(String kind, int number, int length) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; id.length() < length; i++) {
            id.append(Digest.base32("swarm " + leader + kind + number + " " + i, 16));
        }
        return id.substring(0, length).toLowerCase(Locale.ROOT);
    }

    private String newId(String kind) {
        return newId(kind, made++, 25);
    }

    /** A host joins. */
    public SwarmNode join(Machine host, Ipv4Address address, boolean manager) {
        SwarmNode node = new SwarmNode(fleet, newId("node"), host.hostName(), address, manager);
        nodes.add(node);
        changed();
        return node;
    }

    /** A host leaves: its tasks end, and so does its part of the network. */
    public void leave(SwarmNode node) {
        node.leave();
        tasks.stream().filter(t -> t.node().filter(n -> n == node).isPresent()).forEach(t -> end(t, "Shutdown"));
        network.fell(node);
        if (node.isManager()) {
            close();
        }
        changed();
    }

    private void close() {
        if (api != null) {
            api.close();
            api = null;
        }
    }

    /** Forgets a node that is down; false where it isn't. */
    public boolean remove(SwarmNode node) {
        return node.isDown(now()) && nodes.remove(node);
    }

    /** Takes the tasks off a node, or lets them come again. */
    public void drain(SwarmNode node, boolean on) {
        node.drain(on);
        changed();
    }

    /** A service is wanted. */
    public SwarmService create(
            String name,
            String image,
            int replicas,
            List<String> command,
            Map<String, String> environment,
            List<PortMapping> ports) {
        String id = newId("service");
        String chosen = name.isEmpty() ? "service_" + id.substring(0, 6) : name;
        SwarmService service = new SwarmService(id, chosen, Image.normal(image), replicas, command, environment, ports);
        services.put(chosen, service);
        changed();
        return service;
    }

    /** A service is to have so many tasks. */
    public void scale(SwarmService service, int replicas) {
        service.setReplicas(replicas);
        changed();
    }

    /** A service's tasks are to be of another image, one after the other. */
    public void update(SwarmService service, String image) {
        service.setImage(Image.normal(image));
        changed();
    }

    /** A service goes, and its tasks with it. */
    public void remove(SwarmService service) {
        services.remove(service.name());
        tasks.stream().filter(t -> t.service() == service).forEach(t -> end(t, "Shutdown"));
        tasks.removeIf(t -> t.service() == service);
        changed();
    }

    /** Something changed: the manager will look, in a moment. */
    public void changed() {
        if (pending == null) {
            pending = queue().later(REACTION, this::reconcile);
        }
    }

    private void reconcile() {
        pending = null;
        nodes.stream().filter(n -> n.heard(now())).forEach(n -> queue().later(SwarmNode.GRACE, this::changed));
        if (!hasManager()) {
            close();
            return;
        }
        if (api == null) {
            api = machine().stack().sockets().listen(Ipv4Address.ANY, PORT, connection -> {});
        }
        List<SwarmNode> able = nodes.stream().filter(SwarmNode::answers).toList();
        able.forEach(n -> network.raise(n, able));
        List.copyOf(tasks).forEach(this::judge);
        services.values().forEach(this::fill);
        services.values().forEach(this::rollOut);
        place();
        able.forEach(n -> network.writeRules(n, services.values(), tasks));
    }

    /** A task whose container or node is lost is history. */
    private void judge(SwarmTask task) {
        Optional<SwarmNode> node = task.node();
        if (!task.isWanted() || node.isEmpty()) {
            return;
        }
        if (node.get().isDown(now()) || node.get().hasLeft()) {
            task.dismiss();
        } else if (node.get().isDrained()) {
            end(task, "Shutdown");
        } else if (task.state().equals("Running")
                && !task.isRunning()
                && node.get().answers()) {
            int status = task.container().map(Container::exitCode).orElse(137);
            task.failed(
                    status == 0 ? "Complete" : "Failed",
                    status == 0 ? "" : "\"task: non-zero exit (" + status + ")\"",
                    now());
        }
    }

    /** Orchestrator: every slot has one wanted task, five seconds after the last one failed; slots too many are emptied. */
    private void fill(SwarmService service) {
        for (SwarmTask task : List.copyOf(tasks)) {
            if (task.service() == service && task.slot() > service.replicas()) {
                end(task, "Shutdown");
                tasks.remove(task);
            }
        }
        for (int slot = 1; slot <= service.replicas(); slot++) {
            int own = slot;
            List<SwarmTask> there = tasks.stream()
                    .filter(t -> t.service() == service && t.slot() == own)
                    .toList();
            if (there.stream().anyMatch(SwarmTask::isWanted)) {
                continue;
            }
            boolean failed = !there.isEmpty()
                    && !there.getLast().state().equals("Shutdown")
                    && there.getLast().node().filter(n -> !n.isDown(now())).isPresent();
            long wait = failed ? there.getLast().sinceNanos() + RESTART_DELAY - now() : 0;
            if (wait > 0) {
                queue().later(wait, this::changed);
            } else {
                tasks.add(new SwarmTask(newId("task"), service, slot, now()));
                there.stream().limit(Math.max(0, there.size() - 4)).forEach(tasks::remove);
            }
        }
    }

    /** The task by whose failure an update that isn't through has paused ({@code --update-failure-action pause}, the default). */
    public Optional<SwarmTask> stopper(SwarmService service) {
        boolean through = tasks.stream()
                .filter(t -> t.service() == service && t.isWanted())
                .allMatch(t -> t.image().equals(service.image()));
        return through
                ? Optional.empty()
                : tasks.stream()
                        .filter(t -> t.service() == service && t.image().equals(service.image()))
                        .filter(t -> t.state().equals("Rejected") || t.state().equals("Failed"))
                        .findFirst();
    }

    /** Updater: one task at a time is stopped and made anew, and only while all the others run. */
    private void rollOut(SwarmService service) {
        List<SwarmTask> own = tasks.stream()
                .filter(t -> t.service() == service && t.isWanted())
                .toList();
        boolean busy = own.stream().anyMatch(t -> t.image().equals(service.image()) && !t.isRunning());
        Optional<SwarmTask> old =
                own.stream().filter(t -> !t.image().equals(service.image())).findFirst();
        if (!busy && old.isPresent() && stopper(service).isEmpty()) {
            end(old.get(), "Shutdown");
            tasks.add(new SwarmTask(newId("task"), service, old.get().slot(), now()));
        }
    }

    /** Scheduler: the node with the fewest tasks of the service, then with the fewest of all. */
    private void place() {
        for (SwarmTask task : tasks) {
            if (!task.isWanted() || task.node().isPresent()) {
                continue;
            }
            Optional<SwarmNode> chosen = nodes.stream()
                    .filter(n -> n.answers() && !n.isDrained())
                    .min(Comparator.<SwarmNode>comparingInt(n -> count(n, task.service()))
                            .thenComparingInt(n -> count(n, null))
                            .thenComparing(SwarmNode::name));
            if (chosen.isEmpty()) {
                task.explain("\"no suitable node (" + nodes.size() + " node" + (nodes.size() == 1 ? "" : "s")
                        + " not available for new tasks)\"");
                continue;
            }
            task.place(chosen.get(), now());
            queue().later(START, () -> start(task, chosen.get()));
        }
    }

    private int count(SwarmNode node, @Nullable SwarmService service) {
        return (int) tasks.stream()
                .filter(t -> t.isWanted() && t.node().filter(n -> n == node).isPresent())
                .filter(t -> service == null || t.service() == service)
                .count();
    }

    private void start(SwarmTask task, SwarmNode node) {
        Optional<DockerNetwork> ingress = node.ingress();
        if (!task.isWanted() || !node.answers() || ingress.isEmpty()) {
            return;
        }
        DockerEngine engine = node.machine().docker();
        try {
            Ipv4Address address = network.take();
            SwarmService service = task.service();
            String name = task.name() + "." + task.id();
            Container container =
                    engine.begin(name, task.image(), service.command(), service.environment(), this::changed);
            if (container.isRunning()) {
                network.plug(engine, container, ingress.get(), address);
            }
            task.runs(container, address, now());
        } catch (DockerException e) {
            // The worker's own words for an image that no registry has.
            boolean unknown = String.valueOf(e.getMessage()).startsWith("manifest for ");
            String why = unknown ? "No such image: " + task.image() : e.getMessage();
            task.failed("Rejected", "\"" + why + "\"", now());
        }
        changed();
    }

    /** A task isn't wanted any more: its container ends and goes. */
    private void end(SwarmTask task, String state) {
        if (task.isWanted()) {
            task.dismiss();
            task.is(state, now());
        }
        Optional<Container> container = task.container();
        Optional<SwarmNode> node = task.node();
        if (container.isPresent() && node.isPresent()) {
            DockerEngine engine = node.get().machine().docker();
            engine.find(container.get().id()).ifPresent(c -> {
                engine.end(c, 0);
                engine.forget(c);
            });
        }
    }
}
