package org.ringlab.virt.domain;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.virt.Generation;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.VirtHost.Files.Kind;
import org.ringlab.virt.pool.Pool;
import org.ringlab.virt.pool.Volume;

/** Whether a guest's disks can be opened: first libvirt looks, then QEMU does. */
final class DiskAccess {
    private static final String MISSING = "No such file or directory";
    private static final String DENIED = "Permission denied";

    private final Libvirtd libvirtd;
    private final VirtHost host;

    DiskAccess(Libvirtd libvirtd) {
        this.libvirtd = libvirtd;
        host = libvirtd.host();
    }

    /** The file behind a disk. */
    Optional<String> path(DomainDef.Disk disk) {
        return disk.type().equals("volume") ? Startup.volume(libvirtd, disk).map(Volume::path) : disk.source();
    }

    /** Disks that are volumes of pools: the pool has to be active and have them. */
    void volumes(DomainDef def) throws VirError {
        for (DomainDef.Disk disk : def.disks()) {
            if (!disk.type().equals("volume")) {
                continue;
            }
            String poolName = disk.element().attributeOf("source", "pool").orElse("");
            String name = disk.element().attributeOf("source", "volume").orElse("");
            Pool pool = libvirtd.pools()
                    .find(poolName)
                    .orElseThrow(
                            () -> new VirError(Code.NO_POOL, "no storage pool with matching name '" + poolName + "'"));
            if (!pool.isActive()) {
                throw new VirError(
                        Code.UNSUPPORTED,
                        "storage pool '" + poolName + "' containing volume '" + name + "' is not active");
            }
            if (Startup.volume(libvirtd, disk).isEmpty()) {
                throw new VirError(Code.NO_VOLUME, "no storage vol with matching name '" + name + "'");
            }
        }
    }

    /** libvirt follows the chain of each image (qemuDomainDetermineDiskChain). */
    void check(DomainDef def) throws VirError {
        for (DomainDef.Disk disk : def.disks()) {
            check(disk);
        }
    }

    void check(DomainDef.Disk disk) throws VirError {
        Optional<String> path = path(disk);
        if (path.isEmpty()) {
            return;
        }
        boolean followed = disk.format().equals("qcow2")
                || disk.format().equals("qcow")
                || disk.format().equals("qed");
        Kind kind = host.files().kind(path.get());
        if (!followed) {
            if (kind == Kind.NONE) {
                throw new VirError(Code.SYSTEM, "Cannot access storage file '" + path.get() + "': " + MISSING);
            }
            return;
        }
        if (kind == Kind.NONE || !host.files().readable(path.get(), host.qemuUser())) {
            throw new VirError(
                    Code.SYSTEM,
                    "Cannot access storage file '" + path.get() + "'" + asUser() + ": "
                            + (kind == Kind.NONE ? MISSING : DENIED));
        }
        Set<String> seen = new HashSet<>(Set.of(path.get()));
        String above = path.get();
        Optional<String> below = backing(above);
        while (below.isPresent() && seen.add(below.get())) {
            if (host.files().kind(below.get()) == Kind.NONE) {
                throw new VirError(
                        Code.SYSTEM,
                        "Cannot access backing file '" + below.get() + "' of storage file '" + above + "'" + asUser()
                                + ": " + MISSING);
            }
            above = below.get();
            below = backing(above);
        }
    }

    private String asUser() {
        return " (as uid:" + host.qemuUser() + ", gid:" + host.qemuUser() + ")";
    }

    /** The backing file of an image, as a path from its own directory. */
    Optional<String> backing(String path) {
        return host.images()
                .info(path)
                .flatMap(VirtHost.Image::backing)
                .map(b -> b.startsWith("/") ? b : path.substring(0, path.lastIndexOf('/') + 1) + b);
    }

    /** QEMU opens the images; one that waits for a guest to come takes no locks yet. */
    void open(DomainDef def, boolean incoming) throws VirError {
        for (DomainDef.Disk disk : def.disks()) {
            open(disk, incoming);
        }
    }

