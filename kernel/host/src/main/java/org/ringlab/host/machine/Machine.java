package org.ringlab.host.machine;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.HostSpec;
import org.ringlab.host.Profile;
import org.ringlab.host.container.Cgroups;
import org.ringlab.host.container.DockerEngine;
import org.ringlab.host.dhcp.DhcpClient;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.files.MountTable;
import org.ringlab.host.hardware.Hardware;
import org.ringlab.host.hardware.KernelModules;
import org.ringlab.host.memory.MemoryBench;
import org.ringlab.host.namespaces.NamespaceKind;
import org.ringlab.host.namespaces.NetNamespace;
import org.ringlab.host.namespaces.Processes;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.namespaces.UserNamespace;
import org.ringlab.host.ovs.OvsDatabase;
import org.ringlab.host.service.Services;
import org.ringlab.host.software.Packages;
import org.ringlab.host.software.Selinux;
import org.ringlab.host.virt.LabNeighbourhood;
import org.ringlab.host.virt.Virtualisation;
import org.ringlab.netfilter.rules.TableName;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;

/**
 * One simulated computer as the processes of one of its network namespaces see it: the namespace's stack and services;
 * the files, kernel modules and names of namespaces that all share.
 */
public final class Machine {
    private final Profile profile;
    private final NetStack stack;
    private final FileSystem files;
    private final KernelModules modules;
    private final Journal journal;
    private final HostSpec.Build build;
    private final Packages packages;
    private final Selinux selinux;
    private final Map<String, Machine> namespaces;
    private final Map<NetNamespace, Machine> byNamespace;
    private final Processes processes;
    private final NetNamespace namespace;
    private final @Nullable Machine host;
    private final Set<TableName> namedTables = new LinkedHashSet<>();
    private final Services services;
    private final Map<String, Long> startedUnits = new LinkedHashMap<>();
    private final Set<String> failedUnits = new LinkedHashSet<>();
    private boolean rebootRequested;
    private @Nullable FirewallZone firewall;
    private @Nullable OvsDatabase ovs;
    private final Map<NetInterface, DhcpClient> dhcpClients = new LinkedHashMap<>();
    private @Nullable PciBus pci;
    private @Nullable MemoryBench memory;
    private @Nullable Virtualisation virtualisation;
    private @Nullable LabNeighbourhood neighbourhood;
    private @Nullable DockerEngine docker;
    private @Nullable Cgroups cgroups;
    private Fleet fleet = new Fleet();

    /** A computer that has just booted; its cards come later. */
    public Machine(Profile profile, NetStack stack, Services services, HostSpec.Build build) {
        this(profile, stack, services, FirstFiles.disk(profile), build, new Packages(build.packages()));
        FirstFiles.install(this);
        selinux.boot(Selinux.mode(build.selinux()));
    }

    /** A computer with a disk that holds its files already. */
    private Machine(
            Profile profile,
            NetStack stack,
            Services services,
            MountTable root,
            HostSpec.Build build,
            Packages packages) {
        this.build = build;
        this.packages = packages;
        selinux = new Selinux();
        this.profile = profile;
        this.stack = stack;
        this.services = services;
        processes = new Processes(
                root,
                stack.name(),
                stack,
                SystemFiles.init(profile),
                stack.network().clock()::nanos);
        namespace = processes.init().memberships().net();
        journal = new Journal(stack.network().clock()::nanos);
        modules = new KernelModules(build.hardware(), profile, line -> journal.kernel(Journal.ERROR, line));
        namespaces = new LinkedHashMap<>();
        byNamespace = new HashMap<>(Map.of(namespace, this));
        host = null;
        processes.atNetEnd(this::ended);
        files = filesOf(processes::init);
        SystemFiles.mount(this, root);
        new ServiceProcesses(processes, namespace).watch(services);
        greet();
    }

    /** The same computer after it was switched off and on: its disk is what it was, and nothing else is. */
    public Machine rebooted(NetStack fresh, Services freshServices) {
        MountTable mounted = processes.init().memberships().mnt().mounts();
        Machine booted = new Machine(
                profile, fresh, freshServices, new MountTable(mounted.all().getFirst()), build, packages);
        booted.selinux.keep(selinux);
        booted.selinux.boot(booted.files);
        booted.neighbourhood = neighbourhood;
        booted.virtualisation = virtualisation;
        if (virtualisation != null) {
            virtualisation.booted(booted);
        }
        if (docker != null) {
            booted.docker = docker.on(booted);
        }
        return booted;
    }

