package org.ringlab.virt.nodedev;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.domain.Domain;
import org.ringlab.virt.domain.DomainDef;
import org.ringlab.virt.xml.Element;

/**
 * PCI devices on their way to guests and back (virhostdev.c): who has one follows from the documents of the guests that
 * run, which driver has it from the host.
 */
public final class HostDevices {
    private final Libvirtd libvirtd;
    private final VirtHost host;

    /** Those of a daemon's host. */
    public HostDevices(Libvirtd libvirtd) {
        this.libvirtd = libvirtd;
        host = libvirtd.host();
    }

    /** The PCI devices of the host that a guest's document asks for. */
    public static List<Element> of(DomainDef def) {
        return def.devices().children("hostdev").stream()
                .filter(HostDevices::isPci)
                .toList();
    }

    /** Whether a {@code <hostdev>} is about a PCI device. */
    public static boolean isPci(Element hostdev) {
        return hostdev.attribute("type", "").equals("pci");
    }

    /** Which one a {@code <hostdev>} means, as in {@code 0000:01:00.0}. */
    public static String address(Element hostdev) {
        Element source =
                hostdev.child("source").flatMap(s -> s.child("address")).orElse(new Element("address"));
        return String.format(
                Locale.ROOT,
                "%04x:%02x:%02x.%x",
                number(source, "domain"),
                number(source, "bus"),
                number(source, "slot"),
                number(source, "function"));
    }

    private static int number(Element address, String key) {
        String text = address.attribute(key, "0").toLowerCase(Locale.ROOT);
        if (text.matches("0x[0-9a-f]{1,4}")) {
            return Integer.parseInt(text.substring(2), 16);
        }
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    }

    /** The device at an address. */
    public PciDevice device(String address) throws VirError {
        return host.pci().devices().stream()
                .filter(d -> d.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new VirError(
                        Code.SYSTEM,
                        "Device " + address + " not found: could not access /sys/bus/pci/devices/" + address
                                + "/config: No such file or directory"));
    }

    /** The guest that runs with a device. */
    private Optional<Domain> user(String address) {
        return libvirtd.domains().all().stream()
                .filter(d -> d.live().stream()
                        .flatMap(def -> of(def).stream())
                        .anyMatch(hostdev -> address(hostdev).equals(address)))
                .findFirst();
    }

    private void free(PciDevice device, Optional<Domain> self) throws VirError {
        Optional<Domain> user =
                user(device.address()).filter(u -> self.filter(own -> own == u).isEmpty());
        if (user.isPresent()) {
            throw new VirError(
                    Code.INVALID,
                    "PCI device " + device.address() + " is in use by driver QEMU, domain "
                            + user.get().name());
        }
    }

    private List<PciDevice> group(PciDevice device) {
        return host.pci().devices().stream()
                .filter(d -> d.group().isPresent() && d.group().equals(device.group()))
                .toList();
    }

    /**
     * Takes devices from the host for a guest. What was taken is given back where one can't be had.
     *
     * @param self the guest
     * @param hostdevs the elements of its document; they are told which backend has them
     */
    public void prepare(Domain self, List<Element> hostdevs) throws VirError {
        if (hostdevs.isEmpty()) {
            return;
        }
        if (!host.pci().hasIommu()) {
            throw new VirError(Code.UNSUPPORTED, "host doesn't support passthrough of host PCI devices");
        }
        List<PciDevice> wanted = new ArrayList<>();
        for (Element hostdev : hostdevs) {
            PciDevice device = device(address(hostdev));
            if (device.isBridge()) {
                throw new VirError(Code.INTERNAL, "Non-endpoint PCI devices cannot be assigned to guests");
            }
            free(device, Optional.of(self));
            for (PciDevice neighbour : group(device)) {
                free(neighbour, Optional.of(self));
            }
            wanted.add(device);
        }
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            PciDevice device = wanted.get(i);
            if (!isManaged(hostdevs.get(i)) && !device.isHandedOut()) {
                taken.forEach(host.pci()::giveBack);
                throw new VirError(
                        Code.INVALID,
                        "Unmanaged PCI device " + device.address() + " must be manually detached from the host");
            }
            if (isManaged(hostdevs.get(i))) {
                host.pci().handOut(device.address());
                taken.add(device.address());
            }
        }
        for (Element hostdev : hostdevs) {
            if (hostdev.child("driver").isEmpty()) {
                hostdev.add(0, Element.of("driver", "name", "vfio"));
            }
        }
    }

    private static boolean isManaged(Element hostdev) {
        return hostdev.attribute("managed", "no").equals("yes");
    }

    /** Gives those back that were taken for a guest; others stay as somebody prepared them. */
    public void release(List<Element> hostdevs) {
        hostdevs.stream()
                .filter(HostDevices::isManaged)
                .map(HostDevices::address)
                .forEach(host.pci()::giveBack);
    }

    /** The group of a device that QEMU can't open, since the host uses another one of it. */
    public Optional<Integer> blocked(Element hostdev) throws VirError {
        PciDevice device = device(address(hostdev));
        boolean shared = group(device).stream()
                .anyMatch(d -> !d.isBridge() && !d.isHandedOut() && d.driver().isPresent());
        return shared ? device.group() : Optional.empty();
    }

    /** Takes a device from the host's driver ({@code virNodeDeviceDetachFlags}). */
    public void detach(PciDevice device, Optional<String> driver) throws VirError {
        if (driver.isPresent() && !driver.get().equals("vfio") && !driver.get().equals("kvm")) {
            throw new VirError(Code.ARGUMENT, "unknown driver name '" + driver.get() + "'");
        }
        boolean iommu = host.pci().hasIommu();
        if (driver.isPresent() && (driver.get().equals("kvm") || !iommu)) {
            throw new VirError(
                    Code.UNSUPPORTED,
                    (driver.get().equals("kvm") ? "KVM" : "VFIO")
                            + " device assignment is currently not supported on this system");
        }
        if (!iommu) {
            throw new VirError(
                    Code.UNSUPPORTED, "neither VFIO nor KVM device assignment is currently supported on this system");
        }
        free(device, Optional.empty());
        if (device.isBridge()) {
            throw new VirError(Code.OPERATION_UNSUPPORTED, "not simulated: detaching a bridge");
        }
        host.pci().handOut(device.address());
    }

    /** Gives a device back to the host's driver. */
    public void reattach(PciDevice device) throws VirError {
        free(device, Optional.empty());
        host.pci().giveBack(device.address());
    }

    /** Resets a device: the kernel does it for those handed out, and network cards can do it themselves. */
    public void reset(PciDevice device) throws VirError {
        if (user(device.address()).isPresent()) {
            throw new VirError(Code.INTERNAL, "Not resetting active device " + device.address());
        }
        if (!device.isHandedOut() && device.card().isEmpty()) {
            throw new VirError(
                    Code.INTERNAL,
                    "Unable to reset PCI device " + device.address() + ": no FLR, PM reset or bus reset available");
        }
    }
}
