package org.ringlab.virt.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.virt.Generation;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.domain.DiskAccessNames;
import org.ringlab.virt.domain.Domain;
import org.ringlab.virt.domain.DomainDef;
import org.ringlab.virt.domain.DomainState;
import org.ringlab.virt.domain.SnapshotActions;

/** Snapshots are taken, gone back to and deleted (qemuDomainSnapshotCreateXML and its neighbours). */
public final class SnapshotDriver {
    private final VirtHost host;
    private final SnapshotActions actions;

    /** The guests of a daemon. */
    public SnapshotDriver(Libvirtd libvirtd) {
        host = libvirtd.host();
        actions = new SnapshotActions(libvirtd);
    }

    /** Takes a snapshot: of memory and disks into the images, or of disks only into new files. */
    public Snapshot create(Domain domain, Optional<String> wanted, Optional<String> description, boolean diskOnly)
            throws VirError {
        String name = wanted.orElseGet(() -> String.valueOf(host.now()));
        if (domain.snapshots().find(name).isPresent()) {
            throw host.generation() == Generation.EL7
                    ? new VirError(Code.INTERNAL, "unexpected domain snapshot " + name + " already exists")
                    : new VirError(Code.FAILED, "domain moment " + name + " already exists");
        }
        List<DomainDef.Disk> disks = domain.def().disks().stream()
                .filter(d -> !d.isReadOnly() && d.source().isPresent())
                .toList();
        boolean active = domain.isActive();
        DomainDef before = domain.def().copy();
        Optional<String> memory = Optional.empty();
        String state = active ? domain.state().text() : "shutoff";
        if (diskOnly) {
            state = active ? "disk-snapshot" : state;
            external(domain, disks, name);
        } else {
            internal(disks);
            memory = domain.guest().map(g -> "");
            for (DomainDef.Disk disk : disks) {
                host.images().snapshot(disk.source().orElse(""), name, active);
            }
        }
        Optional<String> parent = domain.snapshots().current().map(Snapshot::name);
        Snapshot made = new Snapshot(name, description, host.now(), state, diskOnly, parent, memory, before);
        domain.snapshots().add(made);
        return made;
    }

    private static void internal(List<DomainDef.Disk> disks) throws VirError {
        for (DomainDef.Disk disk : disks) {
            if (!disk.format().equals("qcow2")) {
                throw new VirError(
                        Code.UNSUPPORTED,
                        "internal snapshot for disk " + disk.target() + " unsupported for storage type "
                                + disk.format());
            }
        }
    }

    /** Each disk goes on in a file of its own above the old one. */
    private void external(Domain domain, List<DomainDef.Disk> disks, String name) throws VirError {
        for (DomainDef.Disk disk : disks) {
            String old = disk.source().orElse("");
            String overlay = overlay(old, name);
            if (host.files().kind(overlay) != VirtHost.Files.Kind.NONE) {
                throw new VirError(
                        Code.UNSUPPORTED,
                        "external snapshot file for disk " + disk.target()
                                + " already exists and is not a block device: " + overlay);
            }
            long size = host.images().info(old).map(VirtHost.Image::size).orElse(0L);
            host.images().create(overlay, "qcow2", size, 0, Optional.of(old), disk.format());
            for (Optional<DomainDef> def : List.of(domain.live(), domain.config())) {
                def.flatMap(d -> d.disk(disk.target())).ifPresent(d -> DiskAccessNames.point(d, overlay, "qcow2"));
            }
        }
        actions.save(domain);
    }

    /** {@code images/vm1.qcow2} becomes {@code images/vm1.NAME} (virDomainSnapshotDefAssignExternalNames). */
    private static String overlay(String path, String name) {
        int slash = path.lastIndexOf('/');
        int dot = path.lastIndexOf('.');
        return (dot > slash ? path.substring(0, dot) : path) + "." + name;
    }

    /** The snapshot of that name. */
    public Snapshot find(Domain domain, String name) throws VirError {
        return domain.snapshots()
                .find(name)
                .orElseThrow(
                        () -> new VirError(Code.NO_SNAPSHOT, "no domain snapshot with matching name '" + name + "'"));
    }

    /** Goes back to a snapshot. */
    public void revert(Domain domain, Snapshot snapshot) throws VirError {
        if (snapshot.external()) {
            throw new VirError(Code.UNSUPPORTED, "revert to external snapshot not supported yet");
        }
        if (domain.isActive()) {
            actions.stop(domain);
        }
        for (DomainDef.Disk disk : snapshot.def().disks()) {
            if (!disk.isReadOnly() && disk.source().isPresent()) {
                host.images().revert(disk.source().get(), snapshot.name());
            }
        }
        if (snapshot.memory().isPresent()) {
            actions.restart(
                    domain,
                    snapshot.def().copy(),
                    snapshot.state().equals(DomainState.PAUSED.text()),
                    snapshot.memory().get());
        }
        domain.snapshots().setCurrent(snapshot);
    }

    /**
     * Deletes a snapshot.
     *
     * @param children whether those below it go as well
     * @param metadata whether only libvirt forgets it
     */
    public void delete(Domain domain, Snapshot snapshot, boolean children, boolean metadata) throws VirError {
        List<Snapshot> gone = new ArrayList<>(List.of(snapshot));
        if (children) {
            gone.addAll(domain.snapshots().descendants(snapshot.name()));
        }
        long external = gone.stream().filter(Snapshot::external).count();
        if (external > 0 && !metadata) {
            throw new VirError(
                    Code.UNSUPPORTED, "deletion of " + external + " external disk snapshots not supported yet");
        }
        for (Snapshot each : gone.reversed()) {
            if (!metadata) {
                for (DomainDef.Disk disk : each.def().disks()) {
                    if (!disk.isReadOnly() && disk.source().isPresent()) {
                        host.images().deleteSnapshot(disk.source().get(), each.name());
                    }
                }
            }
            domain.snapshots().remove(each);
        }
    }
}
