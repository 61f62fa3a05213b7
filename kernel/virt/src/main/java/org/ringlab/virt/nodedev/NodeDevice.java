package org.ringlab.virt.nodedev;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.xml.Element;

/**
 * What {@code virsh nodedev-list} lists, one entry of it.
 *
 * @param name libvirt's name for it: {@code computer}, {@code pci_0000_01_00_0}, {@code net_eth0_02_…}
 * @param parent the name of what it hangs on; empty for the computer
 * @param capability what it can be listed by: {@code system}, {@code pci}, {@code net}
 * @param pci the PCI device that it is; empty for others
 * @param document its document
 */
public record NodeDevice(
        String name, Optional<String> parent, String capability, Optional<PciDevice> pci, Element document) {
    private static final String ROOT = "computer";
    private static final List<String> OFFLOADS =
            List.of("rx", "tx", "sg", "tso", "gso", "gro", "rxvlan", "txvlan", "rxhash");

    /** Those of a host, by name. */
    public static List<NodeDevice> of(VirtHost host) {
        List<NodeDevice> all = new ArrayList<>();
        all.add(new NodeDevice(ROOT, Optional.empty(), "system", Optional.empty(), computer(host)));
        all.add(net(new VirtHost.Card("lo", "00:00:00:00:00:00", true), ROOT, "/sys/devices/virtual/net/lo"));
        for (PciDevice device : host.pci().devices()) {
            String name = name(device.address());
            Optional<String> parent =
                    Optional.of(device.parent().map(NodeDevice::name).orElse(ROOT));
            all.add(new NodeDevice(name, parent, "pci", Optional.of(device), document(host, device)));
            device.card().ifPresent(card -> all.add(net(card, name, path(device) + "/net/" + card.name())));
        }
        all.sort(Comparator.comparing(NodeDevice::name, String.CASE_INSENSITIVE_ORDER));
        return all;
    }

    private static String name(String address) {
        return "pci_" + address.replace(':', '_').replace('.', '_');
    }

    private static String path(PciDevice device) {
        return "/sys/devices/pci0000:00/" + device.parent().map(p -> p + "/").orElse("") + device.address();
    }

    private static Element computer(VirtHost host) {
        return new Element("device")
                .add(Element.text("name", ROOT))
                .add(Element.of("capability", "type", "system")
                        .add(new Element("hardware").add(Element.text("uuid", host.uuid())))
                        .add(new Element("firmware")));
    }

    private static NodeDevice net(VirtHost.Card card, String parent, String path) {
        String name = "net_" + card.name() + "_" + card.mac().replace(':', '_');
        boolean loopback = card.name().equals("lo");
        Element capability = Element.of("capability", "type", "net")
                .add(Element.text("interface", card.name()))
                .add(Element.text("address", card.mac()));
        capability.add(
                loopback ? Element.of("link", "state", "unknown") : Element.of("link", "speed", "1000", "state", "up"));
        OFFLOADS.forEach(f -> capability.add(Element.of("feature", "name", f)));
        if (!loopback) {
            capability.add(Element.of("capability", "type", "80203"));
        }
        Element document = new Element("device")
                .add(Element.text("name", name))
                .add(Element.text("path", path))
                .add(Element.text("parent", parent))
                .add(capability);
        return new NodeDevice(name, Optional.of(parent), "net", Optional.empty(), document);
    }

    private static Element document(VirtHost host, PciDevice device) {
        Element capability = Element.of("capability", "type", "pci");
        String[] keys = {"domain", "bus", "slot", "function"};
        String[] parts = device.address().split("[:.]");
        for (int i = 0; i < keys.length; i++) {
            capability.add(Element.text(keys[i], String.valueOf(Integer.parseInt(parts[i], 16))));
        }
        capability.add(Element.text("product", device.product()).set("id", "0x" + device.productId()));
        capability.add(Element.text("vendor", device.vendor()).set("id", "0x" + device.vendorId()));
        device.group().ifPresent(number -> {
            Element group = Element.of("iommuGroup", "number", String.valueOf(number));
            host.pci().devices().stream()
                    .filter(d -> d.group().equals(device.group()))
                    .forEach(d -> group.add(address(d.address())));
            capability.add(group);
        });
        Element document = new Element("device")
                .add(Element.text("name", name(device.address())))
                .add(Element.text("path", path(device)))
                .add(Element.text(
                        "parent", device.parent().map(NodeDevice::name).orElse(ROOT)));
        device.driver().ifPresent(d -> document.add(new Element("driver").add(Element.text("name", d))));
        return document.add(capability);
    }

    private static Element address(String text) {
        String[] parts = text.split("[:.]");
        return Element.of(
                "address",
                "domain",
                "0x" + parts[0],
                "bus",
                "0x" + parts[1],
                "slot",
                "0x" + parts[2],
                "function",
                String.format(Locale.ROOT, "0x%x", Integer.parseInt(parts[3], 16)));
    }
}
