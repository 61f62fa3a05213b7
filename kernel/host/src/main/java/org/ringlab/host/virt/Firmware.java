package org.ringlab.host.virt;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.ringlab.netfilter.stack.Tap;
import org.ringlab.virt.domain.GuestPlan;
import org.ringlab.virt.image.SparseFile;

/** A guest's firmware (SeaBIOS): it tries the devices of its boot order until one starts something, and says so on the screen. */
final class Firmware {
    private static final int SECTOR = 512;
    private static final String QCOW2_MAGIC = "QFI\u00fb";

    private final HostVirt host;
    private final GuestPlan plan;
    private final Function<String, Optional<Tap>> taps;
    private final StringBuilder screen = new StringBuilder("SeaBIOS (version 1.11.0-2.el7)\n\n");

    Firmware(HostVirt host, GuestPlan plan, Function<String, Optional<Tap>> taps) {
        this.host = host;
        this.plan = plan;
        this.taps = taps;
    }

    /** What it started. */
    enum Started {
        /** Nothing could be booted. */
        NOTHING,
        /** The system of a disk, or of a CD that isn't there to install. */
        DISK,
        /** A kernel that the host gave, with a small system of its own. */
        KERNEL,
        /** CentOS's installer. */
        INSTALLER
    }

    /** What is on the screen. */
    String screen() {
        return screen.toString();
    }

    Started start() {
        if (plan.kernel().isPresent()) {
            return kernel();
        }
        for (String device : plan.boot()) {
            Started started = switch (device) {
                case "hd" -> disk();
                case "cdrom" -> cd();
                case "network" -> network();
                default -> floppy();
            };
            if (started != Started.NOTHING) {
                return started;
            }
        }
        screen.append("No bootable device.\n");
        return Started.NOTHING;
    }

    private Started kernel() {
        screen.append("Booting from ROM...\n");
        if (!host.machine().files().exists(plan.kernel().orElse(""))) {
            return Started.NOTHING;
        }
        boolean installs = plan.initrd()
                .flatMap(host.files()::read)
                .filter(InstallMedia::isInstaller)
                .isPresent();
        return installs ? Started.INSTALLER : Started.KERNEL;
    }

    private Optional<GuestPlan.Disk> first(String device) {
        return plan.disks().stream().filter(d -> d.device().equals(device)).findFirst();
    }

    private Started disk() {
        screen.append("Booting from Hard Disk...\n");
        if (first("disk").filter(this::hasBootSector).isPresent()) {
            return Started.DISK;
        }
        screen.append("Boot failed: not a bootable disk\n\n");
        return Started.NOTHING;
    }

    private Started cd() {
        screen.append("Booting from DVD/CD...\n");
        Optional<SparseFile> medium = first("cdrom").flatMap(d -> host.images().file(d.path()));
        if (medium.filter(InstallMedia::installs).isPresent()) {
            return Started.INSTALLER;
        }
        if (first("cdrom").filter(this::hasBootSector).isPresent()) {
            return Started.DISK;
        }
        screen.append(
                medium.isEmpty()
                        ? "Boot failed: Could not read from CDROM (code 0003)\n\n"
                        : "Boot failed: Could not read from CDROM (code 0004)\n\n");
        return Started.NOTHING;
    }

    private Started floppy() {
        screen.append("Booting from Floppy...\nBoot failed: could not read the boot disk\n\n");
        return Started.NOTHING;
    }

    private Started network() {
        screen.append("Booting from ROM...\n");
        NetBoot boot = new NetBoot(host, plan, taps, screen);
        return boot.run();
    }

    /** Whether a disk begins with code; a qcow2 file that is taken for raw begins with its own header. */
    private boolean hasBootSector(GuestPlan.Disk disk) {
        byte[] sector = host.images().firstBytes(disk.path(), disk.format(), SECTOR);
        if (new String(sector, StandardCharsets.ISO_8859_1).startsWith(QCOW2_MAGIC)) {
            return false;
        }
        for (byte b : sector) {
            if (b != 0) {
                return true;
            }
        }
        return false;
    }
}
