package org.ringlab.host.container;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.ServiceSpec;
import org.ringlab.host.command.Commands;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.files.Mount;
import org.ringlab.host.files.MountTable;
import org.ringlab.host.files.Volume;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.MountNamespace;
import org.ringlab.host.namespaces.NamespaceKind;
import org.ringlab.host.namespaces.PidNamespace;
import org.ringlab.host.namespaces.Processes;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.namespaces.UtsNamespace;
import org.ringlab.host.service.Services;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.link.EventQueue;
import org.ringlab.netfilter.stack.NetInterface;

/**
 * One running container as the kernel has it: a first process in namespaces of its own on a root of its own, as runc makes
 * them. It lives as long as that process.
 */
public final class Sandbox {
    private final Machine host;
    private final Machine net;
    private final Task shim;
    private final Task first;
    private final Cgroups.Group group;
    private final IntConsumer atEnd;
    private Services.@Nullable Service service;
    private EventQueue.@Nullable Timer timer;
    private boolean ended;

    private Sandbox(Machine host, Machine net, Task shim, Task first, Cgroups.Group group, IntConsumer atEnd) {
        this.host = host;
        this.net = net;
        this.shim = shim;
        this.first = first;
        this.group = group;
        this.atEnd = atEnd;
    }

    /**
     * What a container is made of.
     *
     * @param hostname its name for itself
     * @param root its files
     * @param mounts what else is mounted in it
     * @param command its first process
     * @param group its control group
     */
    public record Plan(String hostname, Volume root, List<Mount> mounts, List<String> command, Cgroups.Group group) {}

    /**
     * Makes the namespaces and the first process; empty where the host has no room for more processes.
     *
     * @param net the network namespace it is in, as the host's view of it
     * @param atEnd is told the exit status when the first process has ended
     */
    public static Optional<Sandbox> create(Machine host, Machine net, Plan plan, IntConsumer atEnd) {
        Processes processes = host.processes();
        Task init = processes.init();
        PidNamespace pids = (PidNamespace) processes.unshared(NamespaceKind.PID, init.memberships());
        MountNamespace files = (MountNamespace) processes.unshared(NamespaceKind.MNT, init.memberships());
        UtsNamespace uts = (UtsNamespace) processes.unshared(NamespaceKind.UTS, init.memberships());
        uts.setHostname(plan.hostname());
        pivot(files.mounts(), plan, pids.proc());
        Optional<Task> shim = processes.fork(init, List.of("containerd-shim"), Task.Terminal.NONE);
        shim.ifPresent(s -> s.enter(s.memberships().with(pids)));
        Optional<Task> first = shim.flatMap(s -> processes.fork(s, plan.command(), Task.Terminal.NONE));
        if (shim.isEmpty() || first.isEmpty()) {
            shim.ifPresent(processes::exit);
            return Optional.empty();
        }
        Task process = first.get();
        process.enter(process.memberships()
                .with(files)
                .with(uts)
                .with(processes.unshared(NamespaceKind.IPC, init.memberships()))
                .with(net.namespace()));
        Sandbox sandbox = new Sandbox(host, net, shim.get(), process, plan.group(), atEnd);
        process.atKill(() -> sandbox.end(137));
        host.cgroups().add(plan.group(), pids);
        return Optional.of(sandbox);
    }

    /** {@code pivot_root}: the container's files are all it sees, with a {@code /proc} of its own processes. */
    private static void pivot(MountTable table, Plan plan, Volume proc) {
        List<Mount> old = List.copyOf(table.all());
        table.replace(old.getFirst(), new Mount(plan.root(), "/", "overlay", "/", "rw,relatime"));
        old.subList(1, old.size()).forEach(table::remove);
        table.add(new Mount(proc, "/", "proc", "/proc", "rw,nosuid,nodev,noexec,relatime"));
        plan.mounts().forEach(table::add);
    }

    /** Fills a new volume with an image's files. */
    public static Volume volume(Image image) {
        Volume volume = Volume.disk("overlay");
        FileSystem files = at(volume);
        for (String directory :
                List.of("/bin", "/dev", "/etc", "/proc", "/root", "/sys/fs/cgroup", "/tmp", "/usr/bin", "/var")) {
            files.install(directory);
        }
        image.allFiles().forEach(files::install);
        return volume;
    }

