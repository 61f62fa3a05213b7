package org.ringlab.host.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.Profile;
import org.ringlab.host.dhcp.DnsProxy;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.Mount;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.Sysctls;
import org.ringlab.netfilter.stack.TcpListener;

/** {@code dockerd} of a host: images, containers and how they start and end. */
public final class DockerEngine {
    /** The file that has the daemon listen to others, by TCP. */
    public static final String LISTENS = "/etc/systemd/system/docker.service.d/10-machine.conf";

    private static final int REMOTE_PORT = 2376;
    private static final int FIRST_RANDOM_PORT = 32_768;
    private static final int MOST_LOG = 1 << 18;
    private static final List<String> LEFT = List.of(
            "admiring",
            "brave",
            "clever",
            "dreamy",
            "eager",
            "focused",
            "gallant",
            "happy",
            "jolly",
            "kind",
            "loving",
            "modest",
            "nifty",
            "optimistic",
            "quirky",
            "relaxed",
            "serene",
            "tender",
            "upbeat",
            "vibrant",
            "wizardly",
            "zealous");
    private static final List<String> RIGHT = List.of(
            "archimedes",
            "babbage",
            "curie",
            "darwin",
            "einstein",
            "fermat",
            "galileo",
            "hopper",
            "johnson",
            "kepler",
            "lovelace",
            "mendel",
            "newton",
            "pascal",
            "ritchie",
            "shannon",
            "thompson",
            "turing",
            "wozniak",
            "yalow");

    private final Machine host;
    private final DockerNetworks networks;
    private final Map<String, Image> images = new LinkedHashMap<>();
    private final Map<String, Container> containers = new LinkedHashMap<>();
    private @Nullable TcpListener remote;
    private boolean running;
    private int made;
    private int randomPorts;

    /** A host's; it doesn't run yet. */
    public DockerEngine(Machine host) {
        this.host = host;
        networks = new DockerNetworks(host);
    }

