package org.ringlab.host.virt;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.hardware.PciDevices;
import org.ringlab.host.machine.PciBus;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.nodedev.PciDevice;

/** A host's PCI bus as its libvirtd sees it. */
final class HostPci implements VirtHost.Pci {
    private static final String DOMAIN = "0000:";

    private final HostVirt host;

    HostPci(HostVirt host) {
        this.host = host;
    }

    private PciBus bus() {
        return host.machine().pci();
    }

    @Override
    public boolean hasIommu() {
        return bus().hasIommu();
    }

    @Override
    public List<PciDevice> devices() {
        List<PciDevices.Device> all = bus().devices();
        return all.stream().map(d -> device(d)).toList();
    }

    private PciDevice device(PciDevices.Device device) {
        String slot = device.slot();
        Optional<VirtHost.Card> card = bus().card(slot)
                .flatMap(bus()::interfaceOf)
                .map(i -> new VirtHost.Card(i.name(), i.mac().toString(), true));
        return new PciDevice(
                DOMAIN + slot,
                PciDevices.bridgeAbove(host.machine().hardware(), slot).map(DOMAIN::concat),
                device.ids().substring(0, 4),
                device.vendor(),
                device.ids().substring(5),
                device.product(),
                device.isBridge(),
                bus().group(slot),
                device.driver(),
                card);
    }

    @Override
    public void handOut(String address) {
        bus().handOut(address.substring(DOMAIN.length()));
    }

    @Override
    public void giveBack(String address) {
        bus().giveBack(address.substring(DOMAIN.length()));
    }

    /** The card at an address. */
    Optional<PciBus.Card> card(String address) {
        return bus().card(address.substring(DOMAIN.length()));
    }
}
