package org.ringlab.host.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.Profile;
import org.ringlab.host.files.Mount;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.Sysctls;
import org.ringlab.netfilter.stack.TcpListener;

/** {@code dockerd} of a host: images, containers and how they start and end. */
public final class DockerEngine {
    /** The file that has the daemon listen to others, by TCP. */
    public static final String LISTENS = "/etc/systemd/system/docker.service.d/10-machine.conf";

    private static final int REMOTE_PORT = 2376;
    private static final int MOST_LOG = 1 << 18;
    private final Machine host;
    private final DockerNetworks networks;
    private final ContainerNetworking networking;
    private final Map<String, Image> images = new LinkedHashMap<>();
    private final Map<String, Container> containers = new LinkedHashMap<>();
    private @Nullable TcpListener remote;
    private boolean running;
    private int made;

    /** A host's; it doesn't run yet. */
    public DockerEngine(Machine host) {
        this.host = host;
        networks = new DockerNetworks(host);
        networking = new ContainerNetworking(host, this);
    }

    /** The same daemon, its containers and networks, after its host was switched off and on. */
    public DockerEngine on(Machine rebooted) {
        DockerEngine again = new DockerEngine(rebooted);
        again.images.putAll(images);
        again.containers.putAll(containers);
        again.networks.takeOver(networks);
        again.made = made;
        again.networking.goOnFrom(networking);
        return again;
    }

    /** Whether the daemon runs. */
    public boolean isRunning() {
        return running;
    }

    /** Starts it: the bridge {@code docker0}, the rules, forwarding, and the containers whose policy says so. */
    public void start() {
        running = true;
        if (remote == null && host.files().exists(LISTENS)) {
            remote = host.stack().sockets().listen(Ipv4Address.ANY, REMOTE_PORT, client -> {});
        }
        host.files().install("/sys/fs/cgroup");
        host.stack().sysctls().set(Sysctls.IP_FORWARD, 1);
        networks.raise();
        for (Container container : List.copyOf(containers.values())) {
            String policy = container.spec().restart();
            if (policy.equals("always") || policy.equals("unless-stopped") && !container.isStoppedByHand()) {
                tryStart(container);
            }
        }
        host.fleet().swarm(host).ifPresent(Swarm::changed);
    }

    /** Stops it and every container; bridges and rules stay, as with the real one. */
    public void stop() {
        containers.values().stream().flatMap(c -> c.sandbox().stream()).toList().forEach(s -> s.end(0));
        if (remote != null) {
            remote.close();
            remote = null;
        }
        running = false;
        host.fleet().swarm(host).ifPresent(Swarm::changed);
    }

    /** Its networks. */
    public DockerNetworks networks() {
        return networks;
    }

    /** How its containers are connected. */
    public ContainerNetworking networking() {
        return networking;
    }

    /** The images that were pulled, newest last. */
    public Map<String, Image> images() {
        return images;
    }

    /** All containers, oldest first. */
    public List<Container> containers() {
        return List.copyOf(containers.values());
    }

    /** The container of that name, or whose identifier begins so. */
    public Optional<Container> find(String word) {
        String name = word.startsWith("/") ? word.substring(1) : word;
        return containers.values().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .or(() -> containers.values().stream()
                        .filter(c -> !word.isEmpty() && c.id().startsWith(word))
                        .findFirst());
    }

    /** As {@link #find}; its absence is the daemon's answer. */
    public Container get(String word) throws DockerException {
        return find(word).orElseThrow(() -> new DockerException("No such container: " + word));
    }

    /** Fetches an image from the registry. */
    public Image pull(String reference) throws DockerException {
        Optional<Image> image = Image.find(reference);
        if (image.isEmpty()) {
            String name = Image.normal(reference);
            throw new DockerException(
                    Image.isRepository(reference)
                            ? "manifest for " + name + " not found"
                            : "pull access denied for " + name.substring(0, name.lastIndexOf(':'))
                                    + ", repository does not exist or may require 'docker login'");
        }
        images.put(image.get().reference(), image.get());
        return image.get();
    }

