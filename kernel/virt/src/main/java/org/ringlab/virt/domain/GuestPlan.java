package org.ringlab.virt.domain;

import java.util.List;
import java.util.Optional;

/**
 * What QEMU is started with.
 *
 * @param name the guest's name
 * @param uuid its number
 * @param kvm whether it runs on the processor itself
 * @param memory KiB
 * @param processors how many
 * @param disks in the document's order
 * @param nics in the document's order
 * @param hostDevices the addresses of the host's PCI devices that it has
 * @param boot where it looks for a system, in that order: {@code hd}, {@code cdrom}, {@code network}
 * @param kernel the kernel that is booted directly
 * @param initrd what that kernel starts with
 * @param serialLog the file its serial console is written to
 * @param nested whether its processor is to show that it can run guests itself, where the host lets it
 */
public record GuestPlan(
        String name,
        String uuid,
        boolean kvm,
        long memory,
        int processors,
        List<Disk> disks,
        List<Nic> nics,
        List<String> hostDevices,
        List<String> boot,
        Optional<String> kernel,
        Optional<String> initrd,
        Optional<String> serialLog,
        boolean nested) {

    /**
     * A disk of a guest.
     *
     * @param target the document's name for it
     * @param device {@code disk}, {@code cdrom}, {@code floppy}
     * @param bus {@code virtio}, {@code ide} …
     * @param path the file behind it
     * @param format as the document says
     * @param readOnly whether nobody writes to it
     */
    public record Disk(String target, String device, String bus, String path, String format, boolean readOnly) {}

    /**
     * A card of a guest.
     *
     * @param tap the other end of its cable; empty for user-mode networks
     * @param mac its address
     * @param model {@code virtio} …
     */
    public record Nic(String tap, String mac, String model) {}
}