    private void open(DomainDef.Disk disk, boolean incoming) throws VirError {
        Optional<String> found = path(disk);
        if (found.isEmpty()) {
            return;
        }
        String path = found.get();
        Kind kind = host.files().kind(path);
        boolean readOnly = disk.isReadOnly();
        // Dynamic ownership gives QEMU the file, but not the way there.
        boolean denied = !host.files().readable(path, host.qemuUser())
                || !host.files().allowed(path);
        if (kind == Kind.FILE && denied) {
            throw exited(
                    "process exited while connecting to monitor",
                    storage(disk, path) + ": Could not open '" + path + "': " + DENIED);
        }
        if (kind == Kind.DIRECTORY) {
            throw exited(
                    "process exited while connecting to monitor",
                    storage(disk, path) + ": 'file' driver requires '" + path + "' to be a regular file");
        }
        String real = host.images().info(path).map(VirtHost.Image::format).orElse("raw");
        if (!disk.format().equals("raw") && !disk.format().equals(real)) {
            throw exited(
                    "process exited while connecting to monitor",
                    format(disk, path) + ": Image is not in " + disk.format() + " format");
        }
        if (host.qemu().locks() && !incoming && !readOnly && !disk.isShareable() && host.isWritten(path)) {
            String how = host.generation() == Generation.EL7
                    ? "qemu unexpectedly closed the monitor"
                    : "process exited while connecting to monitor";
            throw exited(
                    how,
                    format(disk, path) + ": Failed to get \"write\" lock\nIs another process using the image [" + path
                            + "]?");
        }
    }

    /** What QEMU says of an image that isn't there. */
    VirError missing(DomainDef.Disk disk) {
        String path = path(disk).orElse("");
        return exited(
                "process exited while connecting to monitor",
                storage(disk, path) + ": Could not open '" + path + "': " + MISSING);
    }

    VirError exited(String how, String text) {
        String program = host.qemu().program();
        return new VirError(
                Code.INTERNAL,
                how + ": " + Startup.stamp(host) + " " + program.substring(program.lastIndexOf('/') + 1) + ": " + text);
    }

    /** The option that names an image's file. */
    private String storage(DomainDef.Disk disk, String path) {
        if (host.generation() == Generation.EL7) {
            return format(disk, path);
        }
        String cache = cache(disk);
        return "-blockdev {\"driver\":\"file\",\"filename\":\"" + path + "\",\"node-name\":\"libvirt-1-storage\","
                + cache + "\"auto-read-only\":true,\"discard\":\"unmap\"}";
    }

    private static String cache(DomainDef.Disk disk) {
        return disk.element()
                        .attributeOf("driver", "cache")
                        .filter("none"::equals)
                        .isPresent()
                ? "\"cache\":{\"direct\":true,\"no-flush\":false},"
                : "";
    }

    /** The option that says how an image is read. */
    private String format(DomainDef.Disk disk, String path) {
        if (host.generation() == Generation.EL7) {
            return "-drive file=" + path + ",format=" + disk.format() + ",if=none,id=drive-" + alias(disk)
                    + (disk.isReadOnly() ? ",readonly=on" : "")
                    + disk.element()
                            .attributeOf("driver", "cache")
                            .map(c -> ",cache=" + c)
                            .orElse("");
        }
        return "-blockdev {\"node-name\":\"libvirt-1-format\",\"read-only\":" + disk.isReadOnly() + "," + cache(disk)
                + "\"driver\":\"" + disk.format() + "\",\"file\":\"libvirt-1-storage\""
                + (disk.format().equals("raw") ? "" : ",\"backing\":null") + "}";
    }

    /** QEMU's name for a disk: {@code virtio-disk0}, {@code ide0-1-0}. */
    static String alias(DomainDef.Disk disk) {
        if (disk.bus().equals("virtio") || disk.bus().equals("usb")) {
            return disk.bus() + "-disk" + Controllers.index(disk.target());
        }
        List<String> keys = disk.bus().equals("scsi") || disk.bus().equals("sata")
                ? List.of("controller", "bus", "target", "unit")
                : List.of("controller", "bus", "unit");
        StringBuilder alias = new StringBuilder(disk.bus());
        for (String key : keys) {
            alias.append(alias.length() == disk.bus().length() ? "" : "-")
                    .append(disk.element().attributeOf("address", key).orElse("0"));
        }
        return alias.toString();
    }

    /** Gives a guest's images to a user: QEMU's while it runs, root's afterwards. */
    void give(DomainDef def, int user) {
        if (host.qemuUser() != 0) {
            def.disks().forEach(d -> path(d).ifPresent(p -> host.files().give(p, user)));
        }
    }
}
