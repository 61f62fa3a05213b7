package org.ringlab.host.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.dhcp.DhcpClient;
import org.ringlab.host.hardware.Hardware;
import org.ringlab.host.hardware.PciDevices;
import org.ringlab.host.software.BootLoader;
import org.ringlab.netfilter.link.Segment;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.EthernetCard;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;

/**
 * A running computer's PCI bus: which driver has which device. A card whose driver is taken away leaves the network
 * stack, and its interface comes back, down and without addresses, with its driver.
 */
public final class PciBus {
    /** The driver that hands devices to guests. */
    public static final String VFIO = "vfio-pci";

    private final Machine machine;
    private final String commandLine;
    private final boolean iommu;
    private final List<Card> cards = new ArrayList<>();
    private final Map<String, String> drivers = new HashMap<>();

    /**
     * A network card.
     *
     * @param slot where it is, as in {@link PciDevices.Device}
     * @param name what its interface was called at boot
     * @param mac its address
     * @param mtu its interface's
     * @param segment what its cable is plugged into
     */
    public record Card(String slot, String name, MacAddress mac, int mtu, Segment segment) {}

    /** The bus as the kernel finds it at boot. */
    PciBus(Machine machine) {
        this.machine = machine;
        Hardware hardware = machine.hardware();
        List<NetInterface> found = machine.stack().interfaces().stream()
                .filter(i -> i.device() instanceof EthernetCard)
                .toList();
        for (int i = 0; i < found.size(); i++) {
            NetInterface card = found.get(i);
            if (card.device() instanceof EthernetCard device) {
                String slot = PciDevices.slot(hardware, card.name(), i);
                cards.add(new Card(slot, card.name(), card.mac(), card.mtu(), device.segment()));
            }
        }
        commandLine = BootLoader.commandLine(machine);
        iommu = hardware.hypervisor().isEmpty()
                && hardware.runsGuests()
                && BootLoader.startsIommu(hardware.cpu(), commandLine);
        if (iommu) {
            greet();
        }
    }

    private void greet() {
        boolean intel = machine.hardware().cpu() == Hardware.Cpu.INTEL;
        machine.journal()
                .kernel(Journal.INFO, intel ? "DMAR: IOMMU enabled" : "AMD-Vi: Found IOMMU at 0000:00:00.2 cap 0x40");
        for (PciDevices.Device device : devices()) {
            group(device.slot())
                    .ifPresent(n -> machine.journal()
                            .kernel(Journal.INFO, "iommu: Adding device 0000:" + device.slot() + " to group " + n));
        }
    }

    /** What the kernel was started with. */
    String commandLine() {
        return commandLine;
    }

    /** Whether the kernel runs the IOMMU. */
    public boolean hasIommu() {
        return iommu;
    }

    /** Its devices with the drivers that have them now, by slot. */
    public List<PciDevices.Device> devices() {
        return PciDevices.of(machine.hardware(), cards.stream().map(Card::name).toList()).stream()
                .map(d -> drivers.containsKey(d.slot()) ? d.with(drivers.get(d.slot())) : d)
                .toList();
    }

    /** The card in a slot. */
    public Optional<Card> card(String slot) {
        return cards.stream().filter(c -> c.slot().equals(slot)).findFirst();
    }

    /** The interface that a card is now. */
    public Optional<NetInterface> interfaceOf(Card card) {
        return machine.stack().interfaces().stream()
                .filter(i -> i.device() instanceof EthernetCard e
                        && e.segment() == card.segment()
                        && i.mac().equals(card.mac()))
                .findFirst();
    }

    /** A device's IOMMU group; empty while the IOMMU is off. */
    public Optional<Integer> group(String slot) {
        return iommu ? Optional.of(PciDevices.group(devices(), machine.hardware(), slot)) : Optional.empty();
    }

    /** Gives a device to the driver for guests. */
    public void handOut(String slot) {
        machine.modules().load("vfio_pci", List.of());
        machine.modules().load("vfio_iommu_type1", List.of());
        card(slot).flatMap(this::interfaceOf).ifPresent(gone -> {
            DhcpClient client = machine.dhcpClients().remove(gone);
            if (client != null) {
                client.stop();
            }
            machine.stack().links().remove(gone);
        });
        drivers.put(slot, VFIO);
    }

    /** Gives a device back to its own driver; it may have it already. */
    public void giveBack(String slot) {
        drivers.remove(slot);
        card(slot).filter(c -> interfaceOf(c).isEmpty()).ifPresent(card -> {
            NetStack stack = machine.stack();
            String name = stack.findInterface(card.name()).isEmpty()
                    ? card.name()
                    : stack.links().freeName("eth");
            stack.links().addCard(name, card.mac(), card.mtu(), card.segment());
        });
    }
}