    /** Goes down: programs end, namespaces and interfaces go, cards come off their cables. */
    public void powerOff() {
        if (virtualisation != null) {
            virtualisation.powerOff();
        }
        dhcpClients.values().forEach(DhcpClient::detach);
        if (docker != null) {
            docker.stop();
        }
        fleet.clusters().values().forEach(c -> c.node(hostName()).ifPresent(c::wentDown));
        for (Machine each : List.copyOf(byNamespace.values())) {
            each.services.all().forEach(Services.Service::stop);
            List.copyOf(each.stack.interfaces()).forEach(each.stack.links()::remove);
        }
        namespaces.clear();
        files.ungenerate("/proc/net/xt_recent");
    }

    /** Asks for a restart once the running script has ended. */
    public void requestReboot() {
        host().rebootRequested = true;
    }

    /** Whether a restart was asked for. */
    public boolean isRebootRequested() {
        return host().rebootRequested;
    }

    private Machine(Machine host, NetStack stack, UserNamespace owner) {
        profile = host.profile;
        this.stack = stack;
        services = host.services.in(stack);
        modules = host.modules;
        journal = host.journal;
        build = host.build;
        packages = host.packages;
        selinux = host.selinux;
        namespaces = host.namespaces;
        byNamespace = host.byNamespace;
        processes = host.processes;
        namespace = processes.newNet(stack, owner);
        this.host = host;
        files = filesOf(processes::init);
        byNamespace.put(namespace, this);
        new ServiceProcesses(processes, namespace).watch(services);
    }

    /** The files as a process of this computer sees them; asked anew at each look, for a process may go elsewhere. */
    public FileSystem filesOf(Supplier<Task> viewer) {
        return new FileSystem(() -> viewer.get().memberships().mnt().mounts(), SystemFiles.views(host(), viewer));
    }

    /** The kinds of namespaces its kernel has: those of control groups came with 4.6, those of time with 5.6. */
    public List<NamespaceKind> namespaceKinds() {
        return switch (profile) {
            case CENTOS7 ->
                List.of(
                        NamespaceKind.IPC,
                        NamespaceKind.MNT,
                        NamespaceKind.NET,
                        NamespaceKind.PID,
                        NamespaceKind.USER,
                        NamespaceKind.UTS);
            case RECORDED, DEBIAN12 -> List.of(NamespaceKind.values());
        };
    }

    /** Its processes, of all namespaces. */
    public Processes processes() {
        return processes;
    }

    /** The network namespace that this is the view of. */
    public NetNamespace namespace() {
        return namespace;
    }

    /** The same computer as the members of another network namespace see it. */
    public Machine at(NetNamespace other) {
        return byNamespace.getOrDefault(other, this);
    }

    /** The computer as its first namespace sees it, the one without a name. */
    public Machine host() {
        return host == null ? this : host;
    }

    /** The name it has on the network, namespaces or not. */
    public String hostName() {
        return host().name();
    }

    /** Its named network namespaces, in the order they were made ({@code ip netns}). */
    public Map<String, Machine> namespaces() {
        return Collections.unmodifiableMap(namespaces);
    }

    /** Makes a network namespace with nothing in it but {@code lo}, down; its name must be free. */
    public Machine addNamespace(String name, UserNamespace owner) {
        Machine made = unnamedNamespace(name, owner);
        namespaces.put(name, made);
        return made;
    }

    /** Makes a network namespace that no command finds by name ({@code unshare -n}). */
    public Machine unnamedNamespace(String name, UserNamespace owner) {
        return new Machine(host(), host().stack.namespace(name), owner);
    }

    /**
     * Gives a network namespace another name ({@code ip netns attach}).
     *
     * @param made one of this computer's
     */
    public void nameNamespace(String name, Machine made) {
        namespaces.put(name, made);
    }

    /** Takes a network namespace's name away, with which it ends unless a process is in it; false where there is none. */
    public boolean removeNamespace(String name) {
        Machine gone = namespaces.remove(name);
        if (gone != null) {
            processes.left(gone.namespace);
        }
        return gone != null;
    }

    /** Nobody is in a namespace: its services stop, cards return to the host, all other interfaces are deleted. */
    private void ended(NetNamespace gone) {
        Machine machine = byNamespace.get(gone);
        if (machine == null || machine.host == null || namespaces.containsValue(machine)) {
            return;
        }
        byNamespace.remove(gone);
        machine.services.all().forEach(Services.Service::stop);
        machine.stack.links().dissolve(stack);
    }

    /** Its name in the lab: {@code host}, or {@code host/namespace}. */
    public String name() {
        return stack.name();
    }

    /** Which Linux it is. */
    public Profile profile() {
        return profile;
    }

    /** Its network stack. */
    public NetStack stack() {
        return stack;
    }

    /** Its files. */
    public FileSystem files() {
        return files;
    }

    /** The loaded parts of its kernel. */
    public KernelModules modules() {
        return modules;
    }

