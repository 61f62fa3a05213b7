package org.ringlab.virt.nodedev;

import java.util.Optional;
import org.ringlab.virt.VirtHost;

/**
 * A device of a host's PCI bus.
 *
 * @param address domain, bus, slot and function: {@code 0000:01:00.0}
 * @param parent the address of the bridge it is behind; empty for the first bus
 * @param vendorId four hexadecimal digits
 * @param vendor its maker's name; empty for none known
 * @param productId four hexadecimal digits
 * @param product its name
 * @param isBridge whether other devices are behind it, so that no guest can have it
 * @param group its IOMMU group; empty while the IOMMU is off
 * @param driver the driver that has it; empty for none
 * @param card the interface that its driver makes of it; empty for other devices, and while a guest's driver has it
 */
public record PciDevice(
        String address,
        Optional<String> parent,
        String vendorId,
        String vendor,
        String productId,
        String product,
        boolean isBridge,
        Optional<Integer> group,
        Optional<String> driver,
        Optional<VirtHost.Card> card) {
    /** The driver that hands devices to guests. */
    public static final String VFIO = "vfio-pci";

    /** Whether the driver that hands devices to guests has it. */
    public boolean isHandedOut() {
        return driver.filter(VFIO::equals).isPresent();
    }
}
