package org.ringlab.virt.domain;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.ringlab.virt.Generation;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.network.NetworkDef;
import org.ringlab.virt.network.VirtualNetwork;
import org.ringlab.virt.nodedev.HostDevices;
import org.ringlab.virt.pool.Pool;
import org.ringlab.virt.pool.Volume;
import org.ringlab.virt.xml.Element;

/** From a document to a guest that runs: what libvirt prepares, and what QEMU then says (qemu_process.c). */
final class Startup {
    private static final int FIRST_PORT = 5900;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private final Libvirtd libvirtd;
    private final VirtHost host;
    private final DiskAccess disks;
    private final HostDevices devices;
    private int lastId;
    private int lastTap = -1;

    Startup(Libvirtd libvirtd) {
        this.libvirtd = libvirtd;
        host = libvirtd.host();
        disks = new DiskAccess(libvirtd);
        devices = new HostDevices(libvirtd);
    }

    HostDevices devices() {
        return devices;
    }

    DiskAccess disks() {
        return disks;
    }

    void restarted(int highestInUse) {
        lastId = Math.max(0, highestInUse);
    }

    /** Starts a guest, or goes on with its memory; where that fails nothing is left but the number. */
    void start(Domain domain, DomainDef def, boolean paused, String reason, Optional<String> memory) throws VirError {
        DomainState state = paused ? DomainState.PAUSED : DomainState.RUNNING;
        String why = paused ? "user" : reason;
        launch(
                domain,
                def,
                state,
                why,
                false,
                plan -> memory.isPresent()
                        ? host.guests().restore(plan, memory.get(), paused)
                        : host.guests().start(plan, paused));
    }

    /** Starts a guest that comes from another host. */
    void receive(Domain domain, DomainDef def, VirtHost.Guest from, boolean paused) throws VirError {
        DomainState state = paused ? DomainState.PAUSED : DomainState.RUNNING;
        launch(
                domain,
                def,
                state,
                paused ? "user" : "migrated",
                true,
                plan -> host.guests().receive(plan, from, paused));
    }

    /** How a QEMU begins. */
    private interface Launch {
        VirtHost.Guest begin(GuestPlan plan);
    }

    private void launch(Domain domain, DomainDef def, DomainState state, String reason, boolean incoming, Launch launch)
            throws VirError {
        if (def.type().equals("kvm") && !host.hasKvm()) {
            throw new VirError(
                    Code.UNSUPPORTED,
                    host.generation() == Generation.EL7
                            ? "Domain requires KVM, but it is not available. Check that virtualization is enabled in"
                                    + " the host BIOS, and host configuration is setup to load the kvm modules."
                            : "the accel 'kvm' is not supported by '"
                                    + host.qemu().program() + "' on this host");
        }
        int id = ++lastId;
        List<String> made = new ArrayList<>();
        List<Element> held = new ArrayList<>();
        try {
            networks(def);
            devices.prepare(domain, HostDevices.of(def));
            held.addAll(HostDevices.of(def));
            ports(def, domain);
            disks.volumes(def);
            disks.check(def);
            taps(def, made);
            qemu(def, incoming);
        } catch (VirError failed) {
            made.forEach(host.links()::removeTap);
            devices.release(held);
            throw failed;
        }
        disks.give(def, host.qemuUser());
        domain.taps().addAll(made);
        def.root().set("id", String.valueOf(id));
        VirtHost.Guest guest = launch.begin(plan(def));
        guest.atReboot(() -> libvirtd.domains().rebooted(domain));
        domain.runs(id, def, guest, state, reason);
    }

    /** Networks have to be there and active. */
    void networks(DomainDef def) throws VirError {
        for (DomainDef.Nic nic : def.nics()) {
            if (nic.type().equals("network")) {
                VirtualNetwork network = libvirtd.network(nic.source().orElse(""));
                if (!network.isActive()) {
                    throw new VirError(Code.INVALID, "network '" + network.name() + "' is not active");
                }
            }
        }
    }

    /** Screens that choose their port get the first free one; one that is taken is an error. */
    private void ports(DomainDef def, Domain self) throws VirError {
        Set<Integer> taken = new HashSet<>();
        for (Domain other : libvirtd.domains().all()) {
            if (other != self) {
                other.live().flatMap(DomainDef::graphics).ifPresent(g -> taken.add(port(g)));
            }
        }
        for (Element screen : def.devices().children("graphics")) {
            if (screen.attribute("autoport", "no").equals("yes")) {
                int port = FIRST_PORT;
                while (taken.contains(port)) {
                    port++;
                }
                screen.set("port", String.valueOf(port));
            } else if (taken.contains(port(screen))) {
                throw new VirError(Code.INTERNAL, "Failed to reserve port " + port(screen));
            }
            taken.add(port(screen));
            if (screen.attribute("listen").isEmpty()) {
                screen.set("listen", "127.0.0.1");
                screen.child("listen").ifPresent(l -> l.set("address", "127.0.0.1"));
            }
        }
    }

    static int port(Element screen) {
        String port = screen.attribute("port", "-1");
        return port.matches("\\d{1,9}") ? Integer.parseInt(port) : -1;
    }

    private void taps(DomainDef def, List<String> made) throws VirError {
        for (DomainDef.Nic nic : def.nics()) {
            tap(nic).ifPresent(made::add);
        }
    }