    /** {@code docker create}; the image has to be there. */
    public Container create(ContainerSpec spec) throws DockerException {
        Image image = images.get(Image.normal(spec.image()));
        if (image == null) {
            throw new DockerException("No such image: " + Image.normal(spec.image()));
        }
        String name = spec.name().isEmpty() ? ContainerNames.free(host.hostName(), made, this::isFree) : spec.name();
        if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+")) {
            throw new DockerException(
                    "Invalid container name (" + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        }
        Optional<Container> other = find(name).filter(c -> c.name().equals(name));
        if (other.isPresent()) {
            throw new DockerException("Conflict. The container name \"/" + name + "\" is already in use by container \""
                    + other.get().id()
                    + "\". You have to remove (or rename) that container to be able to reuse that name.");
        }
        if (spec.memory() > 0 && spec.memory() < 4 << 20) {
            throw new DockerException("Minimum memory limit allowed is 4MB");
        }
        String id = Digest.hex("container " + host.hostName() + " " + made++);
        Container container = new Container(id, name, spec, image, now());
        if (container.commandLine().isEmpty()) {
            throw new DockerException("No command specified");
        }
        containers.put(id, container);
        return container;
    }

    private boolean isFree(String name) {
        return containers.values().stream().noneMatch(c -> c.name().equals(name));
    }

    private long now() {
        return host.stack().network().clock().nanos();
    }

    private void tryStart(Container container) {
        try {
            if (!container.isRunning() && start(container) instanceof Workload.Runs) {
                Output nowhere = new Output(text -> {});
                work(container, new Session(host), new Streams(Input.empty(), nowhere, nowhere));
            }
        } catch (DockerException e) {
            container.finished(128, now());
        }
    }

    /**
     * Starts a container; harmless where it runs.
     *
     * @return what its first process does; {@link Workload.Runs} is still to be run
     */
    public Workload start(Container container) throws DockerException {
        List<String> words = container.commandLine();
        Workload workload = Workload.of(words, container.spec().interactive());
        if (container.isRunning()) {
            return workload;
        }
        if (!container.image().has(words.getFirst()) && !words.getFirst().equals("/docker-entrypoint.sh")) {
            container.finished(127, now());
            throw new DockerException(
                    "OCI runtime create failed: container_linux.go:348: starting container process caused"
                            + " \"exec: \\\"" + words.getFirst()
                            + "\\\": executable file not found in $PATH\": unknown");
        }
        container.setStoppedByHand(false);
        Machine net = networking.namespace(container);
        List<Mount> mounts = mounts(container);
        String version2 = "system.slice/docker-" + container.id() + ".scope";
        ContainerSpec spec = container.spec();
        Cgroups.Group group =
                new Cgroups.Group("docker/" + container.id(), version2, spec.memory(), spec.cpus(), spec.shares());
        String hostname =
                net == host ? host.hostName() : spec.hostname().isEmpty() ? container.shortId() : spec.hostname();
        Sandbox.Plan plan = new Sandbox.Plan(hostname, container.volume(), mounts, executed(container), group);
        Sandbox sandbox = Sandbox.create(host, net, plan, status -> ended(container, status))
                .orElseThrow(
                        () -> new DockerException("OCI runtime create failed: fork: Cannot allocate memory: unknown"));
        container.started(sandbox, now());
        try {
            networking.connect(container, net);
        } catch (DockerException e) {
            container.setStoppedByHand(true);
            sandbox.end(128);
            throw e;
        }
        networking.writeNames(container, hostname);
        if (!sandbox.begin(workload)) {
            container.log().append("bind() to 0.0.0.0:80 failed (98: Address already in use)\n");
            sandbox.end(1);
        }
        return workload;
    }

    /**
     * Runs a first process that does its work and ends, with what it prints in the container's log as well.
     *
     * @return its exit status
     */
    public int work(Container container, Session session, Streams io) {
        Optional<Sandbox> sandbox = container.sandbox();
        if (sandbox.isEmpty()) {
            return container.exitCode();
        }
        Streams both = new Streams(io.in(), logged(container, io.out()), logged(container, io.err()));
        int status = sandbox.get()
                .run(
                        session,
                        sandbox.get().first(),
                        executed(container),
                        container.spec().environment(),
                        both);
        sandbox.get().end(status);
        return status;
    }

    /** The entry point of an image is a script that ends by becoming what stands behind it. */
    private static List<String> executed(Container container) {
        List<String> words = container.commandLine();
        boolean script = words.size() > 1 && words.getFirst().equals("/docker-entrypoint.sh");
        return script ? words.subList(1, words.size()) : words;
    }

