package org.ringlab.host.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.host.container.Cgroups;
import org.ringlab.host.container.Digest;
import org.ringlab.host.container.Image;
import org.ringlab.host.container.Sandbox;
import org.ringlab.host.container.Workload;
import org.ringlab.host.files.Volume;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;

/** What the kubelets do: pods that were placed are started, containers that ended are started again, deleted pods go. */
final class Kubelet {
    private static final long START = SimClock.SECOND;
    private static final long TERMINATION = 30 * SimClock.SECOND;
    private static final long BACK_OFF = 10 * SimClock.SECOND;
    private static final long MOST_BACK_OFF = 300 * SimClock.SECOND;
    private static final int MOST_LOG = 1 << 18;

    private final Cluster cluster;
    private final Map<Pod, Boolean> begun = new LinkedHashMap<>();

    Kubelet(Cluster cluster) {
        this.cluster = cluster;
    }

    /** A pod was placed: in a second it runs. Harmless where that is under way. */
    void begin(Pod pod) {
        boolean able = pod.node().filter(n -> n.hasKubelet() && n.isWired()).isPresent();
        if (able && !pod.isDeleted() && pod.pause().isEmpty() && begun.putIfAbsent(pod, true) == null) {
            cluster.queue().later(START, () -> {
                begun.remove(pod);
                start(pod);
            });
        }
    }

    private void start(Pod pod) {
        Optional<Node> placed = pod.node().filter(n -> n.hasKubelet() && n.isWired());
        if (placed.isEmpty() || pod.isDeleted() || pod.pause().isPresent()) {
            return;
        }
        Optional<Image> image = Image.find(pod.spec().image());
        if (image.isEmpty()) {
            pod.stopped("ImagePullBackOff", false);
            return;
        }
        Node node = placed.get();
        Machine host = node.machine();
        Machine net = host.unnamedNamespace(
                pod.name(), host.processes().init().memberships().user());
        net.stack().setUp(net.stack().loopback(), true);
        Volume empty = Volume.disk("overlay");
        Sandbox.Plan plan = new Sandbox.Plan(pod.name(), empty, List.of(), List.of("/pause"), group(pod, "pause"));
        Optional<Ipv4Address> address = node.take();
        Optional<Sandbox> pause = address.isEmpty() ? Optional.empty() : Sandbox.create(host, net, plan, status -> {});
        if (pause.isEmpty()) {
            address.ifPresent(node::release);
            pod.stopped("ContainerCreating", false);
            return;
        }
        node.plug(net, "veth" + Digest.hex("pod veth " + pod.name()).substring(0, 8), address.get());
        pod.wired(pause.get(), address.get());
        container(pod, node, image.get(), net);
        cluster.changed();
    }

    private static Cgroups.Group group(Pod pod, String part) {
        String id = Digest.hex("pod " + pod.name() + part);
        return new Cgroups.Group(
                "kubepods/besteffort/pod" + id.substring(0, 32) + "/" + id, "kubepods.slice/" + id, 0, 0, 2);
    }

    /** What the container's first process runs: {@code command} stands for the entry point, {@code args} for the rest. */
    private static List<String> words(PodSpec spec, Image image) {
        if (spec.command().isEmpty()) {
            List<String> line = image.commandLine(spec.arguments());
            boolean script = line.size() > 1 && line.getFirst().equals("/docker-entrypoint.sh");
            return script ? line.subList(1, line.size()) : line;
        }
        List<String> line = new ArrayList<>(spec.command());
        line.addAll(spec.arguments());
        return line;
    }

    private void container(Pod pod, Node node, Image image, Machine net) {
        List<String> words = words(pod.spec(), image);
        Volume files = pod.volume(() -> Sandbox.volume(image));
        Sandbox.Plan plan = new Sandbox.Plan(
                pod.name(),
                files,
                List.of(node.machine().files().bind("/dev/null", "/dev/null")),
                words,
                group(pod, "container" + pod.restarts()));
        if (!image.has(words.getFirst())) {
            pod.stopped("RunContainerError", false);
            again(pod, node, image, net);
            return;
        }
        Optional<Sandbox> made =
                Sandbox.create(node.machine(), net, plan, status -> ended(pod, node, image, net, status));
        if (made.isEmpty()) {
            pod.stopped("RunContainerError", false);
            return;
        }
        Sandbox sandbox = made.get();
        pod.runs(sandbox);
        sandbox.files().install("/etc/hostname", pod.name() + "\n");
        sandbox.files()
                .install(
                        "/etc/hosts",
                        "127.0.0.1\tlocalhost\n"
                                + pod.address()
                                        .map(a -> a + "\t" + pod.name() + "\n")
                                        .orElse(""));
        Workload workload = Workload.of(words, false);
        if (workload instanceof Workload.Runs) {
            Output log = new Output(text -> {
                if (pod.log().length() < MOST_LOG) {
                    pod.log().append(text);
                }
            });
            Session session = new Session(node.machine());
            sandbox.end(
                    sandbox.run(session, sandbox.first(), words, environment(), new Streams(Input.empty(), log, log)));
        } else if (!sandbox.begin(workload)) {
            sandbox.end(1);
        }
    }

    /** Every service that is there when a container starts is in its environment. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        cluster.services().values().forEach(s -> {
            String name = s.name().toUpperCase(Locale.ROOT).replace('-', '_');
            environment.put(name + "_SERVICE_HOST", s.address().toString());
            environment.put(name + "_SERVICE_PORT", String.valueOf(s.port()));
        });
        return environment;
    }

    private void ended(Pod pod, Node node, Image image, Machine net, int status) {
        if (pod.pause().isEmpty() || pod.isDeleted()) {
            return;
        }
        pod.stopped(status == 0 ? "Completed" : "Error", status == 0);
        cluster.changed();
        again(pod, node, image, net);
    }

    /** The first time at once, then after 10 s, 20 s … five minutes at most. */
    private void again(Pod pod, Node node, Image image, Machine net) {
        long wait = pod.restarts() == 0 ? START : Math.min(MOST_BACK_OFF, BACK_OFF << Math.min(10, pod.restarts() - 1));
        if (pod.restarts() > 0) {
            pod.stopped("CrashLoopBackOff", false);
        }
        cluster.queue().later(wait, () -> {
            if (pod.pause().isPresent() && !pod.isDeleted() && pod.sandbox().isEmpty() && node.hasKubelet()) {
                pod.restarted();
                container(pod, node, image, net);
                cluster.changed();
            }
        });
    }

    /** A deleted pod: its first process is asked to end, and killed 30 s later where it doesn't heed that. */
    void end(Pod pod) {
        Optional<Node> node = pod.node().filter(n -> n.hasKubelet() || n.silence() >= Node.GRACE);
        boolean heeds = pod.sandbox()
                .map(s -> Workload.of(s.first().command(), false).heedsTerm())
                .orElse(true);
        cluster.queue().later(heeds ? START : TERMINATION, () -> {
            node.ifPresent(n -> pod.address().ifPresent(n::release));
            lose(pod);
            cluster.gone(pod);
        });
    }

    /** What ran of a pod is gone. */
    void lose(Pod pod) {
        Optional<Sandbox> container = pod.sandbox();
        Optional<Sandbox> pause = pod.pause();
        if (pause.isPresent() && !pod.isDeleted()) {
            pod.restarted();
        }
        pod.unwired();
        container.ifPresent(s -> s.end(137));
        pause.ifPresent(s -> s.end(137));
    }
}