    /** Makes a card's tap and puts it into its bridge; empty for cards without one. */
    Optional<String> tap(DomainDef.Nic nic) throws VirError {
        Optional<String> bridge = bridge(nic);
        if (bridge.isEmpty()) {
            return Optional.empty();
        }
        String tap = nic.tap().orElseGet(this::freeTap);
        host.links().addTap(tap, bridge.get(), nic.mac());
        if (!host.links().exists(bridge.get())) {
            host.links().removeTap(tap);
            throw new VirError(Code.SYSTEM, "Cannot get interface MTU on '" + bridge.get() + "': No such device");
        }
        host.links().setLink(tap, nic.isLinked());
        Element element = nic.element();
        if (nic.tap().isEmpty()) {
            int place = element.children().indexOf(element.child("model").orElseThrow());
            element.add(place, Element.of("target", "dev", tap));
        }
        return Optional.of(tap);
    }

    private Optional<String> bridge(DomainDef.Nic nic) throws VirError {
        return switch (nic.type()) {
            case "bridge" -> nic.source();
            case "network" -> {
                NetworkDef network = libvirtd.network(nic.source().orElse("")).def();
                yield network.bridge();
            }
            default -> Optional.empty();
        };
    }

    /** 4.5 takes the first free name; 9.0 counts up, and a failed start uses one up too. */
    private String freeTap() {
        if (host.generation() == Generation.DEB12) {
            do {
                lastTap++;
            } while (host.links().exists("vnet" + lastTap));
            return "vnet" + lastTap;
        }
        int number = 0;
        while (host.links().exists("vnet" + number)) {
            number++;
        }
        return "vnet" + number;
    }

    /** What QEMU finds out once it runs. */
    private void qemu(DomainDef def, boolean incoming) throws VirError {
        disks.open(def, incoming);
        for (Element hostdev : HostDevices.of(def)) {
            Optional<Integer> group = devices.blocked(hostdev);
            if (group.isPresent()) {
                throw exited(notViable(HostDevices.address(hostdev), group.get()));
            }
        }
        if (def.memory() > host.memory()) {
            throw exited("cannot set up guest memory 'pc.ram': Cannot allocate memory");
        }
    }

    /** QEMU 1.5's words where the host uses another device of the group. */
    private static String notViable(String address, int group) {
        String option = "-device vfio-pci,host=" + address.substring(5) + ",id=hostdev0: ";
        return option + "vfio: error, group " + group
                + " is not viable, please ensure all devices within the iommu_group are bound to their vfio bus driver.\n"
                + option + "vfio: failed to get group " + group + "\n" + option
                + "Device initialization failed.\n" + option + "Device 'vfio-pci' could not be initialized";
    }

    /** An attempt that ends before QEMU says anything of use: only its number is gone. */
    void fail() {
        lastId++;
    }

    VirError exited(String text) {
        return disks.exited("process exited while connecting to monitor", text);
    }

    GuestPlan plan(DomainDef def) {
        Element os = def.root().child("os").orElse(new Element("os"));
        List<GuestPlan.Disk> planned = def.disks().stream()
                .filter(d -> d.source().isPresent() || d.type().equals("volume"))
                .map(this::disk)
                .toList();
        Optional<String> log = def.devices()
                .child("serial")
                .filter(s -> s.attribute("type", "").equals("file"))
                .flatMap(s -> s.attributeOf("source", "path"));
        return new GuestPlan(
                def.name(),
                def.uuid(),
                def.type().equals("kvm"),
                def.memory(),
                def.vcpus(),
                planned,
                def.nics().stream().map(Startup::nic).toList(),
                HostDevices.of(def).stream().map(HostDevices::address).toList(),
                DomainReader.bootDevices(os),
                os.textOf("kernel"),
                os.textOf("initrd"),
                log,
                showsVirtualisation(def.root()));
    }

    /** Whether the guest's processor is the host's, its ability to run guests included. */
    private static boolean showsVirtualisation(Element root) {
        Optional<Element> cpu = root.child("cpu");
        List<Element> features = cpu.map(c -> c.children("feature")).orElse(List.of()).stream()
                .filter(f -> List.of("vmx", "svm").contains(f.attribute("name", "")))
                .toList();
        if (!features.isEmpty()) {
            return !List.of("disable", "forbid").contains(features.getLast().attribute("policy", "require"));
        }
        return cpu.flatMap(c -> c.attribute("mode"))
                .filter(mode -> mode.startsWith("host-"))
                .isPresent();
    }

    GuestPlan.Disk disk(DomainDef.Disk disk) {
        return new GuestPlan.Disk(
                disk.target(), disk.device(), disk.bus(), path(disk).orElse(""), disk.format(), disk.isReadOnly());
    }

    static GuestPlan.Nic nic(DomainDef.Nic nic) {
        return new GuestPlan.Nic(nic.tap().orElse(""), nic.mac(), nic.model().orElse("rtl8139"));
    }

    private Optional<String> path(DomainDef.Disk disk) {
        return disks.path(disk);
    }

    /** Ends what runs of a guest: QEMU, taps; images go back to root. */
    void stop(Domain domain) {
        domain.guest().ifPresent(VirtHost.Guest::stop);
        for (String tap : domain.taps()) {
            host.links().removeTap(tap);
        }
        domain.live().ifPresent(def -> devices.release(HostDevices.of(def)));
        domain.live().ifPresent(def -> disks.give(def, 0));
    }

    /** The pool's volume behind a disk, where it is one. */
    static Optional<Volume> volume(Libvirtd libvirtd, DomainDef.Disk disk) {
        Optional<Pool> pool = disk.element().attributeOf("source", "pool").flatMap(libvirtd.pools()::find);
        Optional<String> name = disk.element().attributeOf("source", "volume");
        return pool.flatMap(p -> p.volumes().stream()
                .filter(v -> name.filter(v.name()::equals).isPresent())
                .findFirst());
    }

    /** A time as QEMU writes it in front of its complaints. */
    static String stamp(VirtHost host) {
        long seconds = host.now();
        LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        return time.format(STAMP) + ".000000Z";
    }
}
