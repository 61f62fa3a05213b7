package org.ringlab.virt.domain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.xml.Element;

/** Which slot each device of a guest is in (qemuDomainAssignDevicePCISlots). */
final class PciAddresses {
    private static final List<String> ADDRESSED = List.of("virtio", "xen");
    private static final Map<String, Integer> EHCI =
            Map.of("ich9-ehci1", 7, "ich9-uhci1", 0, "ich9-uhci2", 1, "ich9-uhci3", 2);

    private final Element devices;
    private final boolean q35;
    private final boolean known;
    private final TreeSet<Integer> used = new TreeSet<>();

    PciAddresses(Element devices, String machine) {
        this.devices = devices;
        q35 = machine.contains("q35");
        known = q35 || machine.matches("pc-(i440fx-|0\\.1)[\\w.-]+|pc|rhel\\d.*");
    }

    /** A place on bus 0, as a number to be compared. */
    private static int place(int slot, int function) {
        return slot * 8 + function;
    }

    void assign() throws VirError {
        if (!known) {
            throw new VirError(Code.XML, "No PCI buses available");
        }
        List<Element> waiting = needing();
        reserve();
        if (q35) {
            assignPorts(waiting);
        } else {
            assignSlots(waiting);
        }
    }

    /** Gives a device that is plugged in later the first free slot. */
    static void plug(Element devices, Element device) throws VirError {
        PciAddresses addresses = new PciAddresses(devices, "pc");
        boolean pci = device.name().equals("interface")
                || device.name().equals("hostdev")
                        && device.attribute("type", "").equals("pci")
                || ADDRESSED.contains(device.attributeOf("target", "bus").orElse(""));
        if (pci && device.child("address").isEmpty()) {
            addresses.reserve();
            addresses.take(1, 0);
            device.add(addresses.next());
        } else if (device.name().equals("disk") && device.child("address").isEmpty()) {
            if (device.attributeOf("target", "bus").filter("usb"::equals).isPresent()) {
                device.add(Element.of("address", "type", "usb", "bus", "0", "port", "1"));
            } else {
                Controllers.address(new DomainDef.Disk(device));
            }
        }
    }

    /** Addresses that the document gives. */
    private void reserve() throws VirError {
        for (Element device : devices.children()) {
            Optional<Element> address = device.child("address")
                    .filter(a -> a.attribute("type", "pci").equals("pci"));
            if (address.isEmpty() || device.name().equals("emulator")) {
                continue;
            }
            int bus = number(address.get(), "bus");
            int slot = number(address.get(), "slot");
            int function = number(address.get(), "function");
            if (bus == 0 && !used.add(place(slot, function))) {
                throw new VirError(
                        Code.XML,
                        String.format(
                                Locale.ROOT, "Attempted double use of PCI Address 0000:00:%02x.%x", slot, function));
            }
        }
    }

    private static int number(Element address, String key) {
        return address.attribute(key).flatMap(Devices::number).orElse(0L).intValue() & 0xFF;
    }

    private boolean take(int slot, int function) {
        return used.add(place(slot, function));
    }

    private boolean isFree(int slot) {
        return used.subSet(place(slot, 0), place(slot + 1, 0)).isEmpty();
    }

    private Element next() {
        int slot = 1;
        while (!isFree(slot)) {
            slot++;
        }
        take(slot, 0);
        return address(0, slot, 0);
    }

    private static Element address(int bus, int slot, int function) {
        return Element.of(
                "address",
                "type",
                "pci",
                "domain",
                "0x0000",
                "bus",
                String.format(Locale.ROOT, "0x%02x", bus),
                "slot",
                String.format(Locale.ROOT, "0x%02x", slot),
                "function",
                String.format(Locale.ROOT, "0x%x", function));
    }

