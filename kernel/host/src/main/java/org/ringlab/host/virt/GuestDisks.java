package org.ringlab.host.virt;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.domain.GuestPlan;

/** How a guest's Linux calls its disks: {@code vda} on virtio, {@code sda} on all that speaks SCSI or ATA. */
final class GuestDisks {
    private GuestDisks() {}

    /**
     * A disk as the guest sees it.
     *
     * @param name its name there, whatever the document says
     * @param sectors of 512 bytes
     * @param driver what drives it
     * @param disk the document's disk
     */
    record Seen(String name, long sectors, String driver, GuestPlan.Disk disk) {}

    static List<Seen> of(HostVirt host, GuestPlan plan) {
        List<Seen> seen = new ArrayList<>();
        char ata = 'a';
        char virtio = 'a';
        for (String bus : List.of("ide", "sata", "scsi", "usb", "virtio")) {
            for (GuestPlan.Disk disk : plan.disks()) {
                if (!disk.bus().equals(bus) || !disk.device().equals("disk")) {
                    continue;
                }
                boolean fast = bus.equals("virtio");
                String name = fast ? "vd" + virtio++ : "sd" + ata++;
                long size =
                        host.images().info(disk.path()).map(i -> size(i, disk)).orElse(0L);
                seen.add(new Seen(name, size / 512, fast ? "virtio_blk" : "sd", disk));
            }
        }
        return seen;
    }

    /** A container that the document declares raw is the disk itself. */
    private static long size(VirtHost.Image image, GuestPlan.Disk disk) {
        return disk.format().equals("raw") ? image.length() : image.size();
    }
}
