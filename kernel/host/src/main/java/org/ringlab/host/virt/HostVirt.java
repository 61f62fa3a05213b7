package org.ringlab.host.virt;

import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.ringlab.common.SeededRandom;
import org.ringlab.common.SimClock;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.virt.Generation;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.image.SparseFile;

/** A simulated host as its libvirtd sees it. */
public final class HostVirt implements VirtHost {
    private final Optional<LabNeighbourhood> lab;
    private final Virtualisation.Settings settings;
    private final SeededRandom chance;
    private final HostFiles files;
    private final HostImageWork images;
    private final HostLinks links;
    private final HostGuests guests;
    private final HostPci pci;
    private Machine machine;
    private Session terminal;

    HostVirt(Machine machine, Optional<LabNeighbourhood> lab, Virtualisation.Settings settings) {
        this.machine = machine;
        this.lab = lab;
        this.settings = settings;
        chance = new SeededRandom(0x7669_7274L ^ machine.hostName().hashCode());
        terminal = new Session(machine);
        files = new HostFiles(this);
        images = new HostImageWork(this);
        links = new HostLinks(this);
        guests = new HostGuests(this);
        pci = new HostPci(this);
    }

    void moveTo(Machine booted) {
        machine = booted;
        terminal = new Session(booted);
    }

    Machine machine() {
        return machine;
    }

    Session terminal() {
        return terminal;
    }

    Optional<LabNeighbourhood> lab() {
        return lab;
    }

    @Override
    public String name() {
        return machine.hostName();
    }

    @Override
    public Generation generation() {
        return settings.generation();
    }

    @Override
    public String uuid() {
        long bits = new SeededRandom(machine.hostName().hashCode()).nextLong();
        return String.format(
                Locale.ROOT,
                "564d%04x-%04x-4%03x-8%03x-%012x",
                bits >>> 48,
                bits >>> 32 & 0xFFFF,
                bits >>> 20 & 0xFFF,
                bits >>> 8 & 0xFFF,
                bits & 0xFFFF_FFFF_FFFFL);
    }

    @Override
    public boolean hasKvm() {
        return machine.modules().isKvmReady();
    }

    @Override
    public boolean waitFor(BooleanSupplier done, long seconds) {
        return machine.stack().network().queue().runUntil(done, seconds * SimClock.SECOND);
    }

    @Override
    public long now() {
        return SimClock.BOOT_EPOCH_SECONDS + machine.stack().network().clock().nanos() / SimClock.SECOND;
    }

    @Override
    public long chance() {
        return chance.nextLong();
    }

    @Override
    public long memory() {
        return machine.hardware().memoryMib() * 1024L;
    }

    @Override
    public int processors() {
        return machine.hardware().cores();
    }

    @Override
    public int qemuUser() {
        return settings.user();
    }

    @Override
    public Qemu qemu() {
        return settings.qemu();
    }

    @Override
    public boolean isWritten(String path) {
        return images.file(path).map(SparseFile::isLocked).orElse(false);
    }

    @Override
    public boolean isShared(String path) {
        return machine.files().mounts().covering(path).volume().type().startsWith("nfs");
    }

    @Override
    public void copyTo(VirtHost other, String path, String format) throws VirError {
        if (other instanceof HostVirt target) {
            images.mirror(target, path, format);
        }
    }

    @Override
    public HostFiles files() {
        return files;
    }

    @Override
    public HostImageWork images() {
        return images;
    }

    @Override
    public HostLinks links() {
        return links;
    }

    @Override
    public HostPci pci() {
        return pci;
    }

    @Override
    public HostGuests guests() {
        return guests;
    }

    @Override
    public Peer peer(String name) {
        Optional<Machine> other = lab.flatMap(l -> l.find(name));
        if (other.isEmpty()) {
            return new Peer.Unknown();
        }
        Optional<Libvirtd> libvirtd =
                other.get().virtualisationIfAny().map(Virtualisation::libvirtd).filter(Libvirtd::isRunning);
        return libvirtd.<Peer>map(Peer.Found::new).orElseGet(Peer.Refused::new);
    }

    /** Whether two hosts have one file at a path. */
    boolean same(HostVirt other, String path) {
        try {
            return machine.files().exists(path)
                    && other.machine.files().exists(path)
                    && machine.files().bytesOf(path) == other.machine.files().bytesOf(path);
        } catch (FileException none) {
            return false;
        }
    }
}