    /** The devices on PCI that have no address, in the order in which they get one. */
    private List<Element> needing() {
        List<Element> order = new ArrayList<>();
        for (Element c : devices.children("controller")) {
            String type = c.attribute("type", "");
            if (type.equals("scsi")
                    || type.equals("virtio-serial")
                    || type.equals("usb")
                    || type.equals("ide")
                    || type.equals("sata")) {
                order.add(c);
            }
        }
        order.addAll(devices.children("filesystem"));
        order.addAll(devices.children("interface"));
        devices.children("sound").stream()
                .filter(s -> !s.attribute("model", "").equals("pcspk"))
                .forEach(order::add);
        devices.children("disk").stream()
                .filter(d -> ADDRESSED.contains(d.attributeOf("target", "bus").orElse("")))
                .forEach(order::add);
        devices.children("hostdev").stream()
                .filter(h -> h.attribute("type", "").equals("pci"))
                .forEach(order::add);
        devices.children("memballoon").stream()
                .filter(b -> !b.attribute("model", "").equals("none"))
                .forEach(order::add);
        order.addAll(devices.children("rng"));
        devices.children("watchdog").stream()
                .filter(w -> w.attribute("model", "").equals("i6300esb"))
                .forEach(order::add);
        List<Element> videos = devices.children("video");
        order.addAll(videos.subList(Math.min(1, videos.size()), videos.size()));
        order.removeIf(d -> d.child("address").isPresent());
        return order;
    }

    private void assignSlots(List<Element> waiting) {
        for (int function = 0; function < 4; function++) {
            take(1, function);
        }
        primaryVideo(2);
        Map<String, Integer> usb = new HashMap<>();
        for (Element device : waiting) {
            String type = device.attribute("type", "");
            String model = device.attribute("model", "");
            boolean first = device.attribute("index", "0").equals("0");
            if (type.equals("usb") && model.equals("piix3-uhci") && first) {
                device.add(address(0, 1, 2));
            } else if (type.equals("ide") && first) {
                device.add(address(0, 1, 1));
            } else if (type.equals("usb") && EHCI.containsKey(model)) {
                companion(device, usb);
            } else {
                device.add(next());
            }
        }
    }

    /** The four parts of an ICH9 USB controller share a slot. */
    private void companion(Element device, Map<String, Integer> slots) {
        int function = EHCI.getOrDefault(device.attribute("model", ""), 0);
        Integer slot = slots.get(device.attribute("index", "0"));
        if (slot == null) {
            Element found = next();
            slot = number(found, "slot");
            slots.put(device.attribute("index", "0"), slot);
        }
        take(slot, function);
        Element address = address(0, slot, function);
        if (function == 0) {
            address.set("multifunction", "on");
        }
        device.add(address);
    }

    private void primaryVideo(int slot) {
        devices.child("video").filter(v -> v.child("address").isEmpty()).ifPresent(video -> {
            take(slot, 0);
            video.add(address(0, slot, 0));
        });
    }

    /** On a Q35 each device sits behind a port of its own, and one port is left over. */
    private void assignPorts(List<Element> waiting) {
        primaryVideo(1);
        List<Element> behind = new ArrayList<>();
        for (Element device : waiting) {
            if (device.attribute("type", "").equals("sata") && device.name().equals("controller")) {
                device.add(address(0, 0x1f, 2));
            } else {
                behind.add(device);
            }
        }
        int bus = 0;
        for (Element device : behind) {
            device.add(address(++bus, 0, 0));
        }
        int first = isFree(1) ? 1 : 2;
        int place = devices.children().indexOf(lastController()) + 1;
        for (int i = 0; i <= behind.size(); i++) {
            int slot = first + i / 8;
            int function = i % 8;
            Element address = address(0, slot, function);
            if (function == 0) {
                address.set("multifunction", "on");
            }
            devices.add(
                    place + i,
                    Element.of("controller", "type", "pci", "index", String.valueOf(i + 1), "model", "pcie-root-port")
                            .add(Element.of("model", "name", "pcie-root-port"))
                            .add(Element.of(
                                    "target",
                                    "chassis",
                                    String.valueOf(i + 1),
                                    "port",
                                    String.format(Locale.ROOT, "0x%x", slot * 8 + function)))
                            .add(address));
        }
    }

    private Element lastController() {
        List<Element> pci = devices.children("controller").stream()
                .filter(c -> c.attribute("type", "").equals("pci"))
                .toList();
        return pci.getLast();
    }
}