    private static Output logged(Container container, Output out) {
        return new Output(text -> {
            if (container.log().length() < MOST_LOG) {
                container.log().append(text);
            }
            out.print(text);
        });
    }

    private List<Mount> mounts(Container container) throws DockerException {
        List<Mount> mounts = new ArrayList<>(List.of(host.files().bind("/dev/null", "/dev/null")));
        mounts.addAll(ownLimits(container));
        for (String volume : container.spec().volumes()) {
            String[] parts = volume.split(":");
            if (parts.length < 2 || !parts[0].startsWith("/") || !parts[1].startsWith("/")) {
                throw new DockerException(
                        "not simulated: volumes but /HOST/DIRECTORY:/DIRECTORY[:ro] (" + volume + ")");
            }
            if (!host.files().exists(parts[0])) {
                host.files().install(parts[0]);
            }
            Mount mount = host.files().bind(parts[0], parts[1]);
            boolean readOnly = parts.length > 2 && parts[2].equals("ro");
            mounts.add(readOnly ? mount.withOptions(mount.options().replaceFirst("^rw", "ro")) : mount);
        }
        return mounts;
    }

    /** A container sees its own control group where the host sees all of them. */
    private List<Mount> ownLimits(Container container) {
        if (host.profile() != Profile.CENTOS7) {
            String scope = "/sys/fs/cgroup/system.slice/docker-" + container.id() + ".scope";
            return List.of(host.files().bind(scope, "/sys/fs/cgroup").withOptions("ro"));
        }
        return Stream.of("memory", "cpu")
                .map(c -> host.files()
                        .bind("/sys/fs/cgroup/" + c + "/docker/" + container.id(), "/sys/fs/cgroup/" + c)
                        .withOptions("ro"))
                .toList();
    }

    /** Its first process has ended: the cable, the ports and their rules go. */
    private void ended(Container container, int status) {
        container.atStop().reversed().forEach(Runnable::run);
        container.atStop().clear();
        container.addresses().clear();
        container.published().clear();
        container.finished(status, now());
        if (!running) {
            return;
        }
        String policy = container.spec().restart();
        boolean again = policy.equals("always")
                || policy.equals("unless-stopped")
                || policy.equals("on-failure") && status != 0;
        if (again && !container.isStoppedByHand()) {
            host.stack().network().queue().later(container.nextDelay(), () -> restart(container));
        } else if (container.spec().remove()) {
            containers.remove(container.id());
        }
    }

    private void restart(Container container) {
        if (running && containers.containsKey(container.id()) && !container.isStoppedByHand()) {
            tryStart(container);
        }
    }

    /** Ends a container by a signal's exit status; its restart policy lets it rest. */
    public void end(Container container, int status) {
        container.setStoppedByHand(true);
        container.sandbox().ifPresent(s -> s.end(status));
    }

    /**
     * A container of a swarm's task: fetched, made and started at once, without a network of this host.
     *
     * @param atEnd told when its first process has ended
     */
    Container begin(String name, String image, List<String> command, Map<String, String> environment, Runnable atEnd)
            throws DockerException {
        return begin(ContainerSpec.task(name, image, command, environment), atEnd);
    }

    /** Pulls, makes and starts a container; {@code atEnd} is told when its first process has ended. */
    public Container begin(ContainerSpec spec, Runnable atEnd) throws DockerException {
        pull(spec.image());
        Container container = create(spec);
        Workload workload;
        try {
            workload = start(container);
        } catch (DockerException e) {
            containers.remove(container.id());
            throw e;
        }
        container.atStop().add(atEnd);
        if (workload instanceof Workload.Runs) {
            Output nowhere = new Output(text -> {});
            work(container, new Session(host), new Streams(Input.empty(), nowhere, nowhere));
        }
        return container;
    }

    /** Drops a container that has ended. */
    public void forget(Container container) {
        containers.remove(container.id());
    }

    /** Removes a container that doesn't run. */
    public void remove(Container container, boolean force) throws DockerException {
        if (container.isRunning() && !force) {
            throw new DockerException("You cannot remove a running container " + container.id()
                    + ". Stop the container before attempting removal or force remove");
        }
        if (container.isRunning()) {
            end(container, 137);
        }
        containers.remove(container.id());
    }
}
