package org.ringlab.host.virt;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SeededRandom;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Machine;
import org.ringlab.virt.Generation;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirtHost;

/** libvirt as installed on a host: the daemon, and what it remembers while the host is off. */
public final class Virtualisation {
    private final HostVirt host;
    private final Libvirtd libvirtd;
    private boolean startedThisBoot;

    /** Freshly installed: network default is defined and marked to start. */
    public Virtualisation(Machine machine, Optional<LabNeighbourhood> lab) {
        this(machine, lab, Settings.of(machine));
    }

    /** The same with another libvirt or QEMU than the host's Linux has. */
    public Virtualisation(Machine machine, Optional<LabNeighbourhood> lab, Settings settings) {
        host = new HostVirt(machine, lab, settings);
        libvirtd = new Libvirtd(host);
        libvirtd.stop();
        if (settings.defaultNetwork() != null) {
            try {
                libvirtd.networks().autostart(libvirtd.networks().define(settings.defaultNetwork()), true);
            } catch (VirError e) {
                throw new IllegalStateException("the network every installation has", e);
            }
        }
    }

    /**
     * What a libvirt installation is.
     *
     * @param generation which libvirt
     * @param qemu which QEMU
     * @param user the user that QEMU runs as
     * @param defaultNetwork the document of network default; null where that package isn't installed
     */
    public record Settings(
            Generation generation,
            VirtHost.Qemu qemu,
            int user,
            @Nullable String defaultNetwork) {
        private static final int QEMU_USER = 107;

        /** What the host's distribution brings. */
        static Settings of(Machine machine) {
            SeededRandom chance = new SeededRandom(machine.hostName().hashCode());
            long bits = chance.nextLong();
            String mac = String.format(
                    Locale.ROOT, "52:54:00:%02x:%02x:%02x", bits & 255, bits >>> 8 & 255, bits >>> 16 & 255);
            String network = "<network><name>default</name><forward mode='nat'/><bridge name='virbr0'/>"
                    + "<mac address='" + mac + "'/><ip address='192.168.122.1' netmask='255.255.255.0'><dhcp>"
                    + "<range start='192.168.122.2' end='192.168.122.254'/></dhcp></ip></network>";
            boolean centos = machine.profile() == Profile.CENTOS7;
            VirtHost.Qemu qemu = centos
                    ? new VirtHost.Qemu(
                            "/usr/libexec/qemu-kvm",
                            "/usr/libexec/qemu-kvm",
                            "pc-i440fx-rhel7.0.0",
                            "pc-q35-rhel7.6.0",
                            false)
                    : new VirtHost.Qemu(
                            "/usr/bin/qemu-system-x86_64",
                            "/usr/bin/qemu-system-x86_64",
                            "pc-i440fx-7.2",
                            "pc-q35-7.2",
                            true);
            return new Settings(centos ? Generation.EL7 : Generation.DEB12, qemu, QEMU_USER, network);
        }
    }

    /** The daemon. */
    public Libvirtd libvirtd() {
        return libvirtd;
    }

    /** The host as the daemon sees it. */
    public HostVirt host() {
        return host;
    }

    /** The daemon starts. */
    public void start() {
        libvirtd.start(!startedThisBoot);
        startedThisBoot = true;
    }

    /** The daemon stops; guests run on. */
    public void stop() {
        libvirtd.stop();
        libvirtd.domains().restarted();
    }

    /** The host goes down. */
    public void powerOff() {
        libvirtd.powerOff();
        startedThisBoot = false;
    }

    /** The host has booted again. */
    public void booted(Machine machine) {
        host.moveTo(machine);
    }
}