    /** The files of a volume, seen from nowhere in particular. */
    public static FileSystem at(Volume volume) {
        MountTable table = new MountTable(new Mount(volume, "/", "overlay", "/", "rw"));
        return new FileSystem(() -> table, v -> List.of());
    }

    /** Its first process. */
    public Task first() {
        return first;
    }

    /** The host as its network namespace has it. */
    public Machine net() {
        return net;
    }

    /** Whether its first process has ended. */
    public boolean hasEnded() {
        return ended;
    }

    /** The number its first process has on the host. */
    public int pid() {
        return first.pid(host.processes().init().memberships().pid()).orElse(0);
    }

    /** Its files, as its processes see them. */
    public FileSystem files() {
        return host.filesOf(() -> first);
    }

    /**
     * Lets a program that goes on begin its work; false where its port is taken. {@link Workload.Runs} is for
     * {@link #run}.
     */
    public boolean begin(Workload workload) {
        return switch (workload) {
            case Workload.Serves serves -> serve(serves);
            case Workload.Sleeps sleeps -> {
                timer = host.stack().network().queue().later(sleeps.seconds() * SimClock.SECOND, () -> end(0));
                yield true;
            }
            case Workload.Waits waits -> true;
            case Workload.Runs runs -> true;
        };
    }

    private boolean serve(Workload.Serves serves) {
        ServiceSpec spec = new ServiceSpec(net.name(), ServiceSpec.Kind.HTTP, serves.port(), null, "", Map.of());
        Services.Service added =
                net.services().add(spec, () -> serves.page().isEmpty() ? whoami() : page(serves.page()));
        if (net != host) {
            // Its process is the container's first one.
            net.services().watch(each -> {});
        }
        service = added;
        return added.start();
    }

    private String page(String path) {
        try {
            return files().read(path);
        } catch (FileException e) {
            return "<html><body><h1>403 Forbidden</h1></body></html>\n";
        }
    }

    private String whoami() {
        StringBuilder text =
                new StringBuilder("Hostname: " + first.memberships().uts().hostname() + "\n");
        for (NetInterface iface : net.stack().interfaces()) {
            iface.addresses()
                    .forEach(a ->
                            text.append("IP: ").append(a.prefix().address()).append('\n'));
        }
        return text.toString();
    }

    /**
     * Runs a program to its end in this container.
     *
     * @param outer the terminal it is started from
     * @param process as which process
     * @return its exit status
     */
    public int run(Session outer, Task process, List<String> words, Map<String, String> environment, Streams io) {
        // A terminal of another host (kubectl exec) has other namespaces.
        boolean near = outer.home().host() == host;
        Session inside = near ? outer.child() : new Session(host);
        inside.become(process);
        inside.scope().clear();
        inside.functions().clear();
        inside.changeDirectory("/");
        inside.scope().unset("OLDPWD");
        inside.scope().export("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        inside.scope().export("HOSTNAME", first.memberships().uts().hostname());
        inside.scope().export("HOME", "/root");
        environment.forEach(inside.scope()::export);
        String program = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
        String known = program.equals("ash") ? "sh" : program;
        int status = Commands.run(inside, known, words.subList(1, words.size()), io) & 255;
        if (near) {
            outer.ended(inside);
        }
        return status;
    }

    /** Another process beside the first ({@code nsenter} into all its namespaces, as {@code docker exec} does). */
    public Optional<Task> another(List<String> words) {
        Optional<Task> task = host.processes().fork(shim, words, Task.Terminal.CONSOLE);
        task.ifPresent(t -> t.enter(first.memberships()));
        return task;
    }

    /** Its first process ends, and with it all others in it. */
    public void end(int status) {
        if (ended) {
            return;
        }
        ended = true;
        if (service != null) {
            service.stop();
            net.services().remove(service);
        }
        if (timer != null) {
            timer.cancel();
        }
        host.cgroups().remove(group);
        host.processes().exit(first);
        host.processes().exit(shim);
        atEnd.accept(status);
    }
}