    /** What it is built of. */
    public Hardware hardware() {
        return build.hardware();
    }

    /** How the lab file wants it. */
    public HostSpec.Build build() {
        return build;
    }

    /** What is installed on it. */
    public Packages packages() {
        return packages;
    }

    /** What SELinux does on it. */
    public Selinux selinux() {
        return selinux;
    }

    /** What the kernel says of the computer when it boots. */
    private void greet() {
        journal.kernel(Journal.NOTICE, "Linux version " + SystemFiles.kernelRelease(this) + " (simulated by Ringlab)");
        journal.kernel(
                Journal.INFO,
                "CPU: " + hardware().cpu().model() + ", " + hardware().cores() + " cores");
        hardware().hypervisor().ifPresent(name -> journal.kernel(Journal.INFO, "Hypervisor detected: " + name));
    }

    /** What was said on it since it booted. */
    public Journal journal() {
        return journal;
    }

    /** What listens on it. */
    public Services services() {
        return services;
    }

    /** Units that systemd started, and when, in nanoseconds since the lab's boot; changes count. */
    public Map<String, Long> startedUnits() {
        return host().startedUnits;
    }

    /** What firewalld lets in as it runs; empty where it doesn't run. */
    public Optional<FirewallZone> firewall() {
        return Optional.ofNullable(host().firewall);
    }

    /** Notes what firewalld lets in; null where it ends. */
    public void setFirewall(@Nullable FirewallZone zone) {
        host().firewall = zone;
    }

    /** Units whose start failed; changes count. */
    public Set<String> failedUnits() {
        return host().failedUnits;
    }

    /** The configuration of its Open vSwitch, which runs in the first network namespace. */
    public OvsDatabase ovsDatabase() {
        OvsDatabase database = ovs;
        if (database == null) {
            database = new OvsDatabase(stack);
            ovs = database;
        }
        return database;
    }

    /** The DHCP clients that run on its interfaces. */
    public Map<NetInterface, DhcpClient> dhcpClients() {
        return dhcpClients;
    }

    /** Tells it of the lab around it. */
    public void joinLab(LabNeighbourhood lab) {
        neighbourhood = lab;
    }

    /** Looks through its PCI bus, once its cards are plugged in and before anybody renames them. */
    public void discoverBus() {
        pci = new PciBus(this);
    }

    /** Its PCI bus. */
    public PciBus pci() {
        Machine owner = host();
        PciBus bus = owner.pci;
        if (bus == null) {
            bus = new PciBus(owner);
            owner.pci = bus;
        }
        return bus;
    }

    /** The lab's computers and their guests, whatever machine they run on. */
    public Optional<LabNeighbourhood> neighbours() {
        return Optional.ofNullable(host().neighbourhood);
    }

    /** Its libvirt, installed when it is first asked for. */
    public Virtualisation virtualisation() {
        Machine owner = host();
        Virtualisation made = owner.virtualisation;
        if (made == null) {
            made = new Virtualisation(owner, Optional.ofNullable(owner.neighbourhood));
            owner.virtualisation = made;
        }
        return made;
    }

    /** Its libvirt, if anybody has asked for it yet. */
    public Optional<Virtualisation> virtualisationIfAny() {
        return Optional.ofNullable(host().virtualisation);
    }

    /** Installs another libvirt than its Linux brings. */
    public void setVirtualisation(Virtualisation.Settings settings) {
        virtualisation = new Virtualisation(this, Optional.ofNullable(neighbourhood), settings);
    }

    /** The bare machine behind the command {@code memory}, made when it is first used. */
    public MemoryBench memory() {
        Machine owner = host();
        MemoryBench bench = owner.memory;
        if (bench == null) {
            bench = new MemoryBench();
            owner.memory = bench;
        }
        return bench;
    }

    /** The lab's computers, this one among them. */
    public Fleet fleet() {
        return host().fleet;
    }

    void setFleet(Fleet lab) {
        fleet = lab;
    }

    /** Its Docker daemon, running or not; containers are made in the first network namespace. */
    public DockerEngine docker() {
        Machine owner = host();
        DockerEngine engine = owner.docker;
        if (engine == null) {
            engine = new DockerEngine(owner);
            owner.docker = engine;
        }
        return engine;
    }

    /** The control groups that containers live in. */
    public Cgroups cgroups() {
        Machine owner = host();
        Cgroups groups = owner.cgroups;
        if (groups == null) {
            groups = new Cgroups(profile);
            owner.cgroups = groups;
        }
        return groups;
    }

    /** Notes that a command named a table, whatever came of it. */
    public void nameTable(TableName table) {
        namedTables.add(table);
    }

    /** The tables that commands named. */
    public Set<TableName> namedTables() {
        return Collections.unmodifiableSet(namedTables);
    }
}
