package org.ringlab.virt.domain;

import java.util.List;
import java.util.Optional;
import org.ringlab.virt.Generation;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.domain.Tuning.Scope;
import org.ringlab.virt.nodedev.HostDevices;
import org.ringlab.virt.xml.Element;

/** Devices that come and go (qemu_hotplug.c, and qemu_driver.c for the persistent document). */
public final class DeviceChanges {
    private final Libvirtd libvirtd;
    private final VirtHost host;

    /** The guests of a daemon. */
    public DeviceChanges(Libvirtd libvirtd) {
        this.libvirtd = libvirtd;
        host = libvirtd.host();
    }

    private Startup startup() {
        return libvirtd.domains().startup();
    }

    /** Which documents are meant: a guest that is off needs {@code config}. */
    public static Scope scope(Domain domain, boolean live, boolean config) throws VirError {
        return Scope.of(domain, live || !config, config);
    }

    /** Plugs a device in. */
    public void attach(Domain domain, String text, Scope scope) throws VirError {
        Element raw = DomainReader.root(text, "", "device_definition");
        Element device = Devices.device(host, raw);
        if (scope.config()) {
            DomainDef next = domain.config().orElseThrow().copy();
            insert(next, device.copy(), scope);
            if (!scope.live()) {
                domain.setConfig(next);
                libvirtd.domains().save(domain);
                return;
            }
            plugIn(domain, device.copy());
            domain.setConfig(next);
            libvirtd.domains().save(domain);
        } else {
            plugIn(domain, device);
        }
    }

    private void insert(DomainDef def, Element device, Scope scope) throws VirError {
        if (device.name().equals("disk")) {
            DomainDef.Disk disk = new DomainDef.Disk(device);
            if (def.disks().stream().anyMatch(d -> d.target().equals(disk.target()))) {
                throw new VirError(
                        scope.live() ? Code.FAILED : Code.INVALID, "target " + disk.target() + " already exists");
            }
        }
        PciAddresses.plug(def.devices(), device);
        add(def.devices(), device);
    }

    /** Where the document lists devices of its kind: disks by bus and name, others behind the last. */
    private static void add(Element devices, Element device) {
        int place = -1;
        for (int i = 0; i < devices.children().size(); i++) {
            Element other = devices.children().get(i);
            if (other.name().equals(device.name()) && (!device.name().equals("disk") || before(other, device))) {
                place = i + 1;
            }
        }
        if (place < 0) {
            String behind = device.name().equals("disk") ? "emulator" : "controller";
            for (int i = 0; i < devices.children().size(); i++) {
                if (devices.children().get(i).name().equals(behind)) {
                    place = i + 1;
                }
            }
        }
        devices.add(Math.max(place, 0), device);
    }

    /** Disks of one bus are in order of their names; a new bus comes last (virDomainDiskInsertPreAlloced). */
    private static boolean before(Element other, Element added) {
        DomainDef.Disk a = new DomainDef.Disk(other);
        DomainDef.Disk b = new DomainDef.Disk(added);
        return !a.bus().equals(b.bus()) || Controllers.index(a.target()) < Controllers.index(b.target());
    }

    private void plugIn(Domain domain, Element device) throws VirError {
        DomainDef live = domain.live().orElseThrow();
        switch (device.name()) {
            case "disk" -> {
                DomainDef.Disk disk = new DomainDef.Disk(device);
                plugDisk(domain, live, disk);
            }
            case "interface" -> {
                DomainDef around = new DomainDef(new Element("domain").add(new Element("devices").add(device)));
                startup().networks(around);
                DomainDef.Nic nic = new DomainDef.Nic(device);
                Optional<String> tap = startup().tap(nic);
                insert(live, device, new Scope(true, false));
                tap.ifPresent(domain.taps()::add);
                domain.guest().ifPresent(g -> g.plug(Startup.nic(nic)));
            }
            case "hostdev" -> {
                if (HostDevices.isPci(device)) {
                    plugHostDevice(domain, device);
                }
                insert(live, device, new Scope(true, false));
                if (HostDevices.isPci(device)) {
                    domain.guest().ifPresent(g -> g.plugHostDevice(HostDevices.address(device)));
                }
            }
            default -> insert(live, device, new Scope(true, false));
        }
    }