    /** The same daemon, its containers and networks, after its host was switched off and on. */
    public DockerEngine on(Machine rebooted) {
        DockerEngine again = new DockerEngine(rebooted);
        again.images.putAll(images);
        again.containers.putAll(containers);
        again.networks.takeOver(networks);
        again.made = made;
        again.randomPorts = randomPorts;
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
        String name = spec.name().isEmpty() ? freeName() : spec.name();
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

    private String freeName() {
        for (int i = made; ; i++) {
            String digest = Digest.hex("name " + host.hostName() + " " + i);
            String name = LEFT.get(Integer.parseInt(digest.substring(0, 4), 16) % LEFT.size()) + "_"
                    + RIGHT.get(Integer.parseInt(digest.substring(4, 8), 16) % RIGHT.size());
            if (containers.values().stream().noneMatch(c -> c.name().equals(name))) {
                return name;
            }
        }
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
        Machine net = namespace(container);
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
            connect(container, net);
        } catch (DockerException e) {
            container.setStoppedByHand(true);
            sandbox.end(128);
            throw e;
        }
        writeNames(container, hostname);
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

    /** The network namespace it will be in. */
    private Machine namespace(Container container) throws DockerException {
        String network = container.spec().network();
        if (network.equals("host")) {
            return host;
        }
        if (network.startsWith("container:")) {
            Container other = get(network.substring("container:".length()));
            return other.sandbox()
                    .map(Sandbox::net)
                    .orElseThrow(
                            () -> new DockerException("cannot join network of a non running container: " + other.id()));
        }
        if (!network.equals("none") && networks.find(network).isEmpty()) {
            throw new DockerException("network " + network + " not found");
        }
        Machine made = host.unnamedNamespace(
                container.name(), host.processes().init().memberships().user());
        made.stack().setUp(made.stack().loopback(), true);
        return made;
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

    private void connect(Container container, Machine net) throws DockerException {
        Optional<DockerNetwork> network = networks.find(container.spec().network());
        if (network.isEmpty() || net == host) {
            return;
        }
        Ipv4Address address = plug(
                container,
                network.get(),
                net,
                "eth0",
                Ipv4Address.parse(container.spec().address()));
        for (PortMapping asked : wanted(container)) {
            publish(container, network.get(), asked, address);
        }
        if (!network.get().name().equals("bridge")) {
            DnsProxy names = new DnsProxy(net.stack(), () -> names(network.get()), this::upstream);
            names.start(Optional.of(net.stack().loopback()));
            container.atStop().add(names::stop);
        }
    }

    /** Connects a running container to a network by one more interface. */
    public Ipv4Address plug(
            Container container, DockerNetwork network, Machine net, String inner, Optional<Ipv4Address> wanted)
            throws DockerException {
        Ipv4Address address = network.take(container, wanted)
                .orElseThrow(() -> new DockerException(
                        wanted.isPresent()
                                ? "Address already in use"
                                : "no available IPv4 addresses on this network's address pools: " + network.name()
                                        + " (" + network.id() + ")"));
        String outer =
                "veth" + Digest.hex("veth " + container.id() + inner + now()).substring(0, 7);
        network.plug(net, outer, inner, address, inner.equals("eth0"));
        container.addresses().put(network, address);
        container.atStop().add(() -> {
            network.release(container);
            host.stack().findInterface(outer).ifPresent(host.stack().links()::remove);
        });
        return address;
    }

    private static List<PortMapping> wanted(Container container) {
        List<PortMapping> ports = new ArrayList<>(container.spec().ports());
        int own = container.image().port();
        if (container.spec().publishAll() && own > 0 && ports.stream().noneMatch(p -> p.containerPort() == own)) {
            ports.add(new PortMapping("0.0.0.0", 0, own, "tcp"));
        }
        return ports;
    }

    private void publish(Container container, DockerNetwork network, PortMapping asked, Ipv4Address inside)
            throws DockerException {
        PortMapping port = asked.hostPort() == 0 ? asked.at(FIRST_RANDOM_PORT + randomPorts++) : asked;
        String failed = "driver failed programming external connectivity on endpoint " + container.name() + " ("
                + Digest.hex("endpoint " + container.id()) + "): ";
        boolean allocated = containers.values().stream()
                .flatMap(c -> c.published().stream())
                .anyMatch(p -> p.hostPort() == port.hostPort() && p.protocol().equals(port.protocol()));
        if (allocated) {
            throw new DockerException(failed + "Bind for " + port.address() + ":" + port.hostPort()
                    + " failed: port is already allocated");
        }
        if (port.protocol().equals("tcp")) {
            TcpListener proxy = DockerProxy.listen(host.stack(), port, inside)
                    .orElseThrow(() -> new DockerException(failed + "Error starting userland proxy: listen tcp "
                            + port.address() + ":" + port.hostPort() + ": bind: address already in use"));
            container.atStop().add(proxy::close);
        }
        container.published().add(port);
        networks.publish(network, port, inside);
        container.atStop().add(() -> networks.withdraw(network, port, inside));
    }

    /** On networks of one's own containers find each other by name, as Docker's server at 127.0.0.11 knows them. */
    private static Map<String, Ipv4Address> names(DockerNetwork network) {
        Map<String, Ipv4Address> names = new LinkedHashMap<>();
        network.endpoints().forEach((address, container) -> {
            names.put(container.name(), address);
            names.put(container.shortId(), address);
            container.spec().aliases().forEach(alias -> names.putIfAbsent(alias, address));
        });
        return names;
    }

    private List<Ipv4Address> upstream() {
        return resolvers()
                .lines()
                .filter(line -> line.startsWith("nameserver "))
                .flatMap(line -> Ipv4Address.parse(line.substring(11).strip()).stream())
                .toList();
    }

    private void writeNames(Container container, String hostname) {
        Sandbox sandbox = container.sandbox().orElseThrow();
        StringBuilder hosts = new StringBuilder("127.0.0.1\tlocalhost\n");
        container
                .addresses()
                .values()
                .forEach(a -> hosts.append(a).append('\t').append(hostname).append('\n'));
        boolean own =
                container.addresses().keySet().stream().anyMatch(n -> !n.name().equals("bridge"));
        sandbox.files().install("/etc/hosts", hosts.toString());
        sandbox.files().install("/etc/hostname", hostname + "\n");
        sandbox.files().install("/etc/resolv.conf", own ? "nameserver 127.0.0.11\noptions ndots:0\n" : resolvers());
    }

    private String resolvers() {
        try {
            return host.files().read("/etc/resolv.conf");
        } catch (FileException e) {
            return "";
        }
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

    /** Whether an interface name is free in a container's namespace: the next {@code ethN}. */
    public static String nextInterface(NetStack stack) {
        return stack.links().freeName("eth");
    }
}