    private void plugHostDevice(Domain domain, Element device) throws VirError {
        startup().devices().prepare(domain, List.of(device));
        if (startup().devices().blocked(device).isPresent()) {
            startup().devices().release(List.of(device));
            throw new VirError(
                    Code.INTERNAL,
                    "unable to execute QEMU command 'device_add': Device 'vfio-pci' could not be initialized");
        }
    }

    private void plugDisk(Domain domain, DomainDef live, DomainDef.Disk disk) throws VirError {
        if (host.generation() == Generation.DEB12) {
            for (DomainDef.Disk other : live.disks()) {
                Devices.clash(other.element(), disk.element());
            }
        }
        startup().disks().check(disk);
        if (!disk.bus().equals("virtio")
                && !disk.bus().equals("scsi")
                && !disk.bus().equals("usb")) {
            throw host.generation() == Generation.EL7
                    ? new VirError(Code.OPERATION_UNSUPPORTED, "disk bus '" + disk.bus() + "' cannot be hotplugged.")
                    : new VirError(
                            Code.INTERNAL,
                            "unable to execute QEMU command 'device_add': Bus '" + disk.bus()
                                    + ".0' does not support hotplugging");
        }
        insert(live, disk.element(), new Scope(true, false));
        startup().disks().give(domain.live().orElseThrow(), host.qemuUser());
    }

    private static void present(Optional<DomainDef> def, Element device) throws VirError {
        if (device.name().equals("hostdev")
                && HostDevices.isPci(device)
                && def.stream().flatMap(d -> d.devices().children().stream()).noneMatch(d -> same(d, device))) {
            throw new VirError(Code.FAILED, "host pci device " + HostDevices.address(device) + " not found");
        }
    }

    /** Takes a device out; it stays where nobody in the guest lets go of it. */
    public void detach(Domain domain, Element device, Scope scope) throws VirError {
        if (scope.config()) {
            present(domain.config(), device);
            DomainDef config = domain.config().orElseThrow();
            config.devices().remove(d -> same(d, device));
            libvirtd.domains().save(domain);
        }
        if (scope.live()) {
            present(domain.live(), device);
            boolean lets = host.generation() == Generation.EL7
                    || domain.guest().filter(VirtHost.Guest::hasSystem).isPresent();
            if (lets) {
                unplug(domain, device);
            }
        }
    }

    private void unplug(Domain domain, Element device) {
        DomainDef live = domain.live().orElseThrow();
        for (Element there :
                live.devices().children().stream().filter(d -> same(d, device)).toList()) {
            live.devices().replaceOrRemove(there, Optional.empty());
            if (there.name().equals("hostdev") && HostDevices.isPci(there)) {
                domain.guest().ifPresent(g -> g.unplugHostDevice(HostDevices.address(there)));
                startup().devices().release(List.of(there));
            }
            if (there.name().equals("interface")) {
                DomainDef.Nic nic = new DomainDef.Nic(there);
                domain.guest().ifPresent(g -> g.unplug(Startup.nic(nic)));
                nic.tap().ifPresent(tap -> {
                    host.links().removeTap(tap);
                    domain.taps().remove(tap);
                });
            }
        }
    }

    private static boolean same(Element there, Element wanted) {
        if (!there.name().equals(wanted.name())) {
            return false;
        }
        return switch (there.name()) {
            case "disk" -> new DomainDef.Disk(there).target().equals(new DomainDef.Disk(wanted).target());
            case "interface" -> new DomainDef.Nic(there).mac().equals(new DomainDef.Nic(wanted).mac());
            case "hostdev" ->
                HostDevices.isPci(there) && HostDevices.isPci(wanted)
                        ? HostDevices.address(there).equals(HostDevices.address(wanted))
                        : there.toString().equals(wanted.toString());
            default -> there.toString().equals(wanted.toString());
        };
    }

    /** Pulls a card's cable out, or plugs it in. */
    public void setLink(Domain domain, Element nic, Scope scope, boolean up) {
        if (scope.config()) {
            domain.config().ifPresent(c -> link(c, nic, up));
            libvirtd.domains().save(domain);
        }
        if (scope.live()) {
            domain.live().ifPresent(l -> link(l, nic, up));
            new DomainDef.Nic(nic).tap().ifPresent(tap -> host.links().setLink(tap, up));
        }
    }

    private static void link(DomainDef def, Element nic, boolean up) {
        for (Element there : def.devices().children("interface")) {
            if (same(there, nic)) {
                there.remove(c -> c.name().equals("link"));
                int place = there.children().indexOf(there.child("model").orElseThrow()) + 1;
                there.add(place, Element.of("link", "state", up ? "up" : "down"));
            }
        }
    }

    /** Puts another image into a drive, or none. */
    public void changeMedia(Domain domain, Element disk, Optional<String> source, Scope scope) throws VirError {
        if (scope.live() && source.isPresent() && host.files().kind(source.get()) == VirtHost.Files.Kind.NONE) {
            throw new VirError(
                    Code.SYSTEM, "Cannot access storage file '" + source.get() + "': No such file or directory");
        }
        for (Optional<DomainDef> def : List.of(
                scope.live() ? domain.live() : Optional.<DomainDef>empty(),
                scope.config() ? domain.config() : Optional.<DomainDef>empty())) {
            def.ifPresent(d -> d.devices().children("disk").stream()
                    .filter(there -> same(there, disk))
                    .forEach(there -> {
                        there.remove(c -> c.name().equals("source"));
                        source.ifPresent(s -> there.add(1, Element.of("source", "file", s)));
                    }));
        }
        libvirtd.domains().save(domain);
    }

    /** Makes the disk of a running guest larger. */
    public void resize(Domain domain, String path, long bytes) throws VirError {
        DomainDef live = domain.live().orElseThrow(() -> new VirError(Code.INVALID, "domain is not running"));
        DomainDef.Disk disk = disk(live, path);
        host.images().resize(startup().disks().path(disk).orElse(""), disk.format(), bytes);
    }

    /** The disk with a target or source. */
    public DomainDef.Disk disk(DomainDef def, String path) throws VirError {
        return def.disk(path)
                .orElseThrow(() -> host.generation() == Generation.EL7
                        ? new VirError(Code.ARGUMENT, "invalid path: " + path)
                        : new VirError(Code.ARGUMENT, "disk '" + path + "' was not found in the domain config"));
    }

    /** The image behind a disk. */
    public Optional<VirtHost.Image> image(DomainDef.Disk disk) {
        return startup().disks().path(disk).flatMap(host.images()::info);
    }

    /** Writes an external snapshot's file back and goes on with the one below. */
    public void commit(Domain domain, String path) throws VirError {
        DomainDef live = domain.live().orElseThrow(() -> new VirError(Code.INVALID, "domain is not running"));
        DomainDef.Disk disk = disk(live, path);
        String overlay = startup().disks().path(disk).orElse("");
        String base = startup()
                .disks()
                .backing(overlay)
                .orElseThrow(() -> new VirError(
                        Code.ARGUMENT, "top '" + overlay + "' in chain for '" + path + "' has no backing file"));
        String format = host.images()
                .info(overlay)
                .flatMap(VirtHost.Image::backingFormat)
                .orElse("raw");
        host.images().commit(overlay);
        for (Optional<DomainDef> def : List.of(Optional.of(live), domain.config())) {
            def.flatMap(d -> d.disk(disk.target())).ifPresent(d -> DiskAccessNames.point(d, base, format));
        }
        libvirtd.domains().save(domain);
    }
}
